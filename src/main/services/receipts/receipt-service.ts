import { randomUUID } from 'node:crypto'
import type { Mail } from '#shared/contract/mail-api'
import type { PrintJob } from '#shared/contract/printing-api'
import { isEmailAddress } from '#shared/domain/mail/email-address'
import { err, ok, type Result } from '#shared/domain/result'
import { receiptSlip } from '../../devices/printing/receipt-slip'
import { slipToPage } from '../../devices/printing/slip-page'
import { recordJournal } from '../../storage/repositories/journal-repository'
import { findMail, insertReceiptMail } from '../../storage/repositories/mail-repository'
import { receiptPagePath } from '../../storage/repositories/order-view-repository'
import { findRegisterPrinters } from '../../storage/repositories/printer-repository'
import {
  findReceipt,
  findReceiptByPageKey,
  findReceiptCopy,
  insertReceiptCopy,
} from '../../storage/repositories/receipt-repository'
import type { PrintQueue } from '../printing/print-queue'
import { queueReceipt } from '../printing/till-prints'
import type { ServiceDeps } from '../service-deps'

export type CopyRefusal =
  { code: 'receipt_not_found' } | { code: 'copied_already'; at: string } | { code: 'no_printer' }

export { slipPagePolicy } from '../../devices/printing/slip-page'

export interface ReceiptService {
  /** The receipt as a page for whoever was given its key. */
  page: (pageKey: string) => Promise<string | undefined>
  /** The path of that page, by the receipt's id. */
  pagePath: (id: number) => Promise<string | undefined>
  /** Prints a receipt once more, marked as a copy. There is one copy of a receipt at most. */
  copy: (id: number, by: { registerId: number; staffUserId: number }) => Promise<Result<PrintJob, CopyRefusal>>
  mail: (
    id: number,
    toAddress: string,
  ) => Promise<Result<Mail, { code: 'receipt_not_found' } | { code: 'invalid_email' }>>
}

export function createReceiptService(
  deps: ServiceDeps & { queue: PrintQueue; onMailQueued: () => void },
): ReceiptService {
  const { inTransaction, read, now, news, queue } = deps

  return {
    async page(pageKey) {
      const receipt = await read((db) => findReceiptByPageKey(db, pageKey))
      if (receipt === undefined) return undefined
      return slipToPage(receiptSlip(receipt.content, { electronic: true }), receipt.content.language)
    },

    async pagePath(id) {
      const receipt = await read((db) => findReceipt(db, id))
      return receipt && receiptPagePath(receipt.pageKey)
    },

    async copy(id, { registerId, staffUserId }) {
      const at = now()
      const result = await inTransaction(async (trx): Promise<Result<number, CopyRefusal>> => {
        const receipt = await findReceipt(trx.db, id)
        if (receipt === undefined) return err({ code: 'receipt_not_found' })
        const earlier = await findReceiptCopy(trx.db, id)
        if (earlier !== undefined) return err({ code: 'copied_already', at: earlier.at })
        const printerId = findRegisterPrinters(trx, registerId).receiptPrinterId
        if (printerId === null) return err({ code: 'no_printer' })
        await insertReceiptCopy(trx, { receiptId: id, at, staffUserId })
        const { orderId, shiftId, series, number, totalOre } = receipt
        recordJournal(trx, {
          at,
          kind: 'receipt_copy',
          registerId,
          orderId,
          staffUserId,
          amountOre: totalOre,
          detail: { receiptId: id, series, number },
        })
        const job = { receiptId: id, printerId, openDrawer: false, copy: true, orderId, shiftId, at, staffUserId }
        return ok(queueReceipt(trx, job))
      })
      if (!result.ok) return result
      news.publish('print_job', { jobId: result.value })
      queue.wake()
      const job = await queue.find(result.value)
      if (job === undefined) throw new Error(`print job ${result.value} is gone`)
      return ok(job)
    },

    async mail(id, toAddress) {
      if (!isEmailAddress(toAddress)) return err({ code: 'invalid_email' })
      const mailId = await inTransaction(async (trx) => {
        const receipt = await findReceipt(trx.db, id)
        if (receipt === undefined) return undefined
        const subject = receiptSlip(receipt.content).title
        const messageId = `<${randomUUID()}@lucka>`
        return insertReceiptMail(trx, {
          orderId: receipt.orderId,
          receiptId: id,
          toAddress,
          subject,
          messageId,
          now: now(),
        })
      })
      if (mailId === undefined) return err({ code: 'receipt_not_found' })
      const mail = await read((db) => findMail(db, mailId))
      if (mail === undefined) throw new Error(`mail ${mailId} is gone`)
      news.publish('mail', { mailId, orderId: mail.orderId, state: mail.state })
      deps.onMailQueued()
      const { messageId: _, receiptId: __, ...view } = mail
      return ok(view)
    },
  }
}
