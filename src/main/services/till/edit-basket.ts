import type { Order, OrderEdit } from '#shared/contract/order-api'
import { discountOre } from '#shared/domain/orders/discount'
import { isEmailAddress } from '#shared/domain/mail/email-address'
import { decideReservation, holdEnd, type ReservationRefusal } from '#shared/domain/reservations/decide-reservation'
import { err, ok, type Result } from '#shared/domain/result'
import { findDiscount } from '../../storage/repositories/discount-repository'
import { findOfferedEvent } from '../../storage/repositories/event-repository'
import {
  listOrderLines,
  replaceOrderLines,
  type OrderLineRecord,
} from '../../storage/repositories/order-line-repository'
import { findOrder, renewOrder, updateBasket, type OrderRecord } from '../../storage/repositories/order-repository'
import { findLiveAttempt } from '../../storage/repositories/payment-attempt-repository'
import { expireReservations, giveSeatsBack, seatsLeft, takeSeats } from '../../storage/repositories/seat-repository'
import type { Transaction } from '../../storage/transaction'

export type EditRefusal =
  | ReservationRefusal
  | { code: 'order_not_found' }
  | { code: 'not_editable'; status: Order['status'] }
  | { code: 'edit_conflict' }
  | { code: 'payment_in_progress' }
  | { code: 'part_paid' }
  | { code: 'invalid_email' }
  /** `seatsLeft` counts those that the basket holds itself. */
  | { code: 'out_of_seats'; seatsLeft: number }

const sameLines = (a: readonly { ticketTypeId: number; count: number }[], b: typeof a): boolean =>
  a.length === b.length &&
  a.every((line, at) => line.ticketTypeId === b[at]?.ticketTypeId && line.count === b[at].count)

/**
 * Makes a basket hold what is wanted, all or nothing: seats are taken or given back by the difference. What stays in it keeps
 * the price it was put in at.
 */
export async function editBasket(
  trx: Transaction,
  orderId: number,
  edit: OrderEdit,
  now: string,
  changedEvents: Set<number>,
): Promise<Result<undefined, EditRefusal>> {
  const email = edit.email ?? null
  if (email !== null && !isEmailAddress(email)) return err({ code: 'invalid_email' })
  for (const eventId of await expireReservations(trx, now)) changedEvents.add(eventId)
  const order = findOrder(trx, orderId)
  if (order === undefined) return err({ code: 'order_not_found' })
  const { status } = order
  if (order.channel !== 'till' || (status !== 'reserved' && status !== 'expired')) {
    return err({ code: 'not_editable', status })
  }
  if ((await findLiveAttempt(trx.db, orderId)) !== undefined) return err({ code: 'payment_in_progress' })
  const event = findOfferedEvent(trx, order.eventId, now)
  if (event === undefined) throw new Error(`order ${orderId} has no event`)
  const before = listOrderLines(trx, orderId)
  const expiresAt = holdEnd(event, 'till', now)
  if (status === 'reserved' && sameLines(before, edit.lines) && email === order.email) {
    // The same wish once more, its first answer lost, or a sign that somebody works on it.
    await renewOrder(trx, orderId, expiresAt)
    return ok(undefined)
  }
  if (edit.revision !== order.revision) return err({ code: 'edit_conflict' })

  const decision = decideReservation(event, edit.lines, 'till', now)
  if (!decision.ok) return decision
  const lines = decision.value.lines.map(({ ticketType, count }): OrderLineRecord => {
    const kept = before.find(({ ticketTypeId }) => ticketTypeId === ticketType.id)
    const { priceOre, vatRateBp } = kept ?? ticketType
    return { ticketTypeId: ticketType.id, count, priceOre, vatRateBp }
  })
  const grossOre = lines.reduce((sum, { priceOre, count }) => sum + priceOre * count, 0)
  const takenOffOre = discountOre(grossOre, await findDiscount(trx.db, orderId))
  const totalOre = grossOre - takenOffOre
  // Less than has been paid, or just that: the order would be finished without anybody finishing it.
  if (order.paidOre > 0 && totalOre <= order.paidOre) return err({ code: 'part_paid' })

  const { ticketCount } = decision.value
  const seats = moveSeats(trx, order, ticketCount)
  if (!seats.ok) return seats
  if (!order.training) changedEvents.add(order.eventId)
  replaceOrderLines(trx, orderId, lines)
  const basket = { email, ticketCount, totalOre, discountOre: takenOffOre, revision: order.revision + 1, expiresAt }
  await updateBasket(trx, orderId, basket)
  return ok(undefined)
}

/** Takes or gives back the seats between what a basket holds and what it is to hold. */
function moveSeats(
  trx: Transaction,
  order: OrderRecord,
  wanted: number,
): Result<undefined, { code: 'out_of_seats'; seatsLeft: number }> {
  if (order.training) return ok(undefined)
  const held = order.status === 'reserved' ? order.ticketCount : 0
  if (wanted < held) giveSeatsBack(trx, order.eventId, held - wanted)
  else if (wanted > held && !takeSeats(trx, order.eventId, wanted - held)) {
    return err({ code: 'out_of_seats', seatsLeft: seatsLeft(trx, order.eventId) + held })
  }
  return ok(undefined)
}
