import type { Transaction } from '../../storage/transaction'
import { queueSalePrints } from '../printing/till-prints'
import { issueSaleReceipt } from './issue-receipt'

/**
 * What a sale at a register leaves on paper: its receipt, and the jobs that print it and the tickets. In the transaction that
 * made the order paid, after its payments were recorded; nothing for an order that no open shift sells.
 */
export function completeSale(
  trx: Transaction,
  orderId: number,
  by: { now: string; staffUserId: number | null; cashTaken: boolean },
): void {
  const receiptId = issueSaleReceipt(trx, orderId, by)
  if (receiptId !== undefined) queueSalePrints(trx, { orderId, receiptId, ...by })
}
