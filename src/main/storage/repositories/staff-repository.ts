import type { Permission, Role } from '#shared/domain/access/permissions'
import { noGuesses, type GuessLock } from '#shared/domain/access/guess-lock'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

export interface StaffUserRecord {
  id: number
  name: string
  role: Role
  pinHash: string
  demoPin: string | null
  /** Rights of their own in place of their role's; null for just the role's. */
  permissions: readonly Permission[] | null
}

const selectStaff = (db: Db) =>
  db
    .selectFrom('staff_user')
    .select(['id', 'name', 'role', 'pin_hash as pinHash', 'demo_pin as demoPin', 'permissions'])
    .where('disabled_at', 'is', null)

const fromRow = <T extends { permissions: string | null }>(row: T) => ({
  ...row,
  permissions: row.permissions === null ? null : (JSON.parse(row.permissions) as Permission[]),
})

/** Those who may work here. */
export const listStaffUsers = async (db: Db): Promise<StaffUserRecord[]> =>
  (await selectStaff(db).orderBy('id').execute()).map(fromRow)

export async function findStaffUser(db: Db, id: number): Promise<StaffUserRecord | undefined> {
  const row = await selectStaff(db).where('id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

/** @returns the new person's id */
export async function insertStaffUser(
  { db }: Transaction,
  user: { name: string; role: Role; pinHash: string; demoPin: string | null },
  now: string,
): Promise<number> {
  const { id } = await db
    .insertInto('staff_user')
    .values({ name: user.name, role: user.role, pin_hash: user.pinHash, demo_pin: user.demoPin, created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findGuessLock(db: Db, subject: string): Promise<GuessLock> {
  const row = await db
    .selectFrom('guess_lock')
    .select(['failures', 'locked_until as lockedUntil'])
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row ?? noGuesses
}

export async function saveGuessLock({ db }: Transaction, subject: string, lock: GuessLock, now: string): Promise<void> {
  const row = { failures: lock.failures, locked_until: lock.lockedUntil, updated_at: now }
  await db
    .insertInto('guess_lock')
    .values({ subject, ...row })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet(row))
    .execute()
}

export async function clearGuessLock({ db }: Transaction, subject: string): Promise<void> {
  await db.deleteFrom('guess_lock').where('subject', '=', subject).execute()
}
