import type { Movement } from '#shared/contract/shift-report-api'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

/** @returns the movement's id */
export async function insertMovement(
  { db }: Transaction,
  shiftId: number,
  movement: Omit<Movement, 'by'>,
  staffUserId: number,
): Promise<number> {
  const { kind, amountOre, reason, at } = movement
  const { id } = await db
    .insertInto('cash_movement')
    .values({ shift_id: shiftId, kind, amount_ore: amountOre, reason, at, staff_user_id: staffUserId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Oldest first. */
export const listMovements = (db: Db, shiftId: number): Promise<Movement[]> =>
  db
    .selectFrom('cash_movement')
    .innerJoin('staff_user', 'staff_user.id', 'cash_movement.staff_user_id')
    .select([
      'cash_movement.kind',
      'cash_movement.amount_ore as amountOre',
      'cash_movement.reason',
      'cash_movement.at',
      'staff_user.name as by',
    ])
    .where('cash_movement.shift_id', '=', shiftId)
    .orderBy('cash_movement.id')
    .execute()

/** @returns the opening's id */
export async function insertDrawerOpening(
  { db }: Transaction,
  opening: { shiftId: number; reason: string; at: string; staffUserId: number },
): Promise<number> {
  const { id } = await db
    .insertInto('drawer_opening')
    .values({
      shift_id: opening.shiftId,
      reason: opening.reason,
      at: opening.at,
      staff_user_id: opening.staffUserId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Ends a shift. @returns false when it had been closed already */
export async function closeShift(
  { db }: Transaction,
  shiftId: number,
  by: { at: string; staffUserId: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('shift')
    .set({ closed_at: by.at, closed_by: by.staffUserId })
    .where('id', '=', shiftId)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
