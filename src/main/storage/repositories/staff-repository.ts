import type { Role } from '#shared/domain/access/permissions'
import { noGuesses, type GuessLock } from '#shared/domain/access/guess-lock'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

export interface StaffUserRecord {
  id: number
  name: string
  role: Role
  pinHash: string
  demoPin: string | null
}

function selectStaff(db: Db) {
  return db
    .selectFrom('staff_user')
    .select(['id', 'name', 'role', 'pin_hash as pinHash', 'demo_pin as demoPin'])
    .where('disabled_at', 'is', null)
}

export const listStaffUsers = (db: Db): Promise<StaffUserRecord[]> => selectStaff(db).orderBy('id').execute()

export const findStaffUser = (db: Db, id: number): Promise<StaffUserRecord | undefined> =>
  selectStaff(db).where('id', '=', id).executeTakeFirst()

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
