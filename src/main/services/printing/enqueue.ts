import type { PrintDocument } from '#shared/domain/printing/print-document'
import { insertPrintJob } from '../../storage/repositories/print-job-repository'
import { findRegisterPrinters } from '../../storage/repositories/printer-repository'
import type { Transaction } from '../../storage/transaction'

/**
 * Queues a document in the transaction that makes it true; it is printed after the commit, by the queue's next round, which
 * `wake()` starts. Tickets go to the register's ticket printer, everything else to its receipt printer.
 *
 * @returns the job's id; undefined where the register has no such printer, and nothing is queued
 */
export function enqueue(
  trx: Transaction,
  job: ({ registerId: number } | { printerId: number }) & {
    document: PrintDocument
    title: string
    openDrawer?: boolean
    orderId?: number | null
    shiftId?: number | null
    now: string
    staffUserId: number | null
  },
): number | undefined {
  const printerId = 'printerId' in job ? job.printerId : printerOf(trx, job.registerId, job.document)
  if (printerId === undefined) return undefined
  return insertPrintJob(trx, {
    printerId,
    title: job.title,
    document: job.document,
    openDrawer: job.openDrawer ?? false,
    orderId: job.orderId ?? null,
    shiftId: job.shiftId ?? null,
    at: job.now,
    staffUserId: job.staffUserId,
  })
}

function printerOf(trx: Transaction, registerId: number, document: PrintDocument): number | undefined {
  const printers = findRegisterPrinters(trx, registerId)
  return (document.kind === 'tickets' ? printers.ticketPrinterId : printers.receiptPrinterId) ?? undefined
}
