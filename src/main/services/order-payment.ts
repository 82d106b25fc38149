import { randomBytes, randomUUID } from 'node:crypto'
import type { Tender } from '#shared/contract/order-api'
import { shareDiscount } from '#shared/domain/orders/discount'
import { newTicketCode } from '#shared/domain/tickets/new-ticket-code'
import { insertMail } from '../storage/repositories/mail-repository'
import { issueTickets, shareDiscountOverTickets } from '../storage/repositories/new-ticket-repository'
import { countPaid, getOrder, markPaid, type OrderRecord } from '../storage/repositories/order-repository'
import { recordPayment, type NewPayment } from '../storage/repositories/payment-repository'
import { countSold } from '../storage/repositories/seat-repository'
import { findShift } from '../storage/repositories/shift-repository'
import { recordTimeline } from '../storage/repositories/timeline-repository'
import type { Transaction } from '../storage/transaction'
import { queueDrawer } from './printing/till-prints'
import { completeSale } from './receipts/complete-sale'
import { paymentStep } from './swish/payment-steps'

/** Money that pays an order or a part of it; for which order, when and on which shift is added here. */
export type PayingMoney = Omit<
  NewPayment,
  'order_id' | 'taken_at' | 'refund_id' | 'reverses_id' | 'shift_id' | 'training'
>

/** `refused`: the order was not reserved any more, or the money is more than it needs; then nothing has been written. */
export type PayOutcome = 'paid' | 'part_paid' | 'refused'

/** The shift that money of an order is counted on: the one that sells it, while it is open. */
function shiftForMoney(trx: Transaction, order: Pick<OrderRecord, 'shiftId'>): number | null {
  const { shiftId } = order
  return shiftId !== null && findShift(trx, shiftId)?.open === true ? shiftId : null
}

/** The columns of a payment that follow from its order. */
export function paymentOf(trx: Transaction, order: OrderRecord, now: string) {
  return {
    order_id: order.id,
    taken_at: now,
    shift_id: shiftForMoney(trx, order),
    training: order.training ? (1 as const) : (0 as const),
  }
}

/**
 * Takes money for a reserved order, in one transaction with all that follows. The part that completes the total makes the
 * order paid: tickets, sold seats, timeline, and the mail with the tickets if there is an address. The seats must be held.
 * An order that costs nothing is paid without money.
 *
 * @param by who takes it, unless the money says so, and what the order's story tells beside the sum: where the news of it
 * came from
 */
export async function payOrder(
  trx: Transaction,
  orderId: number,
  money: PayingMoney | undefined,
  now: string,
  by: { staffUserId?: number | null; story?: Record<string, unknown> } = {},
): Promise<PayOutcome> {
  const order = getOrder(trx, orderId)
  const { tender, amount_ore: amountOre, taken_by: takenBy } = money ?? { amount_ore: 0, taken_by: null }
  const staffUserId = takenBy ?? by.staffUserId ?? null
  const outcome = await usePart(trx, orderId, amountOre, { now, staffUserId, tender, story: by.story ?? {} })
  if (outcome === 'refused') return outcome
  const payment = money && { ...money, ...paymentOf(trx, order, now) }
  if (payment !== undefined) await recordPayment(trx, payment)
  const cashTaken = tender === 'cash'
  if (outcome === 'paid') completeSale(trx, orderId, { now, staffUserId, cashTaken })
  else if (cashTaken) {
    queueDrawer(trx, { shiftId: payment?.shift_id ?? null, training: order.training, orderId, now, staffUserId })
  }
  return outcome
}

/**
 * Counts money that has been recorded, or is recorded in the same transaction, towards an order, and fulfils the order when
 * nothing is left to pay. Whoever has recorded the money completes the sale after it.
 */
export async function usePart(
  trx: Transaction,
  orderId: number,
  amountOre: number,
  by: { now: string; staffUserId: number | null; tender?: Tender | undefined; story: Record<string, unknown> },
): Promise<PayOutcome> {
  const { now, staffUserId, tender } = by
  const detail = { tender, amountOre, ...by.story }
  paymentStep('tickets_making', orderId)
  const counted = countPaid(trx, orderId, amountOre)
  if (counted === undefined) return 'refused'
  const restOre = counted.totalOre - counted.paidOre
  if (restOre > 0) {
    recordTimeline(trx, { orderId, at: now, kind: 'part_paid', staffUserId, detail: { ...detail, restOre } })
    return 'part_paid'
  }
  await fulfil(trx, orderId, { now, staffUserId, detail })
  return 'paid'
}

/** Gives a reserved order that has been paid for its tickets. A practice sale gets none, and takes no seats. */
async function fulfil(
  trx: Transaction,
  orderId: number,
  by: { now: string; staffUserId: number | null; detail: Record<string, unknown> },
): Promise<void> {
  const { now } = by
  const order = getOrder(trx, orderId)
  const shareOut = (pricesOre: readonly number[]) =>
    shareDiscount(pricesOre, pricesOre.reduce((sum, priceOre) => sum + priceOre, 0) - order.totalOre)
  if (!order.training) {
    if (order.channel === 'till') issueTickets(trx, order, () => newTicketCode(randomBytes), shareOut)
    else shareDiscountOverTickets(trx, orderId, shareOut)
  }
  if (!(await markPaid(trx, orderId, now))) throw new Error(`order ${orderId} was not reserved`)
  if (!order.training) countSold(trx, order.eventId, order.ticketCount)
  recordTimeline(trx, { orderId, at: now, kind: 'paid', staffUserId: by.staffUserId, detail: by.detail })
  paymentStep('tickets_made', orderId)
  if (order.email !== null && !order.training) await queueTicketMail(trx, orderId, order.email, now)
  paymentStep('mail_queued', orderId)
}

async function queueTicketMail(trx: Transaction, orderId: number, toAddress: string, now: string): Promise<void> {
  await insertMail(trx, { orderId, toAddress, messageId: `<${randomUUID()}@lucka>`, now })
  recordTimeline(trx, { orderId, at: now, kind: 'mail_queued', detail: { toAddress } })
}
