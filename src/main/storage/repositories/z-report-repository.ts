import type { ZContent, ZReport, ZReportSummary } from '#shared/contract/shift-report-api'
import type { GrandTotals } from '#shared/domain/shifts/shift-report'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

const selectZReports = (db: Db) =>
  db
    .selectFrom('z_report')
    .innerJoin('register', 'register.id', 'z_report.register_id')
    .innerJoin('staff_user', 'staff_user.id', 'z_report.staff_user_id')
    .select([
      'z_report.id',
      'z_report.shift_id as shiftId',
      'z_report.register_id as registerId',
      'register.name as registerName',
      'z_report.number',
      'z_report.at as madeAt',
      'staff_user.name as madeBy',
      'z_report.expected_ore as expectedOre',
      'z_report.counted_ore as countedOre',
      'z_report.difference_ore as differenceOre',
      'z_report.sales_ore as salesOre',
      'z_report.returns_ore as returnsOre',
    ])

async function withContent(
  query: ReturnType<typeof selectZReports>,
): Promise<(ZReport & { openedById: number }) | undefined> {
  const row = await query
    .innerJoin('shift', 'shift.id', 'z_report.shift_id')
    .select(['z_report.note', 'z_report.content', 'shift.opened_by as openedById'])
    .executeTakeFirst()
  return row && { ...row, content: JSON.parse(row.content) as ZContent }
}

export const findZReport = (db: Db, id: number) => withContent(selectZReports(db).where('z_report.id', '=', id))

export const findZReportOfShift = (db: Db, shiftId: number) =>
  withContent(selectZReports(db).where('z_report.shift_id', '=', shiftId))

/** Newest first. */
export const listZReports = (
  db: Db,
  filter: { registerId?: number; before?: number; openedBy?: number; limit: number },
): Promise<ZReportSummary[]> => {
  const { registerId, before, openedBy } = filter
  let query = selectZReports(db).orderBy('z_report.id', 'desc').limit(filter.limit)
  if (registerId !== undefined) query = query.where('z_report.register_id', '=', registerId)
  if (before !== undefined) query = query.where('z_report.id', '<', before)
  if (openedBy !== undefined) {
    query = query.where('z_report.shift_id', 'in', (eb) =>
      eb.selectFrom('shift').select('shift.id').where('shift.opened_by', '=', openedBy),
    )
  }
  return query.execute()
}

export interface LastZReport {
  number: number
  at: string
  countedOre: number
  grandTotals: GrandTotals
}

/** The newest Z report of a register; what the next one goes on from. */
export async function findLastZReport(db: Db, registerId: number): Promise<LastZReport | undefined> {
  const row = await db
    .selectFrom('z_report')
    .select(['number', 'at', 'counted_ore', 'grand_sales_ore', 'grand_returns_ore'])
    .where('register_id', '=', registerId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { grand_sales_ore: salesOre, grand_returns_ore: returnsOre } = row
  return {
    number: row.number,
    at: row.at,
    countedOre: row.counted_ore,
    grandTotals: { salesOre, returnsOre, netOre: salesOre + returnsOre },
  }
}

/** Freezes a Z report. @returns its id */
export async function insertZReport(
  { db }: Transaction,
  z: { registerId: number; shiftId: number; staffUserId: number; countedOre: number; content: ZContent },
): Promise<number> {
  const { content, countedOre } = z
  const { report, journal } = content
  const { expectedOre } = report.cash
  const { id } = await db
    .insertInto('z_report')
    .values({
      register_id: z.registerId,
      shift_id: z.shiftId,
      number: content.number,
      at: content.madeAt,
      staff_user_id: z.staffUserId,
      expected_ore: expectedOre,
      counted_ore: countedOre,
      difference_ore: countedOre - expectedOre,
      note: content.note,
      sales_ore: report.sales.amountOre,
      returns_ore: report.returns.amountOre,
      grand_sales_ore: report.grandTotals.salesOre,
      grand_returns_ore: report.grandTotals.returnsOre,
      content: JSON.stringify(content),
      journal_seq: journal.seq,
      journal_hash: journal.hash,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
