import type { PrintJob } from '#shared/contract/printing-api'
import { err, ok, type Result } from '#shared/domain/result'
import type { OrderService } from '../order-service'
import type { ServiceDeps } from '../service-deps'
import type { SettingsService } from '../settings-service'
import { enqueue } from './enqueue'
import type { PrintQueue } from './print-queue'
import { printWords } from './print-words'

export type TicketPrintRefusal = { code: 'order_not_found' } | { code: 'no_printer' } | { code: 'nothing_to_print' }

/** Tickets on paper once more, or for the first time for an order that came by the web. */
export interface TicketPrints {
  print: (
    orderId: number,
    by: { registerId: number; staffUserId: number },
  ) => Promise<Result<PrintJob, TicketPrintRefusal>>
}

export function createTicketPrints(
  deps: ServiceDeps & { queue: PrintQueue; orders: OrderService; settings: Pick<SettingsService, 'current'> },
): TicketPrints {
  const { inTransaction, now, news, queue, orders, settings } = deps
  return {
    async print(orderId, { registerId, staffUserId }) {
      const order = await orders.find(orderId)
      if (order === undefined) return err({ code: 'order_not_found' })
      const tickets = await orders.ticketDocuments(orderId)
      if (tickets === undefined || (tickets.length === 0 && !order.training)) return err({ code: 'nothing_to_print' })
      const title = printWords[settings.current().venue.language].tickets(order.orderNumber)
      const jobId = await inTransaction(async (trx) =>
        enqueue(trx, { registerId, document: { kind: 'tickets', orderId }, title, orderId, now: now(), staffUserId }),
      )
      if (jobId === undefined) return err({ code: 'no_printer' })
      news.publish('print_job', { jobId })
      queue.wake()
      const job = await queue.find(jobId)
      if (job === undefined) throw new Error(`print job ${jobId} is gone`)
      return ok(job)
    },
  }
}
