import type { OrderStatus } from '../orders/order-status'
import { err, ok, type Result } from '../result'

/** `entry`: let in, also those who have stepped out. `exit`: step out, to come back. `look`: count nothing. */
export type ScanMode = 'entry' | 'exit' | 'look'

/** How often a type of ticket lets somebody in: `times` in all, or on each door day. */
export interface AdmitRule {
  times: number
  per: 'ticket' | 'day'
}

/** A ticket as the door sees it. */
export interface DoorTicket {
  eventId: number
  ticketTypeId: number
  /** The order's, but `refunded` and `failed_admin` also for a ticket that was refunded or blocked alone. */
  status: OrderStatus
  timesUsed: number
  /** The door day of the latest use, `2026-12-05`, and the uses on it. Null before the first. */
  usedDay: string | null
  usedOnDay: number
  /** How many are inside by it, and how many have stepped out and may come back without another use. */
  inside: number
  steppedOut: number
  admit: AdmitRule
  /** ISO 8601, UTC; null: any time. */
  doorsOpenAt: string | null
}

/** What a door takes. An empty list takes everything. */
export interface DoorRules {
  eventIds: readonly number[]
  ticketTypeIds: readonly number[]
  /** The event that the door works on this evening, null for all that it takes. */
  eventId: number | null
  mode: ScanMode
}

/** When a scan is made: the instant, and the door day that it belongs to. */
export interface ScanTime {
  /** ISO 8601, UTC. */
  at: string
  /** From `doorDay`. */
  day: string
}

/** `returned`: stepped out before, and back without another use. `left`: stepped out. `valid`: would be let in. */
export type Passage = 'admitted' | 'returned' | 'left' | 'valid'

/** Why a ticket that is known does not pass. */
export type TicketRefusal =
  | 'not_paid'
  | 'reservation_expired'
  | 'cancelled'
  | 'refunded'
  | 'blocked_by_staff'
  | 'other_event'
  | 'other_door'
  | 'doors_not_open'
  | 'already_used'
  | 'already_used_today'
  | 'exit_without_entry'

const refusalOfStatus = {
  reserved: 'not_paid',
  expired: 'reservation_expired',
  cancelled: 'cancelled',
  refunded: 'refunded',
  failed_admin: 'blocked_by_staff',
} as const satisfies Record<Exclude<OrderStatus, 'paid'>, TicketRefusal>

const takes = (list: readonly number[], id: number) => list.length === 0 || list.includes(id)

/**
 * Decides what a door does with a ticket: the one rule, run by the server and by a door without contact. Whether a ticket is
 * valid at all comes before whether it has been used: a refunded one must never pass as a harmless repeat. Records nothing.
 */
export function decideScan(ticket: DoorTicket, door: DoorRules, time: ScanTime): Result<Passage, TicketRefusal> {
  if (ticket.status !== 'paid') return err(refusalOfStatus[ticket.status])
  const ownEvent = door.eventId === null || ticket.eventId === door.eventId
  if (!ownEvent || !takes(door.eventIds, ticket.eventId)) return err('other_event')
  if (!takes(door.ticketTypeIds, ticket.ticketTypeId)) return err('other_door')
  if (door.mode === 'exit') return ticket.inside > 0 ? ok('left') : err('exit_without_entry')
  if (ticket.doorsOpenAt !== null && time.at < ticket.doorsOpenAt) return err('doors_not_open')
  const passage = door.mode === 'look' ? 'valid' : undefined
  if (ticket.steppedOut > 0) return ok(passage ?? 'returned')
  const refusal = usedUp(ticket, time.day)
  return refusal === undefined ? ok(passage ?? 'admitted') : err(refusal)
}

function usedUp({ admit, timesUsed, usedDay, usedOnDay }: DoorTicket, day: string): TicketRefusal | undefined {
  if (admit.per === 'ticket') return timesUsed < admit.times ? undefined : 'already_used'
  const today = usedDay === day ? usedOnDay : 0
  return today < admit.times ? undefined : 'already_used_today'
}

/** The ticket as it is after it has passed. */
export function afterPassage(ticket: DoorTicket, passage: Passage, day: string): DoorTicket {
  switch (passage) {
    case 'valid':
      return ticket
    case 'left':
      return { ...ticket, inside: ticket.inside - 1, steppedOut: ticket.steppedOut + 1 }
    case 'returned':
      return { ...ticket, inside: ticket.inside + 1, steppedOut: ticket.steppedOut - 1 }
    case 'admitted':
      return {
        ...ticket,
        timesUsed: ticket.timesUsed + 1,
        usedDay: day,
        usedOnDay: ticket.usedDay === day ? ticket.usedOnDay + 1 : 1,
        inside: ticket.inside + 1,
      }
  }
}
