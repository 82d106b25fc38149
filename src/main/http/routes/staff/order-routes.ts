import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { IdempotencyHeaders, idempotencyHeader, IdInPath } from '#shared/contract/common'
import {
  CashPaymentRequest,
  NewOrder,
  Order,
  OrderList,
  OrderSearch,
  PaymentAttempt,
  SwishPaymentRequest,
} from '#shared/contract/order-api'
import type { OrderService } from '../../../services/order-service'
import type { StartRefusal, SwishService } from '../../../services/swish/swish-service'
import type { CashRefusal, ReleaseRefusal, SellRefusal, TillService } from '../../../services/till-service'
import { parsePhoneNumber } from '#shared/text/phone-number'
import { edgeLimits } from '../../edge-limits'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const keyReused = [422, 'This idempotency key was used for something else.'] as const
const notFound = [404, 'There is no such order.'] as const
const soldOut = [409, 'There are not enough seats left.'] as const
const inProgress = [409, 'A Swish payment is waiting for the customer.'] as const
const moneyWaiting = [409, 'Money for this order has come already and waits for a decision.'] as const
const paid = [409, 'The order is already paid.'] as const

const sellRefusals: ProblemTable<SellRefusal['code']> = {
  event_not_found: [404, 'There is no such event.'],
  ticket_type_not_found: [404, 'The event does not offer this ticket type.'],
  sales_stopped: [409, 'Sales have stopped.'],
  too_many_tickets: [422, 'Too many tickets in one order.'],
  out_of_seats: soldOut,
  invalid_email: [422, 'This is not one e-mail address.'],
  idempotency_key_reused: keyReused,
}
const cashRefusals: ProblemTable<CashRefusal['code']> = {
  order_not_found: notFound,
  not_payable: [409, 'The order cannot be paid.'],
  payment_in_progress: inProgress,
  money_waiting: moneyWaiting,
  out_of_seats: soldOut,
  too_little_cash: [422, 'The cash does not cover the order.'],
  idempotency_key_reused: keyReused,
}
const swishRefusals: ProblemTable<StartRefusal['code'] | 'order_not_found' | 'invalid_phone_number'> = {
  order_not_found: notFound,
  invalid_phone_number: [422, 'This is not a phone number.'],
  money_waiting: moneyWaiting,
  swish_not_set_up: [409, 'Swish is not set up.'],
  already_paid: paid,
  not_payable: [409, 'The order cannot be paid.'],
  out_of_seats: soldOut,
  swish_refused: [502, 'Swish refused the payment.'],
  swish_unreachable: [502, 'Swish cannot be reached.'],
  idempotency_key_reused: keyReused,
}
const releaseRefusals: ProblemTable<ReleaseRefusal['code']> = {
  order_not_found: notFound,
  already_paid: paid,
  payment_in_progress: inProgress,
}

const LISTED_UNLESS_ASKED = 50

