import type { Order, OrderTicket, Refund } from '#shared/contract/order-api'

/**
 * Whether money of this order can go back the way it came: `booked_by_hand` has no reference of Swish's, which a refund
 * needs. Null for an order that is not paid, or not by Swish.
 */
export function wayBack(order: Order): 'swish' | 'booked_by_hand' | null {
  const paid = order.payments.filter(({ tender, amountOre }) => tender === 'swish' && amountOre > 0)
  if (order.status !== 'paid' || paid.length === 0) return null
  return paid.some(({ reference }) => reference !== null) ? 'swish' : 'booked_by_hand'
}

export const isRefundable = ({ refundId, timesUsed }: OrderTicket): boolean => refundId === null && timesUsed === 0

/** The refund that a ticket's money goes back by: the newest, where a failed one was tried again. */
export const refundOf = (order: Order, ticket: OrderTicket): Refund | undefined =>
  order.refunds.findLast(({ id, ticketCodes }) => id === ticket.refundId || ticketCodes.includes(ticket.code))

const tones = {
  initiated: 'waiting',
  created: 'waiting',
  debited: 'waiting',
  unknown: 'waiting',
  paid: 'done',
  error: 'stopped',
} as const

/** The dot beside a refund's word. */
export const refundTone = ({ status, attention }: Refund) => (attention === null ? tones[status] : 'look')

export const isPartlyRefunded = (order: Order): boolean =>
  order.status === 'paid' && order.tickets.some(({ refundId }) => refundId !== null)
