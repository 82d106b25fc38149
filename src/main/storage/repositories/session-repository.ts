import { createHash } from 'node:crypto'
import { prepareQuery } from '../prepared-query'
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

const insert = prepareQuery<{
  idHash: string
  kind: 'buyer' | 'staff'
  orderId: number | null
  staffUserId: number | null
  deviceId: number | null
  now: string
  expiresAt: string
}>()((db, param) =>
  db.insertInto('session').values({
    id_hash: param('idHash'),
    kind: param('kind'),
    order_id: param('orderId'),
    staff_user_id: param('staffUserId'),
    device_id: param('deviceId'),
    created_at: param('now'),
    expires_at: param('expiresAt'),
  }),
)

export function insertSession(
  trx: Transaction,
  sessionId: string,
  session: { kind: 'buyer'; orderId: number } | { kind: 'staff'; staffUserId: number; deviceId: number | null },
  now: string,
  expiresAt: string,
): void {
  trx.run(insert, {
    idHash: hashOf(sessionId),
    kind: session.kind,
    orderId: session.kind === 'buyer' ? session.orderId : null,
    staffUserId: session.kind === 'staff' ? session.staffUserId : null,
    deviceId: session.kind === 'staff' ? session.deviceId : null,
    now,
    expiresAt,
  })
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

/** Ends every session of a person. */
export async function endSessionsOf({ db }: Transaction, staffUserId: number, now: string): Promise<void> {
  await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('staff_user_id', '=', staffUserId)
    .where('ended_at', 'is', null)
    .execute()
}

/** Ends every session that was made on a paired device. */
export async function endSessionsOfDevice({ db }: Transaction, deviceId: number, now: string): Promise<void> {
  await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('device_id', '=', deviceId)
    .where('ended_at', 'is', null)
    .execute()
}
