import type { Register } from '#shared/contract/shift-api'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'
import { listOpenShifts } from './shift-view-repository'

const selectRegisters = (db: Db) =>
  db.selectFrom('register').select(['id', 'name', 'version', 'archived_at as archivedAt'])

/** In the order in which they were made. */
export async function listRegisters(db: Db, filter: { archived: boolean }): Promise<Register[]> {
  const rows = await selectRegisters(db)
    .$if(!filter.archived, (query) => query.where('archived_at', 'is', null))
    .orderBy('id')
    .execute()
  const openShifts = await listOpenShifts(db)
  const lastCounts = await db
    .selectFrom('z_report as z')
    .select(['z.register_id as registerId', 'z.counted_ore as countedOre'])
    .where('z.number', '=', (eb) =>
      eb
        .selectFrom('z_report as other')
        .select(({ fn }) => fn.max('other.number').as('last'))
        .whereRef('other.register_id', '=', 'z.register_id'),
    )
    .execute()
  return rows.map((row) => ({
    ...row,
    openShift: openShifts.find(({ registerId }) => registerId === row.id) ?? null,
    lastCountedOre: lastCounts.find(({ registerId }) => registerId === row.id)?.countedOre ?? null,
  }))
}

export async function findRegister(db: Db, id: number): Promise<Register | undefined> {
  return (await listRegisters(db, { archived: true })).find((register) => register.id === id)
}

/** @returns the new register's id */
export async function insertRegister({ db }: Transaction, name: string, now: string): Promise<number> {
  const { id } = await db
    .insertInto('register')
    .values({ name, version: 1, created_at: now, archived_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateRegister(
  { db }: Transaction,
  id: number,
  edit: { name: string; archivedAt: string | null; version: number },
): Promise<void> {
  await db
    .updateTable('register')
    .set({ name: edit.name, archived_at: edit.archivedAt, version: edit.version })
    .where('id', '=', id)
    .execute()
}
