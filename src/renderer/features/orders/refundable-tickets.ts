import type { Order, OrderTicket, Refund } from '#shared/contract/order-api'

/** Tickets of an order that may still be given back, the used ones too: what that takes is asked when they are chosen. */
export const isRefundable = ({ refundId }: OrderTicket): boolean => refundId === null

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
