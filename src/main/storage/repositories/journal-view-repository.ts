import type { JournalEntryView } from '#shared/contract/journal-api'
import type { JournalEntry, JournalKind } from '#shared/domain/journal/journal-entry'
import type { Db } from '../schema'

/** Newest first, with names in the place of ids. */
export async function listJournal(
  db: Db,
  filter: { before?: number; orderId?: number; kind?: string; limit: number },
): Promise<JournalEntryView[]> {
  let query = db
    .selectFrom('journal_entry')
    .leftJoin('register', 'register.id', 'journal_entry.register_id')
    .leftJoin('staff_user', 'staff_user.id', 'journal_entry.staff_user_id')
    .select([
      'journal_entry.seq',
      'journal_entry.at',
      'journal_entry.kind',
      'register.name as registerName',
      'journal_entry.shift_id as shiftId',
      'journal_entry.order_id as orderId',
      'staff_user.name as by',
      'journal_entry.amount_ore as amountOre',
      'journal_entry.detail',
      'journal_entry.previous_hash as previousHash',
      'journal_entry.hash',
    ])
    .orderBy('journal_entry.seq', 'desc')
    .limit(filter.limit)
  if (filter.before !== undefined) query = query.where('journal_entry.seq', '<', filter.before)
  if (filter.orderId !== undefined) query = query.where('journal_entry.order_id', '=', filter.orderId)
  if (filter.kind !== undefined) query = query.where('journal_entry.kind', '=', filter.kind)
  const rows = await query.execute()
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }))
}

export async function countJournal(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('journal_entry')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Entries after a number as they were hashed, in their order. */
export async function readJournalPage(
  db: Db,
  afterSeq: number,
  limit: number,
): Promise<(JournalEntry & { hash: string })[]> {
  const rows = await db
    .selectFrom('journal_entry')
    .select([
      'seq',
      'at',
      'kind',
      'register_id as registerId',
      'shift_id as shiftId',
      'order_id as orderId',
      'staff_user_id as staffUserId',
      'amount_ore as amountOre',
      'detail',
      'previous_hash as previousHash',
      'hash',
    ])
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as JournalKind }))
}

/** Heads that Z reports have printed, oldest first: what must still be in the journal. */
export const listPrintedHeads = (db: Db): Promise<{ seq: number; hash: string }[]> =>
  db.selectFrom('z_report').select(['journal_seq as seq', 'journal_hash as hash']).orderBy('journal_seq').execute()
