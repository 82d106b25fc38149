/**
 * The journal of money: one entry for each event, in the order in which they happened, each with the SHA-256 of its own text
 * and of the hash before it. Whoever changes, removes or inserts an entry breaks the chain; whoever rebuilds the whole of it
 * cannot rebuild the heads that were printed on Z reports.
 */
export type JournalKind =
  | 'payment'
  | 'payment_reversed'
  | 'payment_refunded'
  | 'sale'
  | 'discount'
  | 'return'
  | 'receipt_copy'
  | 'shift_opened'
  | 'shift_closed'
  | 'cash_paid_in'
  | 'cash_paid_out'
  | 'drawer_opened'
  | 'z_report'

export interface JournalEntry {
  seq: number
  /** ISO 8601, UTC. */
  at: string
  kind: JournalKind
  registerId: number | null
  shiftId: number | null
  orderId: number | null
  staffUserId: number | null
  amountOre: number | null
  /** JSON. */
  detail: string
  previousHash: string
}

/** What the first entry stands on. */
export const GENESIS_HASH = '0'.repeat(64)

/** The bytes that an entry's hash is made over: a JSON array of its fields in this order. Never to be changed. */
export function canonicalText(entry: JournalEntry): string {
  return JSON.stringify([
    entry.seq,
    entry.at,
    entry.kind,
    entry.registerId,
    entry.shiftId,
    entry.orderId,
    entry.staffUserId,
    entry.amountOre,
    entry.detail,
    entry.previousHash,
  ])
}
