import type { FastifyInstance } from 'fastify'
import { IdInPath } from '#shared/contract/common'
import { CustomerDisplay } from '#shared/contract/display-api'
import type { DisplayService } from '../../../services/display-service'
import { sendProblem, type ProblemTable } from '../../plugins/problem'
import type { ServerFacts } from './server-routes'

const refusals: ProblemTable<'register_not_found'> = { register_not_found: [404, 'There is no such register.'] }

/** Where customer displays are found. */
export function registerDisplayRoutes(
  app: FastifyInstance,
  deps: { displays: DisplayService; serverFacts: () => ServerFacts },
): void {
  const { displays } = deps

  function addressed(displayKey: string): CustomerDisplay {
    const path = `/display/${displayKey}`
    return { path, addresses: deps.serverFacts().lanUrls.map((url) => url + path) }
  }

  app.get<{ Params: { id: string } }>(
    '/registers/:id/display',
    {
      config: { access: 'sell' },
      schema: {
        operationId: 'getCustomerDisplay',
        tags: ['staff'],
        params: IdInPath,
        response: { 200: CustomerDisplay },
      },
    },
    async (request, reply) => {
      const result = await displays.keyOf(Number(request.params.id))
      return result.ok ? reply.send(addressed(result.value)) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/registers/:id/display-keys',
    {
      config: { access: 'edit_settings' },
      schema: {
        operationId: 'renewCustomerDisplay',
        tags: ['staff'],
        params: IdInPath,
        response: { 201: CustomerDisplay },
      },
    },
    async (request, reply) => {
      const result = await displays.renew(Number(request.params.id))
      return result.ok ? reply.code(201).send(addressed(result.value)) : sendProblem(reply, refusals, result.error)
    },
  )
}
