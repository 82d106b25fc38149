import type { FastifyInstance } from 'fastify'
import { IdempotencyHeaders, IdInPath } from '#shared/contract/common'
import { Order, Refund, RefundDue } from '#shared/contract/order-api'
import { DueSettlement, EmptyBody, RefundSettlement } from '#shared/contract/swish-payments-api'
import type { DueHandRefusal, DueRefusal, SeatRefusal } from '../../../services/swish/refund-due-service'
import type { DrawerRefusal, HandRefusal, RefundService, RetryRefusal } from '../../../services/swish/refund-service'
import { edgeLimits } from '../../edge-limits'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'
import { keyOf } from './idempotency-key'
import { keyReused, shiftClosed, shiftNotFound, soldOut } from './order-refusals'

const refusals: ProblemTable<
  (RetryRefusal | DueHandRefusal | DueRefusal | SeatRefusal | HandRefusal | DrawerRefusal)['code']
> = {
  refund_not_found: [404, 'There is no such refund.'],
  refund_due_not_found: [404, 'There is no such money to decide about.'],
  not_refundable: [409, 'There is no Swish payment that this can be refunded from.'],
  swish_not_set_up: [409, 'The Swish that the payment came by is not in use.'],
  not_failed: [409, 'Only a refund that has failed is tried again, or paid in cash instead.'],
  still_on_its_way: [409, 'Swish carries the first refund out, or has: it is not paid twice.'],
  swish_unreachable: [502, 'Swish cannot be asked about the first refund, so nothing goes in its place.'],
  payment_in_progress: [409, 'Another Swish payment of the order waits.'],
  not_waiting_for_person: [409, 'Swish still has to answer; ask again in a while.'],
  already_settled: [409, 'This has been settled already.'],
  not_seatable: [409, 'The order has its tickets already.'],
  out_of_seats: soldOut,
  shift_not_found: shiftNotFound,
  shift_closed: shiftClosed,
  idempotency_key_reused: keyReused,
}

/** Money on its way back by Swish, and money that waits for a decision. */
export function registerRefundRoutes(app: FastifyInstance, deps: { refunds: RefundService }): void {
  const { refunds } = deps
  const params = IdInPath
  const tags = ['staff']
  const headers = IdempotencyHeaders
  const refunding = { access: 'refund' } as const

  app.post<{ Params: { id: string } }>(
    '/refunds/:id/retries',
    {
      config: refunding,
      handlerTimeout: edgeLimits.swishTimeoutMs,
      schema: { operationId: 'retryRefund', tags, headers, params, body: EmptyBody, response: { 201: Refund } },
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request) }
      const result = await refunds.retry(Number(request.params.id), by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: RefundSettlement }>(
    '/refunds/:id/settlements',
    {
      config: { access: 'settle_payments' },
      handlerTimeout: edgeLimits.swishTimeoutMs,
      schema: { operationId: 'settleRefund', tags, params, body: RefundSettlement, response: { 200: Refund } },
    },
    async (request, reply) => {
      const { body } = request
      const id = Number(request.params.id)
      const by = { staffUserId: staffOf(request).id, note: body.note }
      const result =
        body.outcome === 'paid_in_cash'
          ? await refunds.settleFromDrawer(id, body.shiftId, by)
          : await refunds.settleByHand(id, body.outcome, by)
      return result.ok ? result.value : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/refunds/:id/reads',
    {
      config: { access: 'sell' },
      schema: { operationId: 'readRefund', tags, params, body: EmptyBody, response: { 200: Refund } },
      handlerTimeout: edgeLimits.swishTimeoutMs,
    },
    async (request, reply) => {
      const refund = await refunds.readNow(Number(request.params.id))
      return refund ?? sendProblem(reply, refusals, { code: 'refund_not_found' })
    },
  )

  app.post<{ Params: { id: string }; Body: DueSettlement }>(
    '/refunds-due/:id/settlements',
    {
      config: { access: 'settle_payments' },
      schema: { operationId: 'settleMoneyDue', tags, params, body: DueSettlement, response: { 200: RefundDue } },
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, note: request.body.note }
      const result = await refunds.settleDueByHand(Number(request.params.id), by)
      return result.ok ? result.value : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/refunds-due/:id/refunds',
    {
      config: refunding,
      schema: { operationId: 'refundMoneyDue', tags, headers, params, body: EmptyBody, response: { 201: Refund } },
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request) }
      const result = await refunds.refundDue(Number(request.params.id), by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/refunds-due/:id/seatings',
    {
      config: { access: 'sell' },
      schema: { operationId: 'seatMoneyDue', tags, headers, params, body: EmptyBody, response: { 200: Order } },
      handlerTimeout: edgeLimits.swishTimeoutMs,
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request) }
      const result = await refunds.seat(Number(request.params.id), by)
      return result.ok ? result.value : sendProblem(reply, refusals, result.error)
    },
  )
}
