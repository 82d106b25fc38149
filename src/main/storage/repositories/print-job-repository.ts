import { sql } from 'kysely'
import type { PrintJob } from '#shared/contract/printing-api'
import type { PrintDocument } from '#shared/domain/printing/print-document'
import { mayHavePrinted, type PrintFault } from '#shared/domain/printing/print-job'
import { prepareQuery } from '../prepared-query'
import type { Database, Db } from '../schema'
import type { Transaction } from '../transaction'

interface NewJob {
  printerId: number
  title: string
  document: PrintDocument
  openDrawer: boolean
  orderId: number | null
  shiftId: number | null
  at: string
  staffUserId: number | null
}

const insert = prepareQuery<Omit<NewJob, 'document' | 'openDrawer'> & { document: string; openDrawer: number }>()(
  (db, param) =>
    db
      .insertInto('print_job')
      .values({
        printer_id: param('printerId'),
        title: param('title'),
        document: param('document'),
        open_drawer: param('openDrawer'),
        state: 'queued',
        next_try_at: param('at'),
        order_id: param('orderId'),
        shift_id: param('shiftId'),
        created_at: param('at'),
        created_by: param('staffUserId'),
      })
      .returning('id'),
)

/** Queues a job; the queue prints it once this has been committed. */
export function insertPrintJob(trx: Transaction, job: NewJob): number {
  const row = trx.first(insert, {
    ...job,
    document: JSON.stringify(job.document),
    openDrawer: job.openDrawer ? 1 : 0,
  })
  if (row === undefined) throw new Error('a print job was not stored')
  return row.id
}

export interface DueJob {
  id: number
  printerId: number
  title: string
  document: PrintDocument
  openDrawer: boolean
  attempts: number
  orderId: number | null
}

/** Printers with a job that is due. */
export async function listPrintersWithDueJobs(db: Db, now: string): Promise<number[]> {
  const rows = await db
    .selectFrom('print_job')
    .select('printer_id as id')
    .distinct()
    .where('state', '=', 'queued')
    .where('next_try_at', '<=', now)
    .execute()
  return rows.map(({ id }) => id)
}

/** A printer's job that is due first. */
export async function findDueJob(db: Db, printerId: number, now: string): Promise<DueJob | undefined> {
  const row = await db
    .selectFrom('print_job')
    .select([
      'id',
      'printer_id as printerId',
      'title',
      'document',
      'open_drawer as openDrawer',
      'attempts',
      'order_id as orderId',
    ])
    .where('printer_id', '=', printerId)
    .where('state', '=', 'queued')
    .where('next_try_at', '<=', now)
    .orderBy('next_try_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row && { ...row, document: JSON.parse(row.document) as PrintDocument, openDrawer: row.openDrawer === 1 }
}

/** When the next queued job is due, if there is one. */
export async function nextPrintAt(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('print_job')
    .select((eb) => eb.fn.min('next_try_at').as('at'))
    .where('state', '=', 'queued')
    .executeTakeFirst()
  return row?.at ?? undefined
}

type JobState = Database['print_job']['state']
type JobChange = Partial<
  Pick<Database['print_job'], 'state' | 'next_try_at' | 'error_code' | 'error_text' | 'ended_at' | 'open_drawer'>
> & {
  attempts?: number
}

/** Changes a job that is in one of these states. @returns whether it was */
export async function updatePrintJob(
  { db }: Transaction,
  id: number,
  from: readonly JobState[],
  change: JobChange,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('print_job')
    .set(change)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** A printer that has just printed is well again: whatever waits for it need not wait any longer. */
export async function hastenJobs({ db }: Transaction, printerId: number, now: string): Promise<void> {
  await db
    .updateTable('print_job')
    .set({ next_try_at: now })
    .where('printer_id', '=', printerId)
    .where('state', '=', 'queued')
    .where('next_try_at', '>', now)
    .execute()
}

export async function cancelJobsOfPrinter({ db }: Transaction, printerId: number, now: string): Promise<void> {
  await db
    .updateTable('print_job')
    .set({ state: 'cancelled', next_try_at: null, ended_at: now })
    .where('printer_id', '=', printerId)
    .where('state', 'in', ['queued', 'failed'])
    .execute()
}

/** Jobs that were on their way to paper when the program ended: a person has to look. */
export async function failInterruptedJobs({ db }: Transaction, now: string): Promise<void> {
  await db
    .updateTable('print_job')
    .set({ state: 'failed', error_code: 'interrupted', error_text: null, ended_at: now })
    .where('state', '=', 'printing')
    .execute()
}

function selectJobs(db: Db) {
  return db
    .selectFrom('print_job')
    .innerJoin('printer', 'printer.id', 'print_job.printer_id')
    .leftJoin('staff_user', 'staff_user.id', 'print_job.created_by')
    .select([
      'print_job.id',
      'print_job.printer_id as printerId',
      'printer.name as printerName',
      sql<PrintJob['kind']>`json_extract(print_job.document, '$.kind')`.as('kind'),
      sql<number>`coalesce(json_extract(print_job.document, '$.copy'), 0)`.as('copy'),
      'print_job.title',
      'print_job.state',
      'print_job.attempts',
      'print_job.next_try_at as nextTryAt',
      'print_job.error_code as errorCode',
      'print_job.error_text as errorText',
      'print_job.order_id as orderId',
      'print_job.shift_id as shiftId',
      'print_job.created_at as createdAt',
      'staff_user.name as createdBy',
      'print_job.ended_at as endedAt',
    ])
}
const asJob = <R extends { copy: number; errorCode: PrintFault | null; state: JobState }>(row: R) => ({
  ...row,
  copy: row.copy === 1,
  mayHavePrinted: row.state === 'failed' && row.errorCode !== null && mayHavePrinted(row.errorCode),
})

export async function findPrintJob(db: Db, id: number): Promise<PrintJob | undefined> {
  const row = await selectJobs(db).where('print_job.id', '=', id).executeTakeFirst()
  return row && asJob(row)
}

export async function listJobsOfOrder(db: Db, orderId: number): Promise<PrintJob[]> {
  const rows = await selectJobs(db).where('print_job.order_id', '=', orderId).orderBy('print_job.id', 'desc').execute()
  return rows.map(asJob)
}

/** Everything unfinished, and the newest of the others; newest first. */
export async function listPrintJobs(db: Db, limit: number): Promise<PrintJob[]> {
  const unfinished = await selectJobs(db).where('print_job.state', 'in', ['queued', 'printing', 'failed']).execute()
  const newest = await selectJobs(db)
    .where('print_job.state', 'in', ['done', 'cancelled'])
    .orderBy('print_job.id', 'desc')
    .limit(limit)
    .execute()
  return [...unfinished, ...newest].sort((a, b) => b.id - a.id).map(asJob)
}
