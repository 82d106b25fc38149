import type { OrderStatus } from '../orders/order-status'
import { err, ok, type Result } from '../result'

/** A ticket as the door sees it. */
export interface DoorTicket {
  eventId: number
  orderStatus: OrderStatus
  timesUsed: number
  /** ISO 8601, UTC; null before the first use. */
  firstUsedAt: string | null
}

export type CheckInRefusal =
  | { code: 'not_paid' | 'reservation_expired' | 'cancelled' | 'refunded' | 'blocked_by_staff' | 'other_event' }
  | { code: 'already_checked_in'; firstCheckedInAt: string | null }

const refusalOfStatus = {
  reserved: 'not_paid',
  expired: 'reservation_expired',
  cancelled: 'cancelled',
  refunded: 'refunded',
  failed_admin: 'blocked_by_staff',
} as const satisfies Record<Exclude<OrderStatus, 'paid'>, CheckInRefusal['code']>

/**
 * Decides whether a ticket may enter. Whether it is valid at all comes before whether it has been used: a refunded ticket
 * must never pass as a harmless repeat.
 *
 * @param doorEventId the event this door admits to, null for any
 */
export function decideCheckIn(ticket: DoorTicket, doorEventId: number | null): Result<'admit', CheckInRefusal> {
  if (ticket.orderStatus !== 'paid') return err({ code: refusalOfStatus[ticket.orderStatus] })
  if (doorEventId !== null && ticket.eventId !== doorEventId) return err({ code: 'other_event' })
  if (ticket.timesUsed > 0) return err({ code: 'already_checked_in', firstCheckedInAt: ticket.firstUsedAt })
  return ok('admit')
}
