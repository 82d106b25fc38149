import type { Db } from '../schema'
import type { Transaction } from '../transaction'

export interface TicketKeyRecord {
  number: number
  /** 32 bytes in base64url. */
  publicKey: string
  createdAt: string
  retiredAt: string | null
  revokedAt: string | null
}

/** All keys there ever were, oldest first. */
export const listTicketKeys = (db: Db): Promise<TicketKeyRecord[]> =>
  db
    .selectFrom('ticket_key')
    .select([
      'number',
      'public_key as publicKey',
      'created_at as createdAt',
      'retired_at as retiredAt',
      'revoked_at as revokedAt',
    ])
    .orderBy('number')
    .execute()

/** Adds the key that signs from now on; the one before it retires. */
export async function insertTicketKey(
  trx: Transaction,
  key: { number: number; publicKey: string; at: string },
): Promise<void> {
  const { number, publicKey, at } = key
  await trx.db.updateTable('ticket_key').set({ retired_at: at }).where('retired_at', 'is', null).execute()
  await trx.db.insertInto('ticket_key').values({ number, public_key: publicKey, created_at: at }).execute()
}

/** Ends what a key proves; one that signs retires with it. False when it is revoked already or unknown. */
export async function revokeTicketKey(trx: Transaction, number: number, at: string): Promise<boolean> {
  const { numUpdatedRows } = await trx.db
    .updateTable('ticket_key')
    .set((eb) => ({ retired_at: eb.fn.coalesce('retired_at', eb.val(at)), revoked_at: at }))
    .where('number', '=', number)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
