import type { Shift } from '#shared/contract/shift-api'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

const selectShifts = (db: Db) =>
  db
    .selectFrom('shift')
    .innerJoin('register', 'register.id', 'shift.register_id')
    .innerJoin('staff_user as opener', 'opener.id', 'shift.opened_by')
    .leftJoin('staff_user as closer', 'closer.id', 'shift.closed_by')
    .select([
      'shift.id',
      'shift.register_id as registerId',
      'register.name as registerName',
      'shift.float_ore as floatOre',
      'shift.opened_at as openedAt',
      'opener.name as openedBy',
      'shift.opened_by as openedById',
      'shift.closed_at as closedAt',
      'closer.name as closedBy',
    ])

export const findShiftView = (db: Db, id: number): Promise<Shift | undefined> =>
  selectShifts(db).where('shift.id', '=', id).executeTakeFirst()

export const listOpenShifts = (db: Db): Promise<Shift[]> =>
  selectShifts(db).where('shift.closed_at', 'is', null).orderBy('shift.id').execute()

/** @returns the new shift's id */
export async function insertShift(
  { db }: Transaction,
  shift: { registerId: number; floatOre: number; openedBy: number; now: string },
): Promise<number> {
  const { id } = await db
    .insertInto('shift')
    .values({
      register_id: shift.registerId,
      float_ore: shift.floatOre,
      opened_at: shift.now,
      opened_by: shift.openedBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
