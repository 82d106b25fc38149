import type { FastifyInstance } from 'fastify'
import { IdempotencyHeaders, IdInPath } from '#shared/contract/common'
import { Refund, RefundRequest } from '#shared/contract/order-api'
import type { RefundRefusal, TicketRefundService } from '../../../services/refunds/ticket-refund-service'
import { addressOf } from '../../client-address'
import { callerOf } from '../../plugins/access'
import { approvalRefusals } from '../../plugins/approval'
import { sendProblem, type ProblemTable } from '../../plugins/problem'
import { keyOf } from './idempotency-key'
import { keyReused, orderNotFound, shiftClosed, shiftNotFound } from './order-refusals'

const refundRefusals: ProblemTable<RefundRefusal['code']> = {
  ...approvalRefusals,
  order_not_found: orderNotFound,
  not_refundable: [409, 'The order is not paid, or its money cannot go back from here.'],
  ticket_not_refundable: [409, 'A ticket cannot be refunded.'],
  swish_not_set_up: [409, 'The Swish that the payment came by is not in use.'],
  shift_not_found: shiftNotFound,
  shift_closed: shiftClosed,
  shift_needed: [409, 'Cash goes back, and no open shift is named whose drawer gives it.'],
  idempotency_key_reused: keyReused,
}

/** Tickets given back, for money or for other tickets. Who may not do it alone brings somebody's approval. */
export function registerGiveBackRoutes(app: FastifyInstance, deps: { ticketRefunds: TicketRefundService }): void {
  app.post<{ Params: { id: string }; Body: RefundRequest }>(
    '/orders/:id/refunds',
    {
      config: { access: 'view_orders' },
      schema: {
        operationId: 'refundTickets',
        tags: ['staff'],
        headers: IdempotencyHeaders,
        params: IdInPath,
        body: RefundRequest,
        response: { 201: Refund },
      },
    },
    async (request, reply) => {
      const asked = { caller: callerOf(request), address: addressOf(request.socket), key: keyOf(request) }
      const result = await deps.ticketRefunds.refundTickets(Number(request.params.id), request.body, asked)
      if (result.ok) return reply.code(201).send(result.value)
      if (result.error.code !== 'ticket_not_refundable') return sendProblem(reply, refundRefusals, result.error)
      const { ticket, reason } = result.error
      return sendProblem(reply, refundRefusals, { code: 'ticket_not_refundable', ticketCode: ticket, reason })
    },
  )
}
