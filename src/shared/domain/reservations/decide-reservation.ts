import type { OfferedEvent, OfferedTicketType } from '../catalog/offer'
import { err, ok, type Result } from '../result'

export interface RequestedLine {
  /** Undefined when the client's id cannot be one. */
  ticketTypeId: number | undefined
  count: number
}

interface ReservedLine {
  ticketType: OfferedTicketType
  count: number
}

export interface Reservation {
  lines: ReservedLine[]
  ticketCount: number
  totalOre: number
  /** ISO 8601, UTC. */
  expiresAt: string
}

export type ReservationRefusal =
  | { code: 'event_not_found' }
  | { code: 'sales_stopped' }
  | { code: 'ticket_type_not_found' }
  | { code: 'too_many_tickets'; limit: number }

/** What each sales channel is allowed. The till sells hidden types, after the sales stop, and without a limit. */
const channelRules = {
  api: { sellsHidden: false, limitedPerPayment: true, stopsWithSales: true },
  till: { sellsHidden: true, limitedPerPayment: false, stopsWithSales: false },
} as const
export type Channel = keyof typeof channelRules

/**
 * A basket at the till holds its seats for at most this long without being touched: an abandoned one must not keep them from
 * the queue. One that is parked waits for the event's own time.
 */
const TILL_HOLD_SECONDS = 600

/** When the seats of a reservation made, or touched, at `now` go back on sale. */
export function holdEnd(
  event: Pick<OfferedEvent, 'reservationSeconds'>,
  channel: Channel | 'parked',
  now: string,
): string {
  const { reservationSeconds } = event
  const seconds = channel === 'till' ? Math.min(TILL_HOLD_SECONDS, reservationSeconds) : reservationSeconds
  return new Date(Date.parse(now) + seconds * 1000).toISOString()
}

/**
 * Decides what a client may reserve and at what price, before any seat is taken. All or nothing; the same type in several
 * rows adds up; prices come from the catalogue, never from the client. Seats are counted where they are taken.
 */
export function decideReservation(
  event: OfferedEvent | undefined,
  requested: readonly RequestedLine[],
  channel: Channel,
  now: string,
): Result<Reservation, ReservationRefusal> {
  const rules = channelRules[channel]
  if (event === undefined || event.archived) return err({ code: 'event_not_found' })
  if (rules.stopsWithSales && event.salesStopAt <= now) return err({ code: 'sales_stopped' })

  const lines = new Map<number, ReservedLine>()
  let ticketCount = 0
  for (const { ticketTypeId, count } of requested) {
    const ticketType = event.ticketTypes.find((type) => type.id === ticketTypeId)
    if (ticketType === undefined || !(ticketType.visible || rules.sellsHidden)) {
      return err({ code: 'ticket_type_not_found' })
    }
    ticketCount += count
    const line = lines.get(ticketType.id)
    if (line === undefined) lines.set(ticketType.id, { ticketType, count })
    else line.count += count
  }
  const limit = rules.limitedPerPayment ? event.maxTicketsPerPayment : Number.MAX_SAFE_INTEGER
  if (ticketCount > limit) return err({ code: 'too_many_tickets', limit })

  const reserved = [...lines.values()]
  return ok({
    lines: reserved,
    ticketCount,
    totalOre: reserved.reduce((sum, line) => sum + line.ticketType.priceOre * line.count, 0),
    expiresAt: holdEnd(event, channel, now),
  })
}
