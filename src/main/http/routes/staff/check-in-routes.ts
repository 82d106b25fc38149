import type { FastifyInstance } from 'fastify'
import { Admissions, CheckInRequest, CheckInVerdict } from '#shared/contract/check-in-api'
import { IdempotencyHeaders, idempotencyHeader, IdInPath } from '#shared/contract/common'
import type { Static } from 'typebox'
import type { CheckInService } from '../../../services/check-in-service'
import { staffOf } from '../../plugins/access'
import { sendProblem } from '../../plugins/problem'

export function registerCheckInRoutes(app: FastifyInstance, deps: { checkIns: CheckInService }): void {
  const atTheDoor = { access: 'check_in' } as const

  app.post<{ Body: Static<typeof CheckInRequest> }>(
    '/check-ins',
    {
      config: atTheDoor,
      schema: {
        operationId: 'checkIn',
        tags: ['staff'],
        headers: IdempotencyHeaders,
        body: CheckInRequest,
        response: { 200: CheckInVerdict },
      },
    },
    async (request, reply) => {
      const { scanned, eventId } = request.body
      const by = { staffUserId: staffOf(request).id, key: String(request.headers[idempotencyHeader]) }
      const result = await deps.checkIns.checkIn(scanned, eventId, by)
      if (result.ok) return reply.send(result.value)
      const refusals = { idempotency_key_reused: [422, 'This idempotency key was used for another scan.'] } as const
      return sendProblem(reply, refusals, result.error)
    },
  )

  app.get<{ Params: { id: string } }>(
    '/events/:id/admissions',
    {
      config: atTheDoor,
      schema: { operationId: 'getAdmissions', tags: ['staff'], params: IdInPath, response: { 200: Admissions } },
    },
    async (request, reply) => {
      const admissions = await deps.checkIns.admissions(Number(request.params.id))
      if (admissions !== undefined) return reply.send(admissions)
      return sendProblem(reply, { event_not_found: [404, 'There is no such event.'] }, { code: 'event_not_found' })
    },
  )
}
