import type { FastifyInstance, FastifyRequest } from 'fastify'
import { IdempotencyHeaders, IdInPath } from '#shared/contract/common'
import {
  ExchangePaymentRequest,
  Order,
  Refund,
  RefundQuote,
  RefundQuoteRequest,
  RefundRequest,
} from '#shared/contract/order-api'
import type { ExchangeRefusal, ExchangeService } from '../../../services/refunds/exchange-service'
import type { RefundRefusal, TicketRefundService } from '../../../services/refunds/ticket-refund-service'
import { addressOf } from '../../client-address'
import { callerOf } from '../../plugins/access'
import { approvalRefusals } from '../../plugins/approval'
import { sendProblem, type ProblemTable } from '../../plugins/problem'
import { keyOf } from './idempotency-key'
import {
  inProgress,
  keyReused,
  moneyWaiting,
  notPayable,
  orderNotFound,
  shiftClosed,
  shiftNeeded,
  shiftNotFound,
  soldOut,
  tooMuch,
} from './order-refusals'

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

const exchangeRefusals: ProblemTable<ExchangeRefusal['code']> = {
  ...approvalRefusals,
  order_not_found: orderNotFound,
  from_order_not_found: [404, 'There is no such order to take tickets back from.'],
  same_order: [409, 'An order is not paid with its own tickets.'],
  exchange_too_small: [422, 'The tickets are worth less than is left to pay: take the difference first.'],
  not_refundable: refundRefusals.not_refundable,
  ticket_not_refundable: refundRefusals.ticket_not_refundable,
  swish_not_set_up: refundRefusals.swish_not_set_up,
  not_payable: notPayable,
  payment_in_progress: inProgress,
  money_waiting: moneyWaiting,
  out_of_seats: soldOut,
  shift_needed: shiftNeeded,
  shift_closed: shiftClosed,
  too_much: tooMuch,
  idempotency_key_reused: keyReused,
}

const askedOf = (request: FastifyRequest) => ({
  caller: callerOf(request),
  address: addressOf(request.socket),
  key: keyOf(request),
})

/** Details name a ticket by its code, as the rest of the API does. */
function withTicketCode<R extends { code: string }>(refusal: R) {
  if (!('ticket' in refusal)) return refusal
  const { ticket: ticketCode, ...rest } = refusal
  return { ...rest, ticketCode }
}

/** Tickets given back, for money or for other tickets. Who may not do it alone brings somebody's approval. */
export function registerGiveBackRoutes(
  app: FastifyInstance,
  deps: { ticketRefunds: TicketRefundService; exchanges: ExchangeService },
): void {
  const shared = { tags: ['staff'], headers: IdempotencyHeaders, params: IdInPath }

  app.post<{ Params: { id: string }; Body: RefundQuoteRequest }>(
    '/orders/:id/refund-quotes',
    {
      config: { access: 'view_orders' },
      schema: {
        operationId: 'quoteRefund',
        tags: ['staff'],
        params: IdInPath,
        body: RefundQuoteRequest,
        response: { 200: RefundQuote },
      },
    },
    async (request, reply) => {
      const result = await deps.ticketRefunds.quote(Number(request.params.id), request.body, callerOf(request))
      return result.ok ? result.value : sendProblem(reply, refundRefusals, withTicketCode(result.error))
    },
  )

  app.post<{ Params: { id: string }; Body: RefundRequest }>(
    '/orders/:id/refunds',
    {
      config: { access: 'view_orders' },
      schema: { ...shared, operationId: 'refundTickets', body: RefundRequest, response: { 201: Refund } },
    },
    async (request, reply) => {
      const result = await deps.ticketRefunds.refundTickets(Number(request.params.id), request.body, askedOf(request))
      if (result.ok) return reply.code(201).send(result.value)
      return sendProblem(reply, refundRefusals, withTicketCode(result.error))
    },
  )

  app.post<{ Params: { id: string }; Body: ExchangePaymentRequest }>(
    '/orders/:id/exchange-payments',
    {
      config: { access: 'sell' },
      schema: { ...shared, operationId: 'payByExchange', body: ExchangePaymentRequest, response: { 201: Order } },
    },
    async (request, reply) => {
      const result = await deps.exchanges.exchange(Number(request.params.id), request.body, askedOf(request))
      if (result.ok) return reply.code(201).send(result.value)
      return sendProblem(reply, exchangeRefusals, withTicketCode(result.error))
    },
  )
}
