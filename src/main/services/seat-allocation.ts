import { randomBytes } from 'node:crypto'
import { decideReservation, holdEnd } from '#shared/domain/reservations/decide-reservation'
import type { Channel, RequestedLine, ReservationRefusal } from '#shared/domain/reservations/decide-reservation'
import { err, ok, type Result } from '#shared/domain/result'
import { newTicketCode } from '#shared/domain/tickets/new-ticket-code'
import { findOfferedEvent } from '../storage/repositories/event-repository'
import { issueTickets } from '../storage/repositories/new-ticket-repository'
import {
  cancelOrder,
  findOrder,
  insertReservedOrder,
  renewOrder,
  type OrderRecord,
} from '../storage/repositories/order-repository'
import {
  expireReservations,
  giveSeatsBack,
  seatsLeft,
  seatsLeftAt,
  takeSeats,
} from '../storage/repositories/seat-repository'
import { recordTimeline } from '../storage/repositories/timeline-repository'
import type { Transaction } from '../storage/transaction'

export type AllocationRefusal = ReservationRefusal | { code: 'out_of_seats'; seatsLeft: number }

interface AllocationRequest {
  eventId: number | undefined
  lines: readonly RequestedLine[]
  channel: Channel
  email: string | null
  staffUserId: number | null
  /** The shift that sells it, at the till. */
  shiftId?: number
  /** A practice sale takes no seats. */
  training?: boolean
  /** An unpaid order that this one replaces: its seats count as free. */
  replaces: OrderRecord | undefined
  now: string
  /** Takes up the events whose seats changed: also those of reservations found ended while this one is refused. */
  changedEvents: Set<number>
}

/**
 * Why `allocate` would refuse to replace an order once its open payment is cancelled; undefined when it would not. Writes
 * nothing, so that a refusal costs nobody a payment.
 */
export function foreseeRefusal(
  trx: Transaction,
  {
    eventId,
    lines,
    channel,
    replaces,
    now,
  }: Omit<AllocationRequest, 'email' | 'staffUserId' | 'changedEvents' | 'shiftId' | 'training'>,
): AllocationRefusal | undefined {
  const event = eventId === undefined ? undefined : findOfferedEvent(trx, eventId, now)
  const decision = decideReservation(event, lines, channel, now)
  if (!decision.ok) return decision.error
  // Its payment has kept its seats, whatever its time.
  const own = replaces?.status === 'reserved' && replaces.eventId === eventId ? replaces.ticketCount : 0
  const left = seatsLeftAt(trx, eventId ?? 0, now) + own
  return decision.value.ticketCount > left ? { code: 'out_of_seats', seatsLeft: left } : undefined
}

/**
 * Takes the seats of a new order, all or nothing, in the transaction that stores it. This is the only place where seats are
 * taken for a new order; what it refuses it has not begun.
 *
 * @returns the order's id
 */
export async function allocate(
  trx: Transaction,
  request: AllocationRequest,
): Promise<Result<number, AllocationRefusal>> {
  const { now, channel, changedEvents } = request
  const event = request.eventId === undefined ? undefined : findOfferedEvent(trx, request.eventId, now)
  const decision = decideReservation(event, request.lines, channel, now)
  if (!decision.ok) return decision
  const reservation = decision.value
  if (event === undefined) throw new Error('a reservation was decided for no event')
  const eventId = event.id

  for (const ended of await expireReservations(trx, now)) changedEvents.add(ended)
  const replaced = request.replaces?.status === 'reserved' ? request.replaces : undefined
  const own = replaced?.eventId === eventId && replaced.expiresAt > now ? replaced.ticketCount : 0
  const left = seatsLeft(trx, eventId) + own
  const training = request.training === true
  if (!training && reservation.ticketCount > left) return err({ code: 'out_of_seats', seatsLeft: left })

  if (replaced !== undefined && (await cancelOrder(trx, replaced.id, now))) {
    giveSeatsBack(trx, replaced.eventId, replaced.ticketCount)
    recordTimeline(trx, { orderId: replaced.id, at: now, kind: 'replaced' })
    changedEvents.add(replaced.eventId)
  }
  if (!training && !takeSeats(trx, eventId, reservation.ticketCount)) {
    throw new Error(`seats of event ${eventId} were miscounted`)
  }
  const orderId = insertReservedOrder(trx, {
    eventId,
    channel,
    email: request.email,
    reservation,
    now,
    createdBy: request.staffUserId,
    shiftId: request.shiftId ?? null,
    training,
  })
  // Of the ticket API's clients some ask about their tickets before they have paid; a basket at the till may still change.
  if (channel === 'api') {
    issueTickets(
      trx,
      { id: orderId, eventId },
      () => newTicketCode(randomBytes),
      (prices) => prices.map(() => 0),
    )
  }
  recordTimeline(trx, {
    orderId,
    at: now,
    kind: 'reserved',
    staffUserId: request.staffUserId,
    detail: { channel, ticketCount: reservation.ticketCount, totalOre: reservation.totalOre },
  })
  changedEvents.add(eventId)
  return ok(orderId)
}

/**
 * Makes sure that an unpaid order holds its seats at `now`: one that ran out is renewed silently when there are seats left.
 *
 * @returns the events whose seats changed, or undefined when the seats have been sold since
 */
export async function holdAgain(trx: Transaction, order: OrderRecord, now: string): Promise<Set<number> | undefined> {
  if (order.status === 'reserved' && (order.expiresAt > now || order.paidOre > 0)) return new Set()
  const changed = new Set(await expireReservations(trx, now))
  // One whose payment is open has not ended, whatever its time: it holds its seats already.
  const holds = order.training || findOrder(trx, order.id)?.status === 'reserved'
  if (!holds && !takeSeats(trx, order.eventId, order.ticketCount)) return undefined
  const event = findOfferedEvent(trx, order.eventId, now)
  if (event === undefined) throw new Error(`order ${order.id} has no event`)
  await renewOrder(trx, order.id, holdEnd(event, order.channel, now))
  recordTimeline(trx, { orderId: order.id, at: now, kind: 'renewed' })
  return changed.add(order.eventId)
}

/** Gives up an unpaid order; false when it was not reserved any more. */
export async function release(
  trx: Transaction,
  order: OrderRecord,
  staffUserId: number | null,
  now: string,
): Promise<boolean> {
  if (!(await cancelOrder(trx, order.id, now))) return false
  if (!order.training) giveSeatsBack(trx, order.eventId, order.ticketCount)
  recordTimeline(trx, { orderId: order.id, at: now, kind: 'cancelled', staffUserId })
  return true
}
