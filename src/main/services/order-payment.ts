import { randomUUID } from 'node:crypto'
import { insertMail } from '../storage/repositories/mail-repository'
import { getOrder, markPaid } from '../storage/repositories/order-repository'
import { recordPayment, type NewPayment } from '../storage/repositories/payment-repository'
import { countSold } from '../storage/repositories/seat-repository'
import { recordTimeline } from '../storage/repositories/timeline-repository'
import type { Transaction } from '../storage/transaction'
import { paymentStep } from './swish/payment-steps'

/** Money that pays an order; who took it, when and for which order is added here. */
export type PayingMoney = Omit<NewPayment, 'order_id' | 'taken_at' | 'refund_id'>

/**
 * Makes a reserved order paid, in one transaction with the money: payment, sold seats, timeline, and the mail with the tickets
 * if there is an address. The seats must be held. An order that costs nothing has no payment.
 *
 * @param story what the order's story tells beside the sum: where the news of the money came from
 * @returns false when the order was not reserved any more; then nothing has been written
 */
export async function payOrder(
  trx: Transaction,
  orderId: number,
  money: PayingMoney | undefined,
  now: string,
  story: Record<string, unknown> = {},
): Promise<boolean> {
  const { tender, amount_ore: amountOre, taken_by: staffUserId } = money ?? { amount_ore: 0, taken_by: null }
  if (!(await fulfil(trx, orderId, { now, staffUserId, detail: { tender, amountOre, ...story } }))) return false
  if (money !== undefined) await recordPayment(trx, { ...money, order_id: orderId, taken_at: now })
  return true
}

/**
 * Gives an order its tickets for money that has been recorded already, or that it does not need. The seats must be held.
 *
 * @returns false when the order was not reserved any more; then nothing has been written
 */
export async function fulfil(
  trx: Transaction,
  orderId: number,
  by: { now: string; staffUserId: number | null; detail: Record<string, unknown> },
): Promise<boolean> {
  const { now } = by
  paymentStep('tickets_making', orderId)
  if (!(await markPaid(trx, orderId, now))) return false
  const order = getOrder(trx, orderId)
  countSold(trx, order.eventId, order.ticketCount)
  recordTimeline(trx, { orderId, at: now, kind: 'paid', staffUserId: by.staffUserId, detail: by.detail })
  paymentStep('tickets_made', orderId)
  if (order.email !== null) await queueTicketMail(trx, orderId, order.email, now)
  paymentStep('mail_queued', orderId)
  return true
}

async function queueTicketMail(trx: Transaction, orderId: number, toAddress: string, now: string): Promise<void> {
  await insertMail(trx, { orderId, toAddress, messageId: `<${randomUUID()}@lucka>`, now })
  recordTimeline(trx, { orderId, at: now, kind: 'mail_queued', detail: { toAddress } })
}
