import { ticketsPdfUrl } from '#renderer/api/order-api'
import type { PrintOutcome } from '#shared/contract/bridge'

/** `tab`: a browser shows the document in a tab of its own, to be printed from there. */
export type TicketPrint = 'printed' | 'tab' | Extract<PrintOutcome, { ok: false }>['reason']

/** Prints an order's tickets, in the desktop app after the system's dialog. */
export async function printTickets(orderId: number): Promise<TicketPrint> {
  const path = ticketsPdfUrl(orderId)
  if (window.lucka === undefined) return window.open(path, '_blank') === null ? 'failed' : 'tab'
  const outcome = await window.lucka.printPdf(path)
  return outcome.ok ? 'printed' : outcome.reason
}
