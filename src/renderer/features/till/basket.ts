import type { TicketType } from '#shared/contract/event-api'

/** What a customer asks for, before any seat is reserved: one line per ticket type, in the order they were chosen. */
export interface BasketLine {
  ticketTypeId: number
  count: number
}
export type Basket = readonly BasketLine[]

/** The contract's limit for one line of an order. */
const maxCount = 999

export function countOf(basket: Basket, ticketTypeId: number): number {
  return basket.find((line) => line.ticketTypeId === ticketTypeId)?.count ?? 0
}

export function ticketCountOf(basket: Basket): number {
  return basket.reduce((sum, { count }) => sum + count, 0)
}

/** A count of 0 or less takes the line away; a line that is there keeps its place. */
export function withCount(basket: Basket, ticketTypeId: number, count: number): BasketLine[] {
  const wanted = Math.min(Math.max(0, count), maxCount)
  if (wanted === 0) return basket.filter((line) => line.ticketTypeId !== ticketTypeId)
  if (countOf(basket, ticketTypeId) === 0) return [...basket, { ticketTypeId, count: wanted }]
  return basket.map((line) => (line.ticketTypeId === ticketTypeId ? { ticketTypeId, count: wanted } : line))
}

/** Makes a basket fit the seats that are left; the lines chosen last give way first. */
export function fitToSeats(basket: Basket, seatsLeft: number): BasketLine[] {
  let left = Math.max(0, seatsLeft)
  const fitted = basket.map(({ ticketTypeId, count }) => {
    const kept = Math.min(count, left)
    left -= kept
    return { ticketTypeId, count: kept }
  })
  return fitted.filter(({ count }) => count > 0)
}

/** Whole öre at today's prices. A type that is no longer in the catalogue counts nothing: the server refuses it anyway. */
export function totalOreOf(basket: Basket, ticketTypeById: ReadonlyMap<number, TicketType>): number {
  return basket.reduce(
    (sum, { ticketTypeId, count }) => sum + count * (ticketTypeById.get(ticketTypeId)?.priceOre ?? 0),
    0,
  )
}
