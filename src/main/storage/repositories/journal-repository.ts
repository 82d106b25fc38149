import { createHash } from 'node:crypto'
import { canonicalText, GENESIS_HASH, type JournalEntry, type JournalKind } from '#shared/domain/journal/journal-entry'
import { prepareQuery } from '../prepared-query'
import type { Transaction } from '../transaction'

const head = prepareQuery<object>()((db) =>
  db.selectFrom('journal_entry').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1),
)

const insert = prepareQuery<JournalEntry & { hash: string }>()((db, param) =>
  db.insertInto('journal_entry').values({
    seq: param('seq'),
    at: param('at'),
    kind: param('kind'),
    register_id: param('registerId'),
    shift_id: param('shiftId'),
    order_id: param('orderId'),
    staff_user_id: param('staffUserId'),
    amount_ore: param('amountOre'),
    detail: param('detail'),
    previous_hash: param('previousHash'),
    hash: param('hash'),
  }),
)

const registerOf = prepareQuery<{ shiftId: number }>()((db, param) =>
  db.selectFrom('shift').select('register_id as registerId').where('id', '=', param('shiftId')),
)

/** Lowercase hexadecimal SHA-256 of an entry's canonical text. */
export function journalHash(entry: JournalEntry): string {
  return createHash('sha256').update(canonicalText(entry)).digest('hex')
}

/** Adds an event of money to the journal, in the transaction that makes it true. */
export function recordJournal(
  trx: Transaction,
  event: {
    at: string
    kind: JournalKind
    shiftId?: number | null
    /** Taken from the shift when left out. */
    registerId?: number | null
    orderId?: number | null
    staffUserId?: number | null
    amountOre?: number | null
    detail?: Record<string, unknown>
  },
): void {
  const last = trx.first(head, {})
  const shiftId = event.shiftId ?? null
  const registerId =
    event.registerId ?? (shiftId === null ? null : (trx.first(registerOf, { shiftId })?.registerId ?? null))
  const entry: JournalEntry = {
    seq: (last?.seq ?? 0) + 1,
    at: event.at,
    kind: event.kind,
    registerId,
    shiftId,
    orderId: event.orderId ?? null,
    staffUserId: event.staffUserId ?? null,
    amountOre: event.amountOre ?? null,
    detail: JSON.stringify(event.detail ?? {}),
    previousHash: last?.hash ?? GENESIS_HASH,
  }
  trx.run(insert, { ...entry, hash: journalHash(entry) })
}

/** The newest entry's number and hash; what a Z report prints. */
export function journalHead(trx: Transaction): { seq: number; hash: string } {
  return trx.first(head, {}) ?? { seq: 0, hash: GENESIS_HASH }
}
