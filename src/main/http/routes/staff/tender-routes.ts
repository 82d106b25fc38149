import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { IdempotencyHeaders, IdInPath, NoFields } from '#shared/contract/common'
import {
  CashPaymentRequest,
  Order,
  OrderAdmission,
  PaymentAttempt,
  RecordedPaymentRequest,
  SwishPaymentRequest,
} from '#shared/contract/order-api'
import { parsePhoneNumber } from '#shared/text/phone-number'
import type { AdmissionRefusal, CheckInService } from '../../../services/check-in-service'
import type { OrderService } from '../../../services/order-service'
import type { StartRefusal, SwishService } from '../../../services/swish/swish-service'
import type { ReversalRefusal } from '../../../services/till/reversal-service'
import type { CashRefusal } from '../../../services/till/tender-service'
import type { TillService } from '../../../services/till-service'
import { edgeLimits } from '../../edge-limits'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'
import { keyOf } from './idempotency-key'
import {
  alreadyPaid,
  inProgress,
  keyReused,
  moneyWaiting,
  notPayable,
  orderNotFound,
  shiftClosed,
  shiftNeeded,
  soldOut,
  tooMuch,
} from './order-refusals'

const tenderRefusals: ProblemTable<CashRefusal['code']> = {
  order_not_found: orderNotFound,
  not_payable: notPayable,
  payment_in_progress: inProgress,
  money_waiting: moneyWaiting,
  out_of_seats: soldOut,
  shift_needed: shiftNeeded,
  shift_closed: shiftClosed,
  too_much: tooMuch,
  too_little_cash: [422, 'The cash does not cover what it is to pay.'],
  not_whole_kronor: [422, 'Cash is whole kronor.'],
  idempotency_key_reused: keyReused,
}
const swishRefusals: ProblemTable<StartRefusal['code'] | 'order_not_found' | 'invalid_phone_number'> = {
  order_not_found: orderNotFound,
  invalid_phone_number: [422, 'This is not a phone number.'],
  money_waiting: moneyWaiting,
  swish_not_set_up: [409, 'Swish is not set up.'],
  already_paid: alreadyPaid,
  not_payable: notPayable,
  too_much: tooMuch,
  out_of_seats: soldOut,
  swish_refused: [502, 'Swish refused the payment.'],
  swish_unreachable: [502, 'Swish cannot be reached.'],
  idempotency_key_reused: keyReused,
}
const reversalRefusals: ProblemTable<ReversalRefusal['code']> = {
  order_not_found: orderNotFound,
  payment_not_found: [404, 'The order has no such payment.'],
  not_payable: notPayable,
  payment_in_progress: inProgress,
  already_reversed: [409, 'This payment has been given back already.'],
  shift_closed: shiftClosed,
  idempotency_key_reused: keyReused,
}
const admissionRefusals: ProblemTable<AdmissionRefusal['code']> = {
  order_not_found: orderNotFound,
  not_paid: [409, 'The order has not been paid.'],
  idempotency_key_reused: keyReused,
}

const PaymentInPath = Type.Object({ ...IdInPath.properties, paymentId: IdInPath.properties.id })

/** Money for an order, by every tender, and what follows when it is paid. */
export function registerTenderRoutes(
  app: FastifyInstance,
  deps: { till: TillService; swish: SwishService; orders: OrderService; checkIns: CheckInService },
): void {
  const { till, swish, orders, checkIns } = deps
  const config = { access: 'sell' } as const
  const shared = { tags: ['staff'], headers: IdempotencyHeaders, params: IdInPath }

  app.post<{ Params: { id: string }; Body: CashPaymentRequest }>(
    '/orders/:id/cash-payments',
    { config, schema: { ...shared, operationId: 'payCash', body: CashPaymentRequest, response: { 201: Order } } },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request) }
      const result = await till.payCash(Number(request.params.id), request.body, by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, tenderRefusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: RecordedPaymentRequest }>(
    '/orders/:id/recorded-payments',
    {
      config,
      schema: { ...shared, operationId: 'recordPayment', body: RecordedPaymentRequest, response: { 201: Order } },
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request) }
      const result = await till.record(Number(request.params.id), request.body, by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, tenderRefusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: SwishPaymentRequest }>(
    '/orders/:id/swish-payments',
    {
      config,
      handlerTimeout: edgeLimits.swishTimeoutMs,
      schema: {
        ...shared,
        operationId: 'startSwishPayment',
        body: SwishPaymentRequest,
        response: { 201: PaymentAttempt },
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      if ((await orders.find(id)) === undefined) {
        return sendProblem(reply, swishRefusals, { code: 'order_not_found' })
      }
      const { payer, amountOre } = request.body
      const payerAlias = payer === undefined ? undefined : parsePhoneNumber(payer)
      if (payer !== undefined && payerAlias === undefined) {
        return sendProblem(reply, swishRefusals, { code: 'invalid_phone_number' })
      }
      const result = await swish.start(id, {
        staffUserId: staffOf(request).id,
        key: keyOf(request),
        ...(payerAlias === undefined ? {} : { payerAlias }),
        ...(amountOre === undefined ? {} : { amountOre }),
      })
      if (!result.ok) return sendProblem(reply, swishRefusals, result.error)
      if (result.value === undefined) return sendProblem(reply, swishRefusals, { code: 'already_paid' })
      return reply.code(201).send(result.value)
    },
  )

  app.post<{ Params: { id: string; paymentId: string } }>(
    '/orders/:id/payments/:paymentId/reversals',
    {
      config,
      schema: {
        tags: ['staff'],
        operationId: 'reversePayment',
        headers: IdempotencyHeaders,
        params: PaymentInPath,
        body: NoFields,
        response: { 201: Order },
      },
    },
    async (request, reply) => {
      const { id, paymentId } = request.params
      const by = { staffUserId: staffOf(request).id, key: keyOf(request) }
      const result = await till.reversePart(Number(id), Number(paymentId), by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, reversalRefusals, result.error)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/orders/:id/admissions',
    {
      config: { access: 'check_in' },
      schema: { ...shared, operationId: 'admitOrder', body: NoFields, response: { 201: OrderAdmission } },
    },
    async (request, reply) => {
      const by = { staffUserId: staffOf(request).id, key: keyOf(request) }
      const result = await checkIns.admitOrder(Number(request.params.id), by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, admissionRefusals, result.error)
    },
  )
}
