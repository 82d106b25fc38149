import type { NewPrinter, Printer, PrinterEdit, PrinterTarget, RegisterPrinters } from '#shared/contract/printing-api'
import { prepareQuery } from '../prepared-query'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'

export type PrinterRecord = PrinterTarget & { id: number; name: string; version: number }

function selectPrinters(db: Db) {
  return db.selectFrom('printer').select(['id', 'name', 'kind', 'paper', 'settings', 'version'])
}
// The shape of the settings was checked when they were stored.
const asRecord = ({ settings, ...row }: { settings: string }) =>
  ({ ...row, settings: JSON.parse(settings) as unknown }) as PrinterRecord

export async function findPrinter(db: Db, id: number): Promise<PrinterRecord | undefined> {
  const row = await selectPrinters(db).where('id', '=', id).where('archived_at', 'is', null).executeTakeFirst()
  return row && asRecord(row)
}

/** The printers in use, by name, each with its newest job that ended and the number of those that wait. */
export async function listPrinters(db: Db): Promise<Printer[]> {
  const rows = await selectPrinters(db).where('archived_at', 'is', null).orderBy('name').execute()
  return Promise.all(
    rows.map(async (row) => {
      const lastJob = await db
        .selectFrom('print_job')
        .select(['state', 'error_code as errorCode', 'error_text as errorText', 'ended_at as at'])
        .where('printer_id', '=', row.id)
        .where('state', 'in', ['done', 'failed'])
        .orderBy('ended_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      const { count } = await db
        .selectFrom('print_job')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('printer_id', '=', row.id)
        .where('state', '=', 'queued')
        .executeTakeFirstOrThrow()
      return {
        ...asRecord(row),
        lastJob: lastJob === undefined ? null : { ...lastJob, at: lastJob.at ?? '' },
        waitingCount: count,
      }
    }),
  )
}

export async function isPrinterNameTaken(db: Db, name: string, exceptId: number | undefined): Promise<boolean> {
  const row = await db
    .selectFrom('printer')
    .select('id')
    .where('name', '=', name)
    .where('archived_at', 'is', null)
    .where('id', '<>', exceptId ?? 0)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertPrinter({ db }: Transaction, printer: NewPrinter, now: string): Promise<number> {
  const { id } = await db
    .insertInto('printer')
    .values({
      name: printer.name,
      kind: printer.kind,
      paper: printer.paper,
      settings: JSON.stringify(printer.settings),
      version: 1,
      created_at: now,
      archived_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @returns false when it has been changed since this version was read */
export async function updatePrinter({ db }: Transaction, id: number, edit: PrinterEdit): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('printer')
    .set({
      name: edit.name,
      kind: edit.kind,
      paper: edit.paper,
      settings: JSON.stringify(edit.settings),
      version: edit.version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', edit.version)
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Puts a printer away; no register prints on it any more. */
export async function archivePrinter({ db }: Transaction, id: number, now: string): Promise<void> {
  await db.updateTable('register').set({ receipt_printer_id: null }).where('receipt_printer_id', '=', id).execute()
  await db.updateTable('register').set({ ticket_printer_id: null }).where('ticket_printer_id', '=', id).execute()
  await db.updateTable('printer').set({ archived_at: now }).where('id', '=', id).execute()
}

const printersOfRegister = prepareQuery<{ id: number }>()((db, param) =>
  db
    .selectFrom('register')
    .select(['receipt_printer_id as receiptPrinterId', 'ticket_printer_id as ticketPrinterId'])
    .where('id', '=', param('id')),
)

/** The printers that a register prints on; null for what it does not print. */
export const findRegisterPrinters = (trx: Transaction, registerId: number) =>
  trx.first(printersOfRegister, { id: registerId }) ?? { receiptPrinterId: null, ticketPrinterId: null }

export async function listRegisterPrinters(db: Db): Promise<RegisterPrinters[]> {
  return db
    .selectFrom('register')
    .select([
      'id as registerId',
      'name as registerName',
      'receipt_printer_id as receiptPrinterId',
      'ticket_printer_id as ticketPrinterId',
    ])
    .where('archived_at', 'is', null)
    .orderBy('id')
    .execute()
}

export async function saveRegisterPrinters(
  { db }: Transaction,
  registerId: number,
  printers: { receiptPrinterId: number | null; ticketPrinterId: number | null },
): Promise<void> {
  await db
    .updateTable('register')
    .set({ receipt_printer_id: printers.receiptPrinterId, ticket_printer_id: printers.ticketPrinterId })
    .where('id', '=', registerId)
    .execute()
}
