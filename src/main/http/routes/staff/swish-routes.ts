import type { FastifyInstance } from 'fastify'
import { Type, type Static } from 'typebox'
import { SwishStatus } from '#shared/contract/swish-payments-api'
import { SimulatedDeedRequest, SimulatedPayment, Simulator, SimulatorEdit } from '#shared/contract/swish-simulator-api'
import type { SwishConnection } from '../../../services/swish/swish-connection'
import { sendProblem } from '../../plugins/problem'

const refusals = {
  not_simulated: [404, 'Payments go to another Swish than the simulator of this box office.'],
  payment_not_waiting: [404, 'There is no such payment, or it does not wait for its customer any more.'],
} as const

const InstructionInPath = Type.Object({ instructionId: SimulatedPayment.properties.instructionId })

/** How Swish stands, and the part of the customer while the simulator stands in for it. */
export function registerSwishRoutes(app: FastifyInstance, deps: { swishConnection: SwishConnection }): void {
  const { swishConnection } = deps

  app.get(
    '/swish',
    {
      config: { access: 'signed_in' },
      schema: { operationId: 'getSwishStatus', tags: ['staff'], response: { 200: SwishStatus } },
    },
    () => swishConnection.status(),
  )

  const config = { access: 'sell' } as const
  const response = { 200: Simulator }

  app.get(
    '/swish-simulator',
    { config, schema: { operationId: 'getSwishSimulator', tags: ['staff'], response } },
    (_request, reply) => {
      const simulator = swishConnection.simulator()
      if (simulator === undefined) return sendProblem(reply, refusals, { code: 'not_simulated' })
      return reply.send(simulator.state())
    },
  )

  app.put<{ Body: SimulatorEdit }>(
    '/swish-simulator',
    { config, schema: { operationId: 'changeSwishSimulator', tags: ['staff'], body: SimulatorEdit, response } },
    (request, reply) => {
      const simulator = swishConnection.simulator()
      if (simulator === undefined) return sendProblem(reply, refusals, { code: 'not_simulated' })
      return reply.send(simulator.edit(request.body))
    },
  )

  app.post<{ Params: Static<typeof InstructionInPath>; Body: Static<typeof SimulatedDeedRequest> }>(
    '/swish-simulator/payments/:instructionId',
    {
      config,
      schema: {
        operationId: 'playSwishCustomer',
        tags: ['staff'],
        params: InstructionInPath,
        body: SimulatedDeedRequest,
        response,
      },
    },
    (request, reply) => {
      const simulator = swishConnection.simulator()
      if (simulator === undefined) return sendProblem(reply, refusals, { code: 'not_simulated' })
      const after = simulator.perform(request.params.instructionId, request.body.deed)
      if (after === undefined) return sendProblem(reply, refusals, { code: 'payment_not_waiting' })
      return reply.send(after)
    },
  )
}
