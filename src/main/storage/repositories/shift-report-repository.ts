import { sql } from 'kysely'
import type { CountAndSum, ShiftFacts } from '#shared/domain/shifts/shift-report'
import type { Db } from '../schema'
import { listMovements } from './shift-entry-repository'

/**
 * The figures of a shift, summed by the database: a long evening has thousands of receipts. Receipts are read as they were
 * frozen, so that reports are the sum of what customers were given.
 */
export async function readShiftFacts(
  db: Db,
  shift: { id: number; registerId: number; floatOre: number },
): Promise<Omit<ShiftFacts, 'grandTotals'>> {
  return {
    floatOre: shift.floatOre,
    payments: await sumPayments(db, shift.id),
    movements: await listMovements(db, shift.id),
    receipts: await sumReceipts(db, shift.id),
    vat: await sumVat(db, shift.id),
    articles: await sumArticles(db, shift.id),
    discounts: await sumDiscounts(db, shift.id, false),
    complimentary: await sumDiscounts(db, shift.id, true),
    copies: await sumCopies(db, shift.registerId),
    unfinished: await sumUnfinished(db, shift.id),
    drawerOpenings: await countDrawerOpenings(db, shift.id),
  }
}

async function sumPayments(db: Db, shiftId: number): Promise<ShiftFacts['payments']> {
  const rows = await db
    .selectFrom('payment')
    .select((eb) => [
      'tender',
      'training',
      sql<'in' | 'out'>`iif(amount_ore > 0, 'in', 'out')`.as('direction'),
      eb.fn.countAll<number>().as('count'),
      eb.fn.sum<number>('amount_ore').as('amountOre'),
      eb.fn.sum<number>('rounding_ore').as('roundingOre'),
    ])
    .where('shift_id', '=', shiftId)
    .groupBy(['tender', 'training', 'direction'])
    .execute()
  return rows.map(({ training, ...sum }) => ({ ...sum, training: training === 1 }))
}

async function sumReceipts(db: Db, shiftId: number): Promise<ShiftFacts['receipts']> {
  const rows = await db
    .selectFrom('receipt')
    .select((eb) => [
      'kind',
      'series',
      eb.fn.countAll<number>().as('count'),
      eb.fn.sum<number>('total_ore').as('totalOre'),
    ])
    .where('shift_id', '=', shiftId)
    .groupBy(['kind', 'series'])
    .execute()
  return rows.map(({ series, ...sum }) => ({ ...sum, training: series === 'training' }))
}

async function sumVat(db: Db, shiftId: number): Promise<ShiftFacts['vat']> {
  const { rows } = await sql<ShiftFacts['vat'][number]>`
    SELECT receipt.kind, part.value ->> 'vatRateBp' AS "vatRateBp", sum(part.value ->> 'grossOre') AS "grossOre",
      sum(part.value ->> 'netOre') AS "netOre", sum(part.value ->> 'vatOre') AS "vatOre"
    FROM receipt, json_each(receipt.content, '$.vat') AS part
    WHERE receipt.shift_id = ${shiftId} AND receipt.series = 'sale'
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(db)
  return rows
}

async function sumArticles(db: Db, shiftId: number): Promise<ShiftFacts['articles']> {
  const { rows } = await sql<ShiftFacts['articles'][number]>`
    WITH moved AS (
      SELECT 1 AS sign, ticket.* FROM receipt JOIN ticket ON ticket.order_id = receipt.order_id
      WHERE receipt.shift_id = ${shiftId} AND receipt.series = 'sale' AND receipt.kind = 'sale'
      UNION ALL
      SELECT -1, ticket.* FROM receipt JOIN ticket ON ticket.refund_id = receipt.refund_id
      WHERE receipt.shift_id = ${shiftId} AND receipt.series = 'sale' AND receipt.kind = 'return'
    )
    SELECT ticket_type.title, moved.vat_rate_bp AS "vatRateBp", sum(moved.sign) AS count,
      sum(moved.sign * (moved.price_ore - moved.discount_ore)) AS "grossOre"
    FROM moved JOIN ticket_type ON ticket_type.id = moved.ticket_type_id
    GROUP BY ticket_type.id, moved.vat_rate_bp, moved.sign ORDER BY ticket_type.id, moved.sign DESC`.execute(db)
  return rows
}

async function sumDiscounts(db: Db, shiftId: number, complimentary: boolean): Promise<CountAndSum> {
  const { rows } = await sql<CountAndSum>`
    SELECT count(*) AS count, coalesce(sum(content ->> 'discountOre'), 0) AS "amountOre" FROM receipt
    WHERE shift_id = ${shiftId} AND series = 'sale' AND kind = 'sale' AND content ->> 'discountOre' > 0
      AND coalesce(content ->> 'complimentary', 0) = ${complimentary ? 1 : 0}`.execute(db)
  return rows[0] ?? { count: 0, amountOre: 0 }
}

/** Copies that the register made since its last Z report, whichever shift the receipts are of. */
async function sumCopies(db: Db, registerId: number): Promise<CountAndSum> {
  const { rows } = await sql<CountAndSum>`
    SELECT count(*) AS count, coalesce(sum(amount_ore), 0) AS "amountOre" FROM journal_entry
    WHERE seq > (SELECT coalesce(max(journal_seq), 0) FROM z_report WHERE register_id = ${registerId})
      AND register_id = ${registerId} AND kind = 'receipt_copy'`.execute(db)
  return rows[0] ?? { count: 0, amountOre: 0 }
}

async function sumUnfinished(db: Db, shiftId: number): Promise<CountAndSum> {
  const row = await db
    .selectFrom('order')
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      eb.fn.coalesce(eb.fn.sum<number>('total_ore'), eb.lit(0)).as('amountOre'),
    ])
    .where('shift_id', '=', shiftId)
    .where('training', '=', 0)
    .where('status', 'in', ['reserved', 'expired', 'cancelled'])
    .executeTakeFirstOrThrow()
  return row
}

async function countDrawerOpenings(db: Db, shiftId: number): Promise<number> {
  const { count } = await db
    .selectFrom('drawer_opening')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('shift_id', '=', shiftId)
    .executeTakeFirstOrThrow()
  return count
}
