import type { Db } from '../schema'
import type { Transaction } from '../transaction'

const selectScans = (db: Db) =>
  db
    .selectFrom('scan')
    .leftJoin('scan_undo', 'scan_undo.scan_id', 'scan.id')
    .select([
      'scan.id',
      'scan.nonce',
      'scan.at',
      'scan.door_id as doorId',
      'scan.code',
      'scan.ticket_id as ticketId',
      'scan.check_in_id as checkInId',
      'scan.outcome',
      'scan.offline',
      'scan_undo.at as undoneAt',
    ])

/** A scan by its nonce, with when it was undone. */
export const findScanToUndo = (db: Db, nonce: string) =>
  selectScans(db).where('scan.nonce', '=', nonce).executeTakeFirst()

/** The latest passage of a ticket that nobody has undone, undefined without one. */
export async function findLatestPassage(db: Db, ticketId: number): Promise<{ id: number } | undefined> {
  return selectScans(db)
    .where('scan.ticket_id', '=', ticketId)
    .where('scan.outcome', 'in', ['admitted', 'returned', 'left'])
    .where('scan_undo.scan_id', 'is', null)
    .orderBy('scan.id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function insertScanUndo(
  { db }: Transaction,
  undo: { scanId: number; at: string; staffUserId: number },
): Promise<void> {
  await db
    .insertInto('scan_undo')
    .values({ scan_id: undo.scanId, at: undo.at, staff_user_id: undo.staffUserId })
    .execute()
}
