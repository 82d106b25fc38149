import { insertPrintJob } from '../../storage/repositories/print-job-repository'
import { findRegisterPrinters } from '../../storage/repositories/printer-repository'
import { findReceiptTitle } from '../../storage/repositories/receipt-repository'
import { findShift } from '../../storage/repositories/shift-repository'
import type { Transaction } from '../../storage/transaction'
import { tillNow, venueNow } from '../stored-settings'
import { enqueue } from './enqueue'
import { printWords } from './print-words'

interface At {
  now: string
  staffUserId: number | null
}

/**
 * Queues what a sale prints at its register, in the sale's transaction: the tickets, the receipt, and the drawer's pulse when
 * cash was taken. The pulse goes with the first job of the receipt printer, which the drawer is plugged into, so that it
 * opens before any paper; nothing is queued for printers that the register does not have.
 */
export function queueSalePrints(
  trx: Transaction,
  sale: { orderId: number; receiptId: number; cashTaken: boolean } & At,
): void {
  const { orderId, receiptId, now, staffUserId } = sale
  const receipt = findReceiptTitle(trx, receiptId)
  if (receipt === undefined) return
  const { receiptPrinterId, ticketPrinterId } = findRegisterPrinters(trx, receipt.registerId)
  const { printTickets, printReceipts, opensDrawer } = tillNow(trx)
  const words = printWords[venueNow(trx).language]
  let openDrawer = sale.cashTaken && opensDrawer && receipt.series === 'sale'
  const common = { orderId, shiftId: receipt.shiftId, at: now, staffUserId }
  if (printTickets && ticketPrinterId !== null) {
    const kicks = openDrawer && ticketPrinterId === receiptPrinterId
    insertPrintJob(trx, {
      ...common,
      printerId: ticketPrinterId,
      title: words.tickets(orderId),
      document: { kind: 'tickets', orderId },
      openDrawer: kicks,
    })
    if (kicks) openDrawer = false
  }
  if (receiptPrinterId === null) return
  if (printReceipts) queueReceipt(trx, { ...common, receiptId, printerId: receiptPrinterId, openDrawer, copy: false })
  else if (openDrawer) queueDrawer(trx, { shiftId: receipt.shiftId, orderId, now, staffUserId })
}

/** Queues the receipt of an act of giving back, and the drawer's pulse when cash leaves it. */
export function queueReturnPrints(
  trx: Transaction,
  act: { orderId: number; receiptId: number; cashGiven: boolean } & At,
): void {
  const { orderId, receiptId, now, staffUserId } = act
  const receipt = findReceiptTitle(trx, receiptId)
  if (receipt === undefined) return
  const { receiptPrinterId } = findRegisterPrinters(trx, receipt.registerId)
  if (receiptPrinterId === null) return
  const { printReceipts, opensDrawer } = tillNow(trx)
  const openDrawer = act.cashGiven && opensDrawer && receipt.series === 'sale'
  const { shiftId } = receipt
  if (printReceipts) {
    queueReceipt(trx, {
      orderId,
      shiftId,
      at: now,
      staffUserId,
      receiptId,
      printerId: receiptPrinterId,
      openDrawer,
      copy: false,
    })
  } else if (openDrawer) queueDrawer(trx, { shiftId, orderId, now, staffUserId })
}

/** Queues a receipt on a printer. A copy is marked as one and never opens the drawer. */
export function queueReceipt(
  trx: Transaction,
  job: {
    receiptId: number
    printerId: number
    openDrawer: boolean
    copy: boolean
    orderId: number
    shiftId: number
    at: string
    staffUserId: number | null
  },
): number {
  const { receiptId, copy, ...rest } = job
  const receipt = findReceiptTitle(trx, receiptId)
  if (receipt === undefined) throw new Error(`there is no receipt ${receiptId}`)
  const words = printWords[venueNow(trx).language]
  const title = (receipt.kind === 'sale' ? words.receipt : words.returnReceipt)(receipt.number, receipt.registerName)
  return insertPrintJob(trx, { ...rest, title, document: { kind: 'receipt', receiptId, copy } })
}

/**
 * Queues the drawer's pulse without paper, where the register has a printer for it and the settings let cash open the drawer:
 * a part that is paid or given back in cash, money put in or taken out.
 */
export function queueDrawer(
  trx: Transaction,
  act: { shiftId: number | null; training?: boolean; orderId: number | null } & At,
): void {
  const { shiftId, training = false, orderId, now, staffUserId } = act
  // Play money opens no drawer.
  if (shiftId === null || training || !tillNow(trx).opensDrawer) return
  const shift = findShift(trx, shiftId)
  if (shift === undefined) return
  enqueue(trx, {
    registerId: shift.registerId,
    document: { kind: 'drawer' },
    openDrawer: true,
    title: printWords[venueNow(trx).language].drawer,
    orderId,
    shiftId,
    now,
    staffUserId,
  })
}
