import type { MailedReceipt } from '../../devices/mail/receipt-mail'
import { receiptSlip } from '../../devices/printing/receipt-slip'
import type { SlipPdf } from '../../devices/printing/slip-pdf'
import { slipToText } from '../../devices/printing/slip-text'
import { findReceipt, findSaleReceipt, type ReceiptRecord } from '../../storage/repositories/receipt-repository'
import type { Read } from '../../storage/transaction'

/** Receipts as mails bring them. */
export interface MailedReceipts {
  byId: (id: number) => Promise<MailedReceipt | undefined>
  /** Of the sale of an order; undefined for orders that no till sold. */
  ofSale: (orderId: number) => Promise<MailedReceipt | undefined>
}

export function createMailedReceipts(deps: { read: Read; slipPdf: SlipPdf }): MailedReceipts {
  async function asMailed(receipt: ReceiptRecord | undefined): Promise<MailedReceipt | undefined> {
    if (receipt === undefined) return undefined
    const slip = receiptSlip(receipt.content, { electronic: true })
    return {
      title: slip.title,
      text: slipToText(slip),
      pdf: await deps.slipPdf.render([slip], '80'),
      fileName: slip.title.toLowerCase().replace(/ /g, '-'),
    }
  }

  return {
    byId: async (id) => asMailed(await deps.read((db) => findReceipt(db, id))),
    ofSale: async (orderId) => asMailed(await deps.read((db) => findSaleReceipt(db, orderId))),
  }
}
