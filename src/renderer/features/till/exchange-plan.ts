import type { Order, OrderTicket } from '#shared/contract/order-api'

const oreOfKrona = 100

/** Tickets that can still be given back: not used, not ended. */
export const exchangeableTickets = (order: Order): OrderTicket[] =>
  order.tickets.filter(({ refundId, timesUsed }) => refundId === null && timesUsed === 0)

/**
 * What old tickets do to a new order. They must cover all that is left of it: what is missing is paid first, in whole
 * kronor so that any tender can; what is over goes back.
 *
 * @param restOre what is left to pay of the new order
 */
export function exchangePlan(tickets: readonly OrderTicket[], restOre: number) {
  const worthOre = tickets.reduce((sum, { priceOre, discountOre }) => sum + priceOre - discountOre, 0)
  const missingOre = Math.min(restOre, Math.ceil(Math.max(0, restOre - worthOre) / oreOfKrona) * oreOfKrona)
  return {
    worthOre,
    missingOre,
    /** As it is typed before a tender's key. */
    missingText: String(missingOre / oreOfKrona).replace('.', ','),
    surplusOre: Math.max(0, worthOre - restOre),
  }
}
