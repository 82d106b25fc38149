import { prepareQuery } from '../prepared-query'
import type { Transaction } from '../transaction'

/** A shift as the rules of selling see it. */
export interface ShiftRecord {
  id: number
  registerId: number
  registerName: string
  open: boolean
}

const shiftById = prepareQuery<{ id: number }>()((db, param) =>
  db
    .selectFrom('shift')
    .innerJoin('register', 'register.id', 'shift.register_id')
    .select([
      'shift.id',
      'shift.register_id as registerId',
      'register.name as registerName',
      'shift.closed_at as closedAt',
    ])
    .where('shift.id', '=', param('id')),
)

export function findShift(trx: Transaction, id: number): ShiftRecord | undefined {
  const row = trx.first(shiftById, { id })
  return row && { id: row.id, registerId: row.registerId, registerName: row.registerName, open: row.closedAt === null }
}