export function registerOrderRoutes(
  app: FastifyInstance,
  deps: {
    till: TillService
    swish: SwishService
    orders: OrderService
    renderTicketQr: (code: string) => Promise<string>
  },
): void {
  const { till, swish, orders } = deps
  const selling = { access: 'sell' } as const
  const viewing = { access: 'view_orders' } as const
  const keyOf = (headers: Record<string, unknown>) => String(headers[idempotencyHeader])

  app.post<{ Body: NewOrder }>(
    '/orders',
    {
      config: selling,
      schema: {
        operationId: 'createOrder',
        tags: ['staff'],
        headers: IdempotencyHeaders,
        body: NewOrder,
        response: { 201: Order },
      },
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request.headers) }
      const result = await till.reserve(request.body, by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, sellRefusals, result.error)
    },
  )

  app.get<{ Querystring: { search?: string; limit?: string } }>(
    '/orders',
    {
      config: viewing,
      schema: { operationId: 'searchOrders', tags: ['staff'], querystring: OrderSearch, response: { 200: OrderList } },
    },
    async (request) => {
      const { search = '', limit = String(LISTED_UNLESS_ASKED) } = request.query
      return { orders: await orders.search(search, Number(limit)) }
    },
  )

  app.get<{ Params: { id: string } }>(
    '/orders/:id',
    {
      config: viewing,
      schema: { operationId: 'getOrder', tags: ['staff'], params: IdInPath, response: { 200: Order } },
    },
    async (request, reply) => {
      const order = await orders.find(Number(request.params.id))
      if (order === undefined) return sendProblem(reply, { order_not_found: notFound }, { code: 'order_not_found' })
      // A screen that looks at a waiting payment has somebody before it.
      swish.watch(order.paymentAttempt)
      return order
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/orders/:id',
    {
      config: selling,
      handlerTimeout: edgeLimits.swishTimeoutMs,
      schema: { operationId: 'releaseOrder', tags: ['staff'], params: IdInPath, response: { 200: Order } },
    },
    async (request, reply) => {
      const result = await till.release(Number(request.params.id), staffOf(request).id)
      return result.ok ? reply.send(result.value) : sendProblem(reply, releaseRefusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: CashPaymentRequest }>(
    '/orders/:id/cash-payments',
    {
      config: selling,
      schema: {
        operationId: 'payCash',
        tags: ['staff'],
        headers: IdempotencyHeaders,
        params: IdInPath,
        body: CashPaymentRequest,
        response: { 201: Order },
      },
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request.headers) }
      const result = await till.payCash(Number(request.params.id), request.body.givenOre, by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, cashRefusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: SwishPaymentRequest }>(
    '/orders/:id/swish-payments',
    {
      config: selling,
      handlerTimeout: edgeLimits.swishTimeoutMs,
      schema: {
        operationId: 'startSwishPayment',
        tags: ['staff'],
        headers: IdempotencyHeaders,
        params: IdInPath,
        body: SwishPaymentRequest,
        response: { 201: PaymentAttempt },
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      if ((await orders.find(id)) === undefined) {
        return sendProblem(reply, swishRefusals, { code: 'order_not_found' })
      }
      const { payer } = request.body
      const payerAlias = payer === undefined ? undefined : parsePhoneNumber(payer)
      if (payer !== undefined && payerAlias === undefined) {
        return sendProblem(reply, swishRefusals, { code: 'invalid_phone_number' })
      }
      const by = {
        staffUserId: staffOf(request).id,
        key: keyOf(request.headers),
        ...(payerAlias === undefined ? {} : { payerAlias }),
      }
      const result = await swish.start(id, by)
      if (!result.ok) return sendProblem(reply, swishRefusals, result.error)
      if (result.value === undefined) return sendProblem(reply, swishRefusals, { code: 'already_paid' })
      return reply.code(201).send(result.value)
    },
  )

  app.get<{ Params: { id: string } }>(
    '/orders/:id/tickets.pdf',
    {
      config: viewing,
      schema: { operationId: 'getTicketsPdf', tags: ['staff'], params: IdInPath, produces: ['application/pdf'] },
    },
    async (request, reply) => {
      const pdf = await orders.ticketsPdf(Number(request.params.id))
      if (pdf !== undefined) return reply.type('application/pdf').send(pdf)
      return sendProblem(reply, { no_tickets: [404, 'There is no paid order here.'] }, { code: 'no_tickets' })
    },
  )

  app.get<{ Params: { code: string } }>(
    '/tickets/:code/qr.svg',
    {
      config: viewing,
      schema: {
        operationId: 'getTicketQr',
        tags: ['staff'],
        params: Type.Object({ code: Type.String({ pattern: '^[A-Z]{6}$' }) }),
        produces: ['image/svg+xml'],
      },
    },
    async (request, reply) =>
      reply.type('image/svg+xml; charset=utf-8').send(await deps.renderTicketQr(request.params.code)),
  )
}
