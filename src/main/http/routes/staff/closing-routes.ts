import type { FastifyInstance } from 'fastify'
import { IdempotencyHeaders, idempotencyHeader, IdInPath } from '#shared/contract/common'
import { BlockerList, Closing, HandOver, SeenBlocker, ZReport } from '#shared/contract/shift-report-api'
import type { ClosingRefusal, ClosingService, HandOverRefusal } from '../../../services/shifts/closing-service'
import { staffOf } from '../../plugins/access'
import { approvalRefusals, askedBy } from '../../plugins/approval'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<(ClosingRefusal | HandOverRefusal)['code']> = {
  shift_not_found: [404, 'There is no such shift.'],
  shift_closed: [409, 'The shift is closed.'],
  receiver_closed: [409, 'The shift that was to have them is not open.'],
  still_open: [409, 'There are unpaid orders, and nobody was named to have them.'],
  note_needed: [422, 'The count differs from what was recorded: it needs a note.'],
  ...approvalRefusals,
  idempotency_key_reused: [422, 'This idempotency key was used for something else.'],
}

/** The end of a shift: what is open, and the close itself. */
export function registerClosingRoutes(app: FastifyInstance, deps: { closings: ClosingService }): void {
  const { closings } = deps
  const config = { access: 'sell' } as const
  const tags = ['staff']
  const params = IdInPath

  app.get<{ Params: { id: string } }>(
    '/shifts/:id/blockers',
    { config, schema: { operationId: 'listBlockers', tags, params, response: { 200: BlockerList } } },
    async (request, reply) => {
      const result = await closings.blockers(Number(request.params.id))
      return result.ok ? { blockers: result.value } : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: HandOver }>(
    '/shifts/:id/hand-overs',
    { config, schema: { operationId: 'handOver', tags, params, body: HandOver, response: { 200: BlockerList } } },
    async (request, reply) => {
      const result = await closings.handOver(Number(request.params.id), request.body, staffOf(request).id)
      return result.ok ? { blockers: result.value } : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: SeenBlocker }>(
    '/shifts/:id/seen-blockers',
    { config, schema: { operationId: 'markSeen', tags, params, body: SeenBlocker, response: { 200: BlockerList } } },
    async (request, reply) => {
      const result = await closings.markSeen(Number(request.params.id), request.body, staffOf(request).id)
      return result.ok ? { blockers: result.value } : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: Closing }>(
    '/shifts/:id/closings',
    {
      config,
      schema: {
        operationId: 'closeShift',
        tags,
        headers: IdempotencyHeaders,
        params,
        body: Closing,
        response: { 201: ZReport },
      },
    },
    async (request, reply) => {
      const by = { asked: askedBy(request, request.body.approval), key: String(request.headers[idempotencyHeader]) }
      const result = await closings.close(Number(request.params.id), request.body, by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )
}
