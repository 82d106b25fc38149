import type { Static } from 'typebox'
import type {
  CashPaymentRequest,
  DiscountRequest,
  ExchangePaymentRequest,
  OpenOrderList,
  Order,
  OrderAdmission,
  OrderEdit,
  RecordedPaymentRequest,
} from '#shared/contract/order-api'
import { request } from './client'

export type OpenOrder = Static<typeof OpenOrderList>['orders'][number]
export type Admission = Static<typeof OrderAdmission>

const path = (orderId: number) => `/orders/${String(orderId)}`

/**
 * What a basket is to hold from now on. Repeating it changes nothing.
 *
 * @throws ApiError `edit_conflict`, `out_of_seats` (details.seatsLeft), `not_editable` (details.status),
 * `payment_in_progress`, `part_paid`, `invalid_email`
 */
export const saveOrder = (orderId: number, edit: OrderEdit) => request<Order>('PUT', path(orderId), { body: edit })

/** Holds the seats anew. @throws ApiError `not_payable`, `out_of_seats` */
export const renewOrder = (orderId: number) => request<Order>('POST', `${path(orderId)}/renewals`, { body: {} })

/** Orders that wait for money, oldest first. */
export async function listOpenOrders(): Promise<OpenOrder[]> {
  const { orders } = await request<{ orders: OpenOrder[] }>('GET', '/open-orders')
  return orders
}

/** @throws ApiError `not_payable`, `payment_in_progress` */
export const parkOrder = (orderId: number, name: string) =>
  request<Order>('POST', `${path(orderId)}/parkings`, { body: { name } })

/** This till goes on with it. @throws ApiError `shift_closed`, `not_payable`, `out_of_seats`, `money_waiting` */
export const takeUpOrder = (orderId: number, shiftId: number) =>
  request<Order>('POST', `${path(orderId)}/take-ups`, { body: { shiftId } })

/** @throws ApiError `approval_needed` (details.permission), `wrong_pin`, `locked_out`, `part_paid`, `voucher_…` */
export const giveDiscount = (orderId: number, discount: DiscountRequest) =>
  request<Order>('PUT', `${path(orderId)}/discount`, { body: discount })

/** @throws ApiError `not_payable`, `payment_in_progress`, `part_paid` */
export const removeDiscount = (orderId: number) => request<Order>('DELETE', `${path(orderId)}/discount`)

/** One way of paying an order, or a part of it. */
export type TenderRequest =
  | { kind: 'cash'; body: CashPaymentRequest }
  | { kind: 'recorded'; body: RecordedPaymentRequest }
  | { kind: 'exchange'; body: ExchangePaymentRequest }

/** @throws ApiError: the refusals of tenders in the contract */
export const payOrder = (orderId: number, { kind, body }: TenderRequest, idempotencyKey: string) =>
  request<Order>('POST', `${path(orderId)}/${kind}-payments`, {
    body,
    idempotencyKey,
    waitsForSwish: kind === 'exchange',
  })

/** Gives a part payment back. @throws ApiError `already_reversed`, `payment_in_progress`, `shift_closed` */
export const reversePayment = (orderId: number, paymentId: number, idempotencyKey: string) =>
  request<Order>('POST', `${path(orderId)}/payments/${String(paymentId)}/reversals`, {
    body: {},
    idempotencyKey,
    waitsForSwish: true,
  })

/** Lets in everybody of a paid order. @throws ApiError `not_paid` */
export const admitOrder = (orderId: number, idempotencyKey: string) =>
  request<Admission>('POST', `${path(orderId)}/admissions`, { body: {}, idempotencyKey })
