import { createHash } from 'node:crypto'
import type { Database, Db } from '../schema'
import type { Transaction } from '../transaction'

/** A session is stored under a hash of its id: who reads the database cannot take over a session. */
const hashOf = (sessionId: string) => createHash('sha256').update(sessionId).digest('base64url')

export type SessionRecord = Pick<Database['session'], 'kind' | 'order_id' | 'staff_user_id' | 'expires_at'>

/** A session that has neither ended nor run out. */
export async function findLivingSession(
  db: Db,
  sessionId: string,
  kind: SessionRecord['kind'],
  now: string,
): Promise<SessionRecord | undefined> {
  return db
    .selectFrom('session')
    .select(['kind', 'order_id', 'staff_user_id', 'expires_at'])
    .where('id_hash', '=', hashOf(sessionId))
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

export async function insertSession(
  { db }: Transaction,
  sessionId: string,
  session: { kind: 'buyer'; orderId: number } | { kind: 'staff'; staffUserId: number },
  now: string,
  expiresAt: string,
): Promise<void> {
  await db
    .insertInto('session')
    .values({
      id_hash: hashOf(sessionId),
      kind: session.kind,
      order_id: session.kind === 'buyer' ? session.orderId : null,
      staff_user_id: session.kind === 'staff' ? session.staffUserId : null,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute()
}

/** Ends a session for good: what comes later under its id finds nothing. */
export async function endSession({ db }: Transaction, sessionId: string, now: string): Promise<void> {
  await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('id_hash', '=', hashOf(sessionId))
    .where('ended_at', 'is', null)
    .execute()
}
