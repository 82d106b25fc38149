import { livePaymentAttemptStatuses } from '#shared/domain/payments/payment-attempt'
import { prepareQuery } from '../prepared-query'
import type { Transaction } from '../transaction'
import { recordTimeline } from './timeline-repository'

const take = prepareQuery<{ eventId: number; count: number }>()((db, param) =>
  db
    .updateTable('event_seats')
    .set((eb) => ({ seats_taken: eb('seats_taken', '+', param('count')) }))
    .where('event_id', '=', param('eventId'))
    .where((eb) => eb(eb('seats_taken', '+', param('count')), '<=', eb.ref('seats'))),
)

const giveBack = prepareQuery<{ eventId: number; count: number }>()((db, param) =>
  db
    .updateTable('event_seats')
    .set((eb) => ({ seats_taken: eb('seats_taken', '-', param('count')) }))
    .where('event_id', '=', param('eventId')),
)

const sell = prepareQuery<{ eventId: number; count: number }>()((db, param) =>
  db
    .updateTable('event_seats')
    .set((eb) => ({ tickets_sold: eb('tickets_sold', '+', param('count')) }))
    .where('event_id', '=', param('eventId')),
)

const unsell = prepareQuery<{ eventId: number; count: number }>()((db, param) =>
  db
    .updateTable('event_seats')
    .set((eb) => ({
      seats_taken: eb('seats_taken', '-', param('count')),
      tickets_sold: eb('tickets_sold', '-', param('count')),
    }))
    .where('event_id', '=', param('eventId')),
)

const seats = prepareQuery<{ eventId: number }>()((db, param) =>
  db.selectFrom('event_seats').select(['seats', 'seats_taken']).where('event_id', '=', param('eventId')),
)

const dueReservations = prepareQuery<{ now: string }>()((db, param) =>
  db
    .selectFrom('order')
    .select(['id', 'event_id', 'ticket_count', 'expires_at', 'training'])
    .where('status', '=', 'reserved')
    .where('expires_at', '<=', param('now'))
    // Money has come for it: it waits for the rest, or for a person who gives that back.
    .where('paid_ore', '=', 0)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('payment_attempt')
            .select('payment_attempt.id')
            .whereRef('payment_attempt.order_id', '=', 'order.id')
            .where('payment_attempt.status', 'in', livePaymentAttemptStatuses),
        ),
      ),
    ),
)

const markExpired = prepareQuery<{ orderId: number; now: string }>()((db, param) =>
  db
    .updateTable('order')
    .set({ status: 'expired', closed_at: param('now') })
    .where('id', '=', param('orderId'))
    .where('status', '=', 'reserved'),
)

/** Takes seats if there are enough; false and nothing taken otherwise. */
export function takeSeats(trx: Transaction, eventId: number, count: number): boolean {
  return trx.run(take, { eventId, count }) === 1
}

export function giveSeatsBack(trx: Transaction, eventId: number, count: number): void {
  trx.run(giveBack, { eventId, count })
}

/** Counts seats that were taken as sold. */
export function countSold(trx: Transaction, eventId: number, count: number): void {
  trx.run(sell, { eventId, count })
}

/** Puts sold seats back on sale. */
export function takeBackSold(trx: Transaction, eventId: number, count: number): void {
  trx.run(unsell, { eventId, count })
}

/** Seats that nobody holds. Ended reservations must have been marked first: see `expireReservations`. */
export function seatsLeft(trx: Transaction, eventId: number): number {
  const row = trx.first(seats, { eventId })
  return row === undefined ? 0 : row.seats - row.seats_taken
}

/** Seats that nobody will hold at `now` once ended reservations are marked, which this does not do. */
export function seatsLeftAt(trx: Transaction, eventId: number, now: string): number {
  const ended = trx.all(dueReservations, { now }).filter((order) => order.event_id === eventId && order.training === 0)
  return seatsLeft(trx, eventId) + ended.reduce((sum, order) => sum + order.ticket_count, 0)
}

/**
 * Marks every reservation whose time is out and gives its seats back. Called before seats are counted, so that a seat is
 * free from the very instant its reservation ends.
 *
 * @returns the events whose seats changed
 */
export async function expireReservations(trx: Transaction, now: string): Promise<number[]> {
  const due = trx.all(dueReservations, { now })
  for (const order of due) {
    trx.run(markExpired, { orderId: order.id, now })
    if (order.training === 0) giveSeatsBack(trx, order.event_id, order.ticket_count)
    recordTimeline(trx, { orderId: order.id, at: order.expires_at, kind: 'expired' })
  }
  return [...new Set(due.map((order) => order.event_id))]
}

const firstReservationEnd = prepareQuery<{ now: string }>()((db, param) =>
  db
    .selectFrom('order')
    .select('expires_at as at')
    .where('status', '=', 'reserved')
    .where('expires_at', '>', param('now'))
    .orderBy('expires_at')
    .limit(1),
)

/** When the next reservation runs out, if there is one. One whose payment has started may hold its seats beyond it. */
export function nextReservationEnd(trx: Transaction, now: string): string | undefined {
  return trx.first(firstReservationEnd, { now })?.at
}
