import type { FastifyInstance } from 'fastify'
import { IdempotencyHeaders, idempotencyHeader, IdInPath } from '#shared/contract/common'
import { NewShift, Shift } from '#shared/contract/shift-api'
import { DrawerOpening, Movement, NewDrawerOpening, NewMovement } from '#shared/contract/shift-report-api'
import type { DrawerRefusal, OpenShiftRefusal, ShiftService } from '../../../services/shift-service'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<(OpenShiftRefusal | DrawerRefusal)['code']> = {
  register_not_found: [404, 'There is no such register.'],
  register_archived: [409, 'The register is not in use any more.'],
  shift_open: [409, 'The register has an open shift already.'],
  shift_not_found: [404, 'There is no such shift.'],
  shift_closed: [409, 'The shift is closed.'],
  idempotency_key_reused: [422, 'This idempotency key was used for something else.'],
}

/** Time with a drawer. */
export function registerShiftRoutes(app: FastifyInstance, deps: { shifts: ShiftService }): void {
  const { shifts } = deps
  const config = { access: 'sell' } as const
  const tags = ['staff']
  const headers = IdempotencyHeaders
  const keyOf = (values: Record<string, unknown>) => String(values[idempotencyHeader])

  app.post<{ Body: NewShift }>(
    '/shifts',
    { config, schema: { operationId: 'openShift', tags, headers, body: NewShift, response: { 201: Shift } } },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request.headers) }
      const result = await shifts.open(request.body, by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.get<{ Params: { id: string } }>(
    '/shifts/:id',
    { config, schema: { operationId: 'getShift', tags, params: IdInPath, response: { 200: Shift } } },
    async (request, reply) => {
      const shift = await shifts.find(Number(request.params.id))
      return shift ?? sendProblem(reply, refusals, { code: 'shift_not_found' })
    },
  )

  app.post<{ Params: { id: string }; Body: NewMovement }>(
    '/shifts/:id/cash-movements',
    {
      config,
      schema: {
        operationId: 'moveCash',
        tags,
        headers,
        params: IdInPath,
        body: NewMovement,
        response: { 201: Movement },
      },
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request.headers) }
      const result = await shifts.move(Number(request.params.id), request.body, by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: NewDrawerOpening }>(
    '/shifts/:id/drawer-openings',
    {
      config,
      schema: {
        operationId: 'openDrawer',
        tags,
        headers,
        params: IdInPath,
        body: NewDrawerOpening,
        response: { 201: DrawerOpening },
      },
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request.headers) }
      const result = await shifts.openDrawer(Number(request.params.id), request.body, by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )
}
