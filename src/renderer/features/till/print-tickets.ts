import { ApiError } from '#renderer/api/client'
import { ticketsPdfUrl } from '#renderer/api/order-api'
import { printOrderTickets } from '#renderer/api/printing-api'
import type { PrintOutcome } from '#shared/contract/bridge'
import type { PrintJob } from '#shared/contract/printing-api'

/** A job: the register's own printer has it in its queue. `tab`: a browser shows the document in a tab of its own, to be printed from there. */
export type TicketPrint = PrintJob | 'printed' | 'tab' | Extract<PrintOutcome, { ok: false }>['reason']

/** Prints an order's tickets on the register's printer; without one, in the desktop app after the system's dialog. */
export async function printTickets(orderId: number, registerId: number | null): Promise<TicketPrint> {
  if (registerId !== null) {
    try {
      return await printOrderTickets(orderId, registerId)
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'no_printer') throw error
    }
  }
  const path = ticketsPdfUrl(orderId)
  if (window.lucka === undefined) return window.open(path, '_blank') === null ? 'failed' : 'tab'
  const outcome = await window.lucka.printPdf(path)
  return outcome.ok ? 'printed' : outcome.reason
}
