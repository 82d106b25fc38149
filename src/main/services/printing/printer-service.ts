import type {
  NewPrinter,
  Printer,
  PrinterEdit,
  PrintJob,
  RegisterPrinters,
  RegisterPrintersEdit,
} from '#shared/contract/printing-api'
import { err, ok, type Result } from '#shared/domain/result'
import type { SystemPrinting } from '../../devices/printing/destinations/system-printing'
import { cancelJobsOfPrinter } from '../../storage/repositories/print-job-repository'
import {
  archivePrinter,
  findPrinter,
  insertPrinter,
  isPrinterNameTaken,
  listPrinters,
  listRegisterPrinters,
  saveRegisterPrinters,
  updatePrinter,
} from '../../storage/repositories/printer-repository'
import type { ServiceDeps } from '../service-deps'
import type { SettingsService } from '../settings-service'
import { enqueue } from './enqueue'
import type { PrintQueue } from './print-queue'
import { printWords } from './print-words'

export type PrinterRefusal =
  { code: 'printer_not_found' } | { code: 'name_taken' } | { code: 'edit_conflict' } | { code: 'register_not_found' }

/** What a printer is given to connect and to fall silent; within what the screens wait for an answer. */
const TEST_WAIT_MS = 17_000

export interface PrinterService {
  list: () => Promise<Printer[]>
  create: (printer: NewPrinter) => Promise<Result<Printer, PrinterRefusal>>
  update: (id: number, edit: PrinterEdit) => Promise<Result<Printer, PrinterRefusal>>
  /** Puts a printer away: no register uses it any more, what waits for it is given up. */
  archive: (id: number) => Promise<Result<Printer, PrinterRefusal>>
  /** Prints a test page after whatever waits, and tells what became of it. */
  test: (id: number, staffUserId: number) => Promise<Result<PrintJob, PrinterRefusal>>
  systemPrinters: () => Promise<string[]>
  registers: () => Promise<RegisterPrinters[]>
  assign: (registerId: number, printers: RegisterPrintersEdit) => Promise<Result<RegisterPrinters, PrinterRefusal>>
}

export function createPrinterService(
  deps: ServiceDeps & {
    queue: PrintQueue
    systemPrinting: SystemPrinting
    settings: Pick<SettingsService, 'current'>
    after: (ms: number, work: () => void) => () => void
  },
): PrinterService {
  const { inTransaction, read, now, news, queue } = deps

  async function view(id: number): Promise<Result<Printer, PrinterRefusal>> {
    const printer = (await read(listPrinters)).find((it) => it.id === id)
    return printer === undefined ? err({ code: 'printer_not_found' }) : ok(printer)
  }

  /** Waits until a job is neither queued nor being printed. */
  function ended(jobId: number): Promise<PrintJob | undefined> {
    return new Promise((resolve, reject) => {
      const finish = () => {
        unsubscribe()
        callOff()
        queue.find(jobId).then(resolve, reject)
      }
      const check = () => {
        queue.find(jobId).then((job) => {
          if (job === undefined || !['queued', 'printing'].includes(job.state)) finish()
        }, reject)
      }
      const unsubscribe = news.subscribe((item) => {
        if (item.name === 'print_job' && item.data.jobId === jobId) check()
      })
      const callOff = deps.after(TEST_WAIT_MS, finish)
      check()
    })
  }

  return {
    list: () => read(listPrinters),
    systemPrinters: deps.systemPrinting.list,
    registers: () => read(listRegisterPrinters),

    async create(printer) {
      const result = await inTransaction(async (trx): Promise<Result<number, PrinterRefusal>> => {
        if (await isPrinterNameTaken(trx.db, printer.name, undefined)) return err({ code: 'name_taken' })
        return ok(await insertPrinter(trx, printer, now()))
      })
      return result.ok ? view(result.value) : result
    },

    async update(id, edit) {
      const result = await inTransaction(async (trx): Promise<Result<null, PrinterRefusal>> => {
        if ((await findPrinter(trx.db, id)) === undefined) return err({ code: 'printer_not_found' })
        if (await isPrinterNameTaken(trx.db, edit.name, id)) return err({ code: 'name_taken' })
        return (await updatePrinter(trx, id, edit)) ? ok(null) : err({ code: 'edit_conflict' })
      })
      return result.ok ? view(id) : result
    },

    async archive(id) {
      const before = await view(id)
      if (!before.ok) return before
      await inTransaction(async (trx) => {
        await cancelJobsOfPrinter(trx, id, now())
        await archivePrinter(trx, id, now())
      })
      news.publish('settings', {})
      return before
    },

    async test(id, staffUserId) {
      const title = printWords[deps.settings.current().venue.language].test
      const jobId = await inTransaction(async (trx) => {
        if ((await findPrinter(trx.db, id)) === undefined) return undefined
        return enqueue(trx, { printerId: id, document: { kind: 'test' }, title, now: now(), staffUserId })
      })
      if (jobId === undefined) return err({ code: 'printer_not_found' })
      const end = ended(jobId)
      queue.wake()
      const job = await end
      if (job === undefined) throw new Error(`print job ${jobId} is gone`)
      return ok(job)
    },

    async assign(registerId, printers) {
      const result = await inTransaction(async (trx): Promise<Result<null, PrinterRefusal>> => {
        for (const id of [printers.receiptPrinterId, printers.ticketPrinterId]) {
          if (id !== null && (await findPrinter(trx.db, id)) === undefined) return err({ code: 'printer_not_found' })
        }
        const known = (await listRegisterPrinters(trx.db)).some((it) => it.registerId === registerId)
        if (!known) return err({ code: 'register_not_found' })
        await saveRegisterPrinters(trx, registerId, printers)
        return ok(null)
      })
      if (!result.ok) return result
      const saved = (await read(listRegisterPrinters)).find((it) => it.registerId === registerId)
      return saved === undefined ? err({ code: 'register_not_found' }) : ok(saved)
    },
  }
}
