import type { Order } from '#shared/contract/order-api'
import { err, ok, type Result } from '#shared/domain/result'
import { findOrder, type OrderRecord } from '../../storage/repositories/order-repository'
import { findLiveAttempt } from '../../storage/repositories/payment-attempt-repository'
import { hasOpenRefundDue } from '../../storage/repositories/refund-repository'
import { findShift } from '../../storage/repositories/shift-repository'
import type { Transaction } from '../../storage/transaction'
import { holdAgain } from '../seat-allocation'

export type PayRefusal =
  | { code: 'order_not_found' }
  | { code: 'not_payable'; status: Order['status'] }
  /** A Swish request waits for the customer: cancel it first. */
  | { code: 'payment_in_progress' }
  /** Money for it has come by Swish already, and waits for a person. */
  | { code: 'money_waiting' }
  | { code: 'out_of_seats' }
  /** No till has taken it up. */
  | { code: 'shift_needed' }
  | { code: 'shift_closed' }
  | { code: 'too_much'; restOre: number }

export interface Payable {
  order: OrderRecord
  /** What is left to pay. */
  restOre: number
  /** The open shift that takes the money. */
  shiftId: number
}

/**
 * Makes sure that a till may take money for an order now, and holds its seats: the same for every tender.
 *
 * @param changedEvents takes up the events whose seats changed
 */
export async function makePayable(
  trx: Transaction,
  orderId: number,
  now: string,
  changedEvents: Set<number>,
): Promise<Result<Payable, PayRefusal>> {
  const order = findOrder(trx, orderId)
  if (order === undefined) return err({ code: 'order_not_found' })
  if (order.status !== 'reserved' && order.status !== 'expired') {
    return err({ code: 'not_payable', status: order.status })
  }
  if ((await findLiveAttempt(trx.db, orderId)) !== undefined) return err({ code: 'payment_in_progress' })
  if (await hasOpenRefundDue(trx.db, orderId)) return err({ code: 'money_waiting' })
  const { shiftId } = order
  if (shiftId === null) return err({ code: 'shift_needed' })
  if (findShift(trx, shiftId)?.open !== true) return err({ code: 'shift_closed' })
  const changed = await holdAgain(trx, order, now)
  if (changed === undefined) return err({ code: 'out_of_seats' })
  for (const eventId of changed) changedEvents.add(eventId)
  return ok({ order, restOre: order.totalOre - order.paidOre, shiftId })
}
