import type { FastifyInstance } from 'fastify'
import { IdempotencyHeaders, idempotencyHeader } from '#shared/contract/common'
import { NewShift, Shift } from '#shared/contract/shift-api'
import type { OpenShiftRefusal, ShiftService } from '../../../services/shift-service'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<OpenShiftRefusal['code']> = {
  register_not_found: [404, 'There is no such register.'],
  register_archived: [409, 'The register is not in use any more.'],
  shift_open: [409, 'The register has an open shift already.'],
  idempotency_key_reused: [422, 'This idempotency key was used for something else.'],
}

/** Time with a drawer. */
export function registerShiftRoutes(app: FastifyInstance, deps: { shifts: ShiftService }): void {
  const { shifts } = deps
  const keyOf = (headers: Record<string, unknown>) => String(headers[idempotencyHeader])

  app.post<{ Body: NewShift }>(
    '/shifts',
    {
      config: { access: 'sell' },
      schema: {
        operationId: 'openShift',
        tags: ['staff'],
        headers: IdempotencyHeaders,
        body: NewShift,
        response: { 201: Shift },
      },
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request.headers) }
      const result = await shifts.open(request.body, by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )
}
