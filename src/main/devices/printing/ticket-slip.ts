import type { Slip, SlipLine } from '#shared/domain/printing/slip'
import { formatMoney } from '#shared/text/format-money'
import { formatClock, formatDateTime } from '#shared/text/format-time'
import type { Language } from '#shared/text/language'
import type { TicketDocument, VenueIdentity } from '../tickets/ticket-document'
import { ticketWords } from '../tickets/ticket-words'
import { receiptWords } from './receipt-words'

/** What the QR of a practice ticket says: no door takes it for a ticket, in either form. */
const PRACTICE_QR = 'LUCKA-OVNING'

/** A ticket for a receipt printer: event and time largest, the code by itself with its letters under it, terms last. */
export function ticketSlip(
  ticket: TicketDocument,
  venue: VenueIdentity,
  language: Language,
  { index, count, training }: { index: number; count: number; training: boolean },
): Slip {
  const words = ticketWords[language]
  const mark: SlipLine[] = training
    ? [{ kind: 'text', text: receiptWords[language].training, align: 'centre', size: 'large', bold: true }]
    : []
  const counter = count === 1 ? words.ticket : words.ticketOf(index + 1, count)
  return {
    title: `${words.ticket} ${ticket.code}`,
    lines: [
      ...mark,
      { kind: 'pair', left: venue.name, right: counter },
      { kind: 'rule' },
      { kind: 'text', text: ticket.eventTitle, size: 'large', bold: true },
      { kind: 'gap' },
      { kind: 'text', text: formatDateTime(ticket.eventAt, venue.zone, language), size: 'large' },
      ...(ticket.doorsOpenAt
        ? [{ kind: 'text' as const, text: words.doorsOpen(formatClock(ticket.doorsOpenAt, venue.zone, language)) }]
        : []),
      { kind: 'gap' },
      { kind: 'pair', left: ticket.ticketTypeTitle, right: formatMoney(ticket.priceOre, language), bold: true },
      { kind: 'qr', data: training ? PRACTICE_QR : ticket.qrText },
      {
        kind: 'text',
        text: training ? receiptWords[language].training : ticket.code.replace(/\B/g, ' '),
        align: 'centre',
        size: 'large',
        bold: true,
      },
      { kind: 'gap' },
      ...venue.address
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '')
        .map((text): SlipLine => ({ kind: 'text', text })),
      { kind: 'pair', left: words.orderNumber, right: String(ticket.orderNumber) },
      { kind: 'rule' },
      { kind: 'text', text: words.showThis },
      ...mark,
    ],
  }
}
