import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { TicketKeyList } from '#shared/contract/ticket-key-api'
import type { TicketSigning } from '../../../services/ticket-signing'
import { sendProblem } from '../../plugins/problem'

/** The keys of signed tickets: doors read them, the manager renews and revokes them. */
export function registerTicketKeyRoutes(app: FastifyInstance, deps: { signing: TicketSigning }): void {
  const { signing } = deps
  const managing = { access: 'edit_settings' } as const
  const response = { 200: TicketKeyList }

  app.get(
    '/ticket-keys',
    {
      config: { access: ['check_in', 'edit_settings'], devices: ['door', 'look_door'] },
      schema: { operationId: 'listTicketKeys', tags: ['staff'], response },
    },
    () => ({ keys: signing.keys() }),
  )

  app.post(
    '/ticket-keys',
    { config: managing, schema: { operationId: 'renewTicketKey', tags: ['staff'], response } },
    async () => ({ keys: await signing.renew() }),
  )

  app.post<{ Params: { number: string } }>(
    '/ticket-keys/:number/revocations',
    {
      config: managing,
      schema: {
        operationId: 'revokeTicketKey',
        tags: ['staff'],
        params: Type.Object({ number: Type.String({ pattern: '^[1-9][0-9]{0,14}$' }) }),
        response,
      },
    },
    async (request, reply) => {
      const result = await signing.revoke(Number(request.params.number))
      if (result.ok) return reply.send({ keys: result.value })
      return sendProblem(reply, { ticket_key_not_found: [404, 'There is no such key.'] }, result.error)
    },
  )
}
