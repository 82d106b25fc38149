import type {
  Order,
  PaymentAttempt,
  Refund,
  RefundDue,
  RefundQuote,
  RefundQuoteRequest,
  RefundRequest,
} from '#shared/contract/order-api'
import type { HandSettlement, RefundSettlement, SwishPaymentList } from '#shared/contract/swish-payments-api'
import { request } from './client'

/** @param before only what began before this instant; undefined for the newest, with everything that waits for a person */
export function listSwishPayments(limit: number, before?: string): Promise<SwishPaymentList> {
  const query = new URLSearchParams({ limit: String(limit), ...(before === undefined ? {} : { before }) })
  return request<SwishPaymentList>('GET', `/swish-payments?${query.toString()}`)
}

/** Asks Swish now how the payment stands. */
export const readPaymentAttempt = (id: number) =>
  request<PaymentAttempt>('POST', `/payment-attempts/${String(id)}/reads`, { body: {}, waitsForSwish: true })

/** @throws ApiError `payment_attempt_not_found`, `already_settled`, `not_waiting_for_person` */
export const settlePaymentAttempt = (id: number, settlement: HandSettlement) =>
  request<PaymentAttempt>('POST', `/payment-attempts/${String(id)}/settlements`, { body: settlement })

/** Asks Swish now how the refund stands. */
export const readRefund = (id: number) =>
  request<Refund>('POST', `/refunds/${String(id)}/reads`, { body: {}, waitsForSwish: true })

/** The customer got the money back some other way. @throws ApiError `refund_due_not_found`, `already_settled` */
export const settleRefundDue = (id: number, note: string) =>
  request<RefundDue>('POST', `/refunds-due/${String(id)}/settlements`, { body: { note } })

/** @throws ApiError `refund_not_found`, `already_settled`; of cash out of the drawer `not_failed`, `still_on_its_way` … */
export const settleRefund = (id: number, settlement: RefundSettlement) =>
  request<Refund>('POST', `/refunds/${String(id)}/settlements`, { body: settlement, waitsForSwish: true })

/** Sends the money of a failed refund once more. @throws ApiError `not_failed` */
export const retryRefund = (id: number, idempotencyKey: string) =>
  request<Refund>('POST', `/refunds/${String(id)}/retries`, { body: {}, idempotencyKey, waitsForSwish: true })

/** @throws ApiError `refund_due_not_found`, `already_settled`, `out_of_seats` (details.seatsLeft), `not_seatable` */
export const seatRefundDue = (id: number, idempotencyKey: string) =>
  request<Order>('POST', `/refunds-due/${String(id)}/seatings`, { body: {}, idempotencyKey, waitsForSwish: true })

/** @throws ApiError `already_settled`, `swish_not_set_up` */
export const refundRefundDue = (id: number, idempotencyKey: string) =>
  request<Refund>('POST', `/refunds-due/${String(id)}/refunds`, { body: {}, idempotencyKey })

/**
 * @throws ApiError `not_refundable`, `ticket_not_refundable` (details.ticketCode, details.reason), `swish_not_set_up`,
 * `approval_needed` (details.permission), `wrong_pin`, `locked_out`, `shift_needed`, `shift_closed`
 */
export const refundTickets = (orderId: number, refund: RefundRequest, idempotencyKey: string) =>
  request<Refund>('POST', `/orders/${String(orderId)}/refunds`, { body: refund, idempotencyKey })

/** What a refund would do now. @throws ApiError as for a refund */
export const quoteRefund = (orderId: number, tickets: RefundQuoteRequest) =>
  request<RefundQuote>('POST', `/orders/${String(orderId)}/refund-quotes`, { body: tickets })
