import type { Db } from '../schema'
import type { Transaction } from '../transaction'

export const findIdempotencyKey = (db: Db, scope: string, key: string) =>
  db
    .selectFrom('idempotency_key')
    .select(['body_hash as bodyHash', 'answer'])
    .where('scope', '=', scope)
    .where('key', '=', key)
    .executeTakeFirst()

export async function insertIdempotencyKey(
  { db }: Transaction,
  row: { scope: string; key: string; bodyHash: string; answer: string; now: string },
): Promise<void> {
  await db
    .insertInto('idempotency_key')
    .values({ scope: row.scope, key: row.key, body_hash: row.bodyHash, answer: row.answer, created_at: row.now })
    .execute()
}

/** Forgets one key, so that it may be used anew. */
export async function removeIdempotencyKey({ db }: Transaction, scope: string, key: string): Promise<void> {
  await db.deleteFrom('idempotency_key').where('scope', '=', scope).where('key', '=', key).execute()
}

/** Forgets keys made before an instant. */
export async function removeIdempotencyKeys({ db }: Transaction, before: string): Promise<void> {
  await db.deleteFrom('idempotency_key').where('created_at', '<', before).execute()
}
