import type { Order, OrderSummary, OrderTicket } from '#shared/contract/order-api'
import type { OrderScan } from '#shared/contract/order-scan-api'
import { readTicketText } from '#shared/domain/tickets/ticket-text'
import type { TicketDocument } from '../devices/tickets/ticket-document'
import type { TicketPrinter } from '../devices/tickets/ticket-pdf'
import { findEvent } from '../storage/repositories/event-repository'
import { listScansOfOrder } from '../storage/repositories/order-scan-repository'
import { findOrderView, searchOrders } from '../storage/repositories/order-view-repository'
import type { Viewpoint } from '../storage/repositories/payment-attempt-repository'
import type { ServiceDeps } from './service-deps'
import type { SettingsService } from './settings-service'
import type { TicketQrTexts } from './ticket-qr-text'

export interface OrderService {
  find: (id: number) => Promise<Order | undefined>
  /** What the doors have done with its tickets, oldest first. */
  scans: (id: number) => Promise<OrderScan[] | undefined>
  /** Newest first. The text may be an order number, a ticket as scanned, the beginning of an address, or a part of the name it was parked under; empty finds all. */
  search: (text: string, limit: number) => Promise<OrderSummary[]>
  /** The tickets of a paid order as they are printed, undefined while there is nothing to print. */
  ticketDocuments: (id: number) => Promise<TicketDocument[] | undefined>
  /** The same as a PDF, a page for each. */
  ticketsPdf: (id: number) => Promise<Buffer | undefined>
}

export function createOrderService(
  deps: Pick<ServiceDeps, 'read'> & {
    ticketPrinter: TicketPrinter
    settings: SettingsService
    qrTexts: TicketQrTexts
    viewpoint: () => Viewpoint
  },
): OrderService {
  const ticketDocuments: OrderService['ticketDocuments'] = async (id) => {
    const found = await deps.read(async (db) => {
      const order = await findOrderView(db, id, deps.viewpoint())
      return order?.status === 'paid' ? { order, event: await findEvent(db, order.event.id) } : undefined
    })
    if (found === undefined) return undefined
    const { order, event } = found
    const documentOf = async ({ code, ticketTypeId, ticketTypeTitle, priceOre }: OrderTicket) => ({
      code,
      // Not in the read above: the first signed ticket of all stores a key.
      qrText: await deps.qrTexts.of({ code, eventId: order.event.id, ticketTypeId }),
      eventTitle: order.event.title,
      eventAt: order.event.eventAt,
      doorsOpenAt: event?.doorsOpenAt ?? null,
      ticketTypeTitle,
      priceOre,
      orderNumber: order.orderNumber,
    })
    return Promise.all(order.tickets.filter(({ refundId }) => refundId === null).map(documentOf))
  }

  return {
    ticketDocuments,
    find: (id) => deps.read((db) => findOrderView(db, id, deps.viewpoint())),
    scans: (id) => deps.read((db) => listScansOfOrder(db, id)),

    search(text, limit) {
      const wanted = text.trim()
      const ticketCode = readTicketText(wanted)?.code
      return deps.read((db) =>
        searchOrders(
          db,
          wanted === ''
            ? {}
            : {
                emailStart: wanted,
                parkedName: wanted,
                ...(/^#?[1-9][0-9]{0,14}$/.test(wanted) && { orderNumber: Number(wanted.replace('#', '')) }),
                ...(ticketCode !== undefined && { ticketCode }),
              },
          limit,
        ),
      )
    },

    async ticketsPdf(id) {
      const tickets = await ticketDocuments(id)
      if (tickets === undefined) return undefined
      const { venue } = deps.settings.current()
      return deps.ticketPrinter.renderTicketsPdf(tickets, venue, venue.language)
    },
  }
}
