import type { Order } from '#shared/contract/order-api'
import type { PrinterTarget } from '#shared/contract/printing-api'
import type { PrintDocument } from '#shared/domain/printing/print-document'
import { PrintError } from '../../devices/printing/print-error'
import { receiptSlip } from '../../devices/printing/receipt-slip'
import { columnsOf } from '../../devices/printing/slip-escpos'
import type { PaperDocument } from '../../devices/printing/slip-printer'
import { testSlip } from '../../devices/printing/test-slip'
import { ticketSlip } from '../../devices/printing/ticket-slip'
import type { TicketDocument } from '../../devices/tickets/ticket-document'
import type { TicketPrinter } from '../../devices/tickets/ticket-pdf'
import { findReceipt } from '../../storage/repositories/receipt-repository'
import type { Read } from '../../storage/transaction'
import type { OrderService } from '../order-service'
import type { SettingsService } from '../settings-service'

export interface PrintComposer {
  /** Makes the paper of a job as things are now. @throws PrintError when there is nothing to print any more */
  compose: (
    job: { id: number; title: string; document: PrintDocument },
    printer: PrinterTarget & { name: string },
  ) => Promise<PaperDocument>
}

export function createPrintComposer(deps: {
  read: Read
  now: () => string
  orders: Pick<OrderService, 'find' | 'ticketDocuments'>
  settings: Pick<SettingsService, 'current'>
  ticketPrinter: TicketPrinter
}): PrintComposer {
  async function tickets(orderId: number): Promise<Pick<PaperDocument, 'slips' | 'sheets'>> {
    const { venue } = deps.settings.current()
    const order = await deps.orders.find(orderId)
    const training = order?.training === true
    const documents = training ? practiceTickets(order) : await deps.orders.ticketDocuments(orderId)
    if (documents === undefined || documents.length === 0) {
      throw new PrintError('nothing_to_print', `Order ${orderId} has no valid tickets.`)
    }
    const slips = documents.map((ticket, index) =>
      ticketSlip(ticket, venue, venue.language, { index, count: documents.length, training }),
    )
    // Practice tickets keep to slips, which carry their mark.
    if (training) return { slips }
    return { slips, sheets: () => deps.ticketPrinter.renderTicketsPdf(documents, venue, venue.language) }
  }

  async function slips(
    document: PrintDocument,
    printer: PrinterTarget & { name: string },
  ): Promise<Pick<PaperDocument, 'slips' | 'sheets'>> {
    switch (document.kind) {
      case 'tickets':
        return tickets(document.orderId)
      case 'receipt': {
        const receipt = await deps.read((db) => findReceipt(db, document.receiptId))
        if (receipt === undefined) throw new PrintError('nothing_to_print', 'There is no such receipt.')
        return { slips: [receiptSlip(receipt.content, { copy: document.copy })] }
      }
      case 'slip':
        return { slips: [document.slip] }
      case 'test': {
        const { venue } = deps.settings.current()
        const { kind, paper, name } = printer
        const columns = kind === 'network' || kind === 'device' ? columnsOf[paper] : undefined
        const about = { printerName: name, venueName: venue.name, at: deps.now(), zone: venue.zone, columns }
        return { slips: [testSlip(about, venue.language)] }
      }
      case 'drawer':
        return { slips: [] }
    }
  }

  return {
    compose: async ({ id, title, document }, printer) => ({ title, jobId: id, ...(await slips(document, printer)) }),
  }
}

/** What a practice sale would have printed: its lines as tickets that no door knows. */
function practiceTickets(order: Order): TicketDocument[] {
  return order.lines.flatMap(({ count, ticketTypeTitle, priceOre }) =>
    Array<TicketDocument>(count).fill({
      code: '',
      qrText: '',
      eventTitle: order.event.title,
      eventAt: order.event.eventAt,
      ticketTypeTitle,
      priceOre,
      orderNumber: order.orderNumber,
    }),
  )
}
