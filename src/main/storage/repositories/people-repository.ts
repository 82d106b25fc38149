import type { Person } from '#shared/contract/staff-api'
import type { Permission, Role } from '#shared/domain/access/permissions'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

const selectPeople = (db: Db) =>
  db
    .selectFrom('staff_user')
    .select(['id', 'name', 'role', 'permissions', 'version', 'created_at as createdAt', 'disabled_at as disabledAt'])

const fromRow = <T extends { permissions: string | null }>(row: T) => ({
  ...row,
  permissions: row.permissions === null ? null : (JSON.parse(row.permissions) as Permission[]),
})

/** Everybody, the disabled too, in the order in which they were added. */
export const listPeople = async (db: Db): Promise<Person[]> =>
  (await selectPeople(db).orderBy('id').execute()).map(fromRow)

export async function findPerson(db: Db, id: number): Promise<Person | undefined> {
  const row = await selectPeople(db).where('id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

/** @returns the new person's id */
export async function insertPerson(
  { db }: Transaction,
  person: { name: string; role: Role; permissions: readonly Permission[] | null; pinHash: string },
  now: string,
): Promise<number> {
  const { id } = await db
    .insertInto('staff_user')
    .values({
      name: person.name,
      role: person.role,
      permissions: person.permissions === null ? null : JSON.stringify(person.permissions),
      pin_hash: person.pinHash,
      demo_pin: null,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Saves a person if nobody has since `version` was read; false otherwise. */
export async function updatePerson(
  { db }: Transaction,
  id: number,
  edit: {
    name: string
    role: Role
    permissions: readonly Permission[] | null
    version: number
    disabledAt: string | null
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('staff_user')
    .set({
      name: edit.name,
      role: edit.role,
      permissions: edit.permissions === null ? null : JSON.stringify(edit.permissions),
      disabled_at: edit.disabledAt,
      version: edit.version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', edit.version)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** A PIN of one's own takes the place of the one that demo data shows to everybody. */
export async function setPin({ db }: Transaction, id: number, pinHash: string): Promise<void> {
  await db.updateTable('staff_user').set({ pin_hash: pinHash, demo_pin: null }).where('id', '=', id).execute()
}
