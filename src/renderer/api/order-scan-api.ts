import type { Order } from '#shared/contract/order-api'
import type { OrderScan, OrderScanList } from '#shared/contract/order-scan-api'
import { request } from './client'

/** What the doors have done with an order's tickets, oldest first. */
export const listOrderScans = async (orderId: number): Promise<OrderScan[]> =>
  (await request<OrderScanList>('GET', `/orders/${String(orderId)}/scans`)).scans

/** Stops one ticket at every door. @throws ApiError `not_blockable` */
export const blockTicket = (ticketId: number, reason: string) =>
  request<Order>('POST', `/tickets/${String(ticketId)}/blocks`, { body: { reason } })

/** Lets it in again. */
export const unblockTicket = (ticketId: number) => request<Order>('DELETE', `/tickets/${String(ticketId)}/blocks`)
