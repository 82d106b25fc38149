import { randomUUID } from 'node:crypto'
import { insertMail } from '../storage/repositories/mail-repository'
import { getOrder, markPaid } from '../storage/repositories/order-repository'
import { recordPayment } from '../storage/repositories/payment-repository'
import { countSold } from '../storage/repositories/seat-repository'
import { recordTimeline } from '../storage/repositories/timeline-repository'
import type { Database } from '../storage/schema'
import type { Transaction } from '../storage/transaction'

type NewPayment = Omit<Database['payment'], 'id' | 'order_id' | 'taken_at'>

/**
 * Makes a reserved order paid, in one transaction with the money: payment, sold seats, timeline, and the mail with the tickets
 * if there is an address. The seats must be held. An order that costs nothing has no payment.
 *
 * @returns false when the order was not reserved any more; then nothing has been written
 */
export async function payOrder(
  trx: Transaction,
  orderId: number,
  payment: NewPayment | undefined,
  now: string,
): Promise<boolean> {
  if (!(await markPaid(trx, orderId, now))) return false
  const order = getOrder(trx, orderId)
  if (payment !== undefined) await recordPayment(trx, { ...payment, order_id: orderId, taken_at: now })
  countSold(trx, order.eventId, order.ticketCount)
  recordTimeline(trx, {
    orderId,
    at: now,
    kind: 'paid',
    staffUserId: payment?.taken_by ?? null,
    detail: payment === undefined ? { amountOre: 0 } : { tender: payment.tender, amountOre: payment.amount_ore },
  })
  if (order.email !== null) await queueTicketMail(trx, orderId, order.email, now)
  return true
}

async function queueTicketMail(trx: Transaction, orderId: number, toAddress: string, now: string): Promise<void> {
  await insertMail(trx, { orderId, toAddress, messageId: `<${randomUUID()}@lucka>`, now })
  recordTimeline(trx, { orderId, at: now, kind: 'mail_queued', detail: { toAddress } })
}
