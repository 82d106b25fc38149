import type { NewOrder, Order, OrderSummary, PaymentAttempt, SwishPaymentRequest } from '#shared/contract/order-api'
import { request } from './client'

/** @param search order number, ticket code or address; empty for the newest */
export async function listOrders(search: string, limit = 50): Promise<OrderSummary[]> {
  const query = new URLSearchParams({ ...(search === '' ? {} : { search }), limit: String(limit) })
  const { orders } = await request<{ orders: OrderSummary[] }>('GET', `/orders?${query.toString()}`)
  return orders
}

export const getOrder = (id: number) => request<Order>('GET', `/orders/${String(id)}`)

/** Reserves. @throws ApiError `out_of_seats` (details.seatsLeft), `invalid_email`, `event_archived` … */
export const createOrder = (order: NewOrder, idempotencyKey: string) =>
  request<Order>('POST', '/orders', { body: order, idempotencyKey })

/** Gives up a reservation. @throws ApiError `already_paid`, `payment_in_progress` */
export const cancelOrder = (id: number) => request<Order>('DELETE', `/orders/${String(id)}`, { waitsForSwish: true })

/**
 * Starts a Swish payment, or gives the living one.
 *
 * @param payment with `payer` Swish asks that phone; without, the customer scans a QR
 * @throws ApiError `invalid_phone_number`, `swish_not_set_up`, `swish_unreachable`, `swish_refused` (details.errorCode,
 * details.errorText), `out_of_seats`, `not_payable`
 */
export const startSwishPayment = (orderId: number, payment: SwishPaymentRequest, idempotencyKey: string) =>
  request<PaymentAttempt>('POST', `/orders/${String(orderId)}/swish-payments`, {
    body: payment,
    idempotencyKey,
    waitsForSwish: true,
  })

/** Asks Swish to cancel; what comes back may all the same be `paid`, or live with `cancelRequested`. */
export const cancelPaymentAttempt = (id: number) =>
  request<PaymentAttempt>('DELETE', `/payment-attempts/${String(id)}`, { waitsForSwish: true })

/** Drawn so that it still reads with Swish's mark over its middle. */
export const qrPictureUrl = (token: string) => `/generate_qr/${encodeURIComponent(token)}?format=svg&error_correction=H`
export const ticketQrUrl = (code: string) => `/api/v1/tickets/${encodeURIComponent(code)}/qr.svg`
export const ticketsPdfUrl = (orderId: number) => `/api/v1/orders/${String(orderId)}/tickets.pdf`
