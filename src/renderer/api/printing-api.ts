import type { Mail } from '#shared/contract/mail-api'
import type {
  NewPrinter,
  Printer,
  PrinterEdit,
  PrintJob,
  RegisterPrinters,
  RegisterPrintersEdit,
} from '#shared/contract/printing-api'
import { request } from './client'

export async function listPrinters(): Promise<Printer[]> {
  const { printers } = await request<{ printers: Printer[] }>('GET', '/printers')
  return printers
}

export const createPrinter = (printer: NewPrinter) => request<Printer>('POST', '/printers', { body: printer })

export const savePrinter = (id: number, edit: PrinterEdit) =>
  request<Printer>('PUT', `/printers/${String(id)}`, { body: edit })

/** Puts a printer away: no register prints on it any more. */
export const archivePrinter = (id: number) => request<Printer>('DELETE', `/printers/${String(id)}`)

/** Prints a test page; the answer tells what became of it. */
export const testPrinter = (id: number) => request<PrintJob>('POST', `/printers/${String(id)}/tests`)

/** Names of the printers that the server's computer knows; none where it has no print queue. */
export async function listSystemPrinters(): Promise<string[]> {
  const { printerNames } = await request<{ printerNames: string[] }>('GET', '/system-printers')
  return printerNames
}

export async function listRegisterPrinters(): Promise<RegisterPrinters[]> {
  const { registers } = await request<{ registers: RegisterPrinters[] }>('GET', '/register-printers')
  return registers
}

export const saveRegisterPrinters = (registerId: number, printers: RegisterPrintersEdit) =>
  request<RegisterPrinters>('PUT', `/registers/${String(registerId)}/printers`, { body: printers })

export async function listPrintJobs(): Promise<PrintJob[]> {
  const { jobs } = await request<{ jobs: PrintJob[] }>('GET', '/print-jobs')
  return jobs
}

export const retryPrintJob = (id: number) => request<PrintJob>('POST', `/print-jobs/${String(id)}/retries`)
export const cancelPrintJob = (id: number) => request<PrintJob>('POST', `/print-jobs/${String(id)}/cancellations`)

/** Prints the tickets of a paid order on a register's printer. */
export const printOrderTickets = (orderId: number, registerId: number) =>
  request<PrintJob>('POST', `/orders/${String(orderId)}/ticket-prints`, { body: { registerId } })

/** Prints a receipt once more, marked as a copy: once per receipt. */
export const printReceiptCopy = (receiptId: number, registerId: number) =>
  request<PrintJob>('POST', `/receipts/${String(receiptId)}/copies`, { body: { registerId } })

export const mailReceipt = (receiptId: number, toAddress: string) =>
  request<Mail>('POST', `/receipts/${String(receiptId)}/mails`, { body: { toAddress } })

/** Address of the QR that a customer scans to read the receipt on a phone. */
export const receiptPageQrUrl = (receiptId: number) => `/api/v1/receipts/${String(receiptId)}/page.svg`
