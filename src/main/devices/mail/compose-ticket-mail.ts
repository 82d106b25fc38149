import { formatMoney } from '#shared/text/format-money'
import { formatClock, formatDateTime } from '#shared/text/format-time'
import type { Language } from '#shared/text/language'
import type { TicketDocument, VenueIdentity } from '../tickets/ticket-document'
import type { TicketPrinter } from '../tickets/ticket-pdf'
import { renderQrPng, ticketQr } from '../tickets/ticket-qr'
import { ticketWords } from '../tickets/ticket-words'
import { escapeHtml } from './escape-html'
import type { MailAttachment, MailContent } from './mail-message'
import { receiptAttachment, receiptHtml, type MailedReceipt } from './receipt-mail'
import { ticketMailWords } from './ticket-mail-words'

/** All that one order's mail tells. */
export interface TicketMailOrder {
  orderNumber: number
  totalOre: number
  /** Every ticket of the order: one mail brings them all. */
  tickets: readonly TicketDocument[]
  venue: VenueIdentity
  /** Of a sale at the till. */
  receipt?: MailedReceipt
}

export interface TicketMailComposer {
  /**
   * Writes the mail with an order's tickets: plain text, HTML with the QR codes in it, and the PDF attached.
   *
   * @throws RangeError without a ticket: the caller's bug
   */
  composeTicketMail(order: TicketMailOrder, language: Language): Promise<MailContent>
}

export function createTicketMailComposer(deps: { ticketPrinter: TicketPrinter }): TicketMailComposer {
  return {
    async composeTicketMail(order, language) {
      const { tickets, venue, orderNumber, receipt } = order
      const [first] = tickets
      if (first === undefined) throw new RangeError('A ticket mail needs a ticket')
      const pdf: MailAttachment = {
        fileName: `${ticketWords[language].fileName(orderNumber, tickets.length)}.pdf`,
        contentType: 'application/pdf',
        content: await deps.ticketPrinter.renderTicketsPdf(tickets, venue, language),
      }
      return {
        subject: ticketMailWords[language].subject(oneLine(first.eventTitle), tickets.length),
        text: plainText(order, language),
        html: html(order, language),
        attachments: [
          ...(await Promise.all(tickets.map(qrAttachment))),
          pdf,
          ...(receipt === undefined ? [] : [receiptAttachment(receipt)]),
        ],
      }
    },
  }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}

const contentIdOf = (ticket: TicketDocument) => `ticket-${ticket.code}@lucka`

async function qrAttachment(ticket: TicketDocument): Promise<MailAttachment> {
  return {
    fileName: `${ticket.code}.png`,
    contentType: 'image/png',
    content: await renderQrPng(ticketQr(ticket.qrText)),
    contentId: contentIdOf(ticket),
  }
}

function timesOf(ticket: TicketDocument, venue: VenueIdentity, language: Language): { event: string; doors: string } {
  const doors = ticket.doorsOpenAt
    ? ticketMailWords[language].doorsOpen(formatClock(ticket.doorsOpenAt, venue.zone, language))
    : ''
  return { event: formatDateTime(ticket.eventAt, venue.zone, language), doors }
}

function plainText({ tickets, venue, orderNumber, totalOre, receipt }: TicketMailOrder, language: Language): string {
  const words = ticketMailWords[language]
  const ticketTexts = tickets.map((ticket) => {
    const { event, doors } = timesOf(ticket, venue, language)
    return [
      ticket.eventTitle,
      event,
      doors,
      `${ticket.ticketTypeTitle}, ${formatMoney(ticket.priceOre, language)}`,
      `${words.codeLabel}: ${ticket.code}`,
    ]
      .filter((line) => line !== '')
      .join('\n')
  })
  return `${[
    `${words.thanks} ${words.introduction(tickets.length)}`,
    ...ticketTexts,
    `${words.order(orderNumber)}. ${words.total} ${formatMoney(totalOre, language)}.`,
    words.howTo,
    [venue.name, venue.address].filter((line) => line !== '').join('\n'),
    ...(receipt === undefined ? [] : [receipt.text.trimEnd()]),
  ].join('\n\n')}\n`
}

const paper = '#ffffff'
const ground = '#f4f1ee'
const ink = '#1a1416'
const quietInk = '#5c5257'
const accent = '#7a1f4b'
const sans = "'Atkinson Hyperlegible Next','Segoe UI',Helvetica,Arial,sans-serif"

/** Mail programs know little CSS: tables, and styles on the elements themselves. */
function html(order: TicketMailOrder, language: Language): string {
  const words = ticketMailWords[language]
  const { tickets, venue, orderNumber, totalOre, receipt } = order
  const address = escapeHtml(venue.address).replace(/\r?\n/g, '<br>')
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(words.order(orderNumber))}</title>
</head>
<body style="margin:0;padding:0;background:${ground};color:${ink};font-family:${sans};font-size:16px;line-height:1.5">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="background:${ground}"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="max-width:560px">
<tr><td style="padding:0 8px 16px;border-bottom:4px solid ${accent};font-weight:bold;color:${accent}">${escapeHtml(venue.name)}</td></tr>
<tr><td style="padding:24px 8px"><strong>${escapeHtml(words.thanks)}</strong> ${escapeHtml(words.introduction(tickets.length))}</td></tr>
${tickets.map((ticket) => htmlTicket(ticket, venue, language)).join('\n')}
<tr><td style="padding:8px 8px 0">${escapeHtml(words.order(orderNumber))}<br><strong>${escapeHtml(words.total)} ${escapeHtml(formatMoney(totalOre, language))}</strong></td></tr>
<tr><td style="padding:16px 8px 0">${escapeHtml(words.howTo)}</td></tr>
<tr><td style="padding:24px 8px 0;font-size:14px;color:${quietInk}">${escapeHtml(words.sender(venue.name))}${address === '' ? '' : `<br>${address}`}</td></tr>
${
  receipt === undefined
    ? ''
    : `<tr><td style="padding:24px 8px 0"><div style="background:${paper};padding:16px">${receiptHtml(receipt)}</div></td></tr>
`
}</table>
</td></tr></table>
</body>
</html>
`
}

function htmlTicket(ticket: TicketDocument, venue: VenueIdentity, language: Language): string {
  const words = ticketMailWords[language]
  const { event, doors } = timesOf(ticket, venue, language)
  const code = escapeHtml(ticket.code)
  return `<tr><td style="padding:0 0 16px"><table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="background:${paper}">
<tr><td style="padding:24px 24px 0;font-size:28px;line-height:1.2;font-weight:bold">${escapeHtml(ticket.eventTitle)}</td></tr>
<tr><td style="padding:8px 24px 0;font-size:20px;font-weight:bold">${escapeHtml(event)}</td></tr>
${doors === '' ? '' : `<tr><td style="padding:0 24px;color:${quietInk}">${escapeHtml(doors)}</td></tr>\n`}<tr><td style="padding:8px 24px 0">${escapeHtml(ticket.ticketTypeTitle)}, ${escapeHtml(formatMoney(ticket.priceOre, language))}</td></tr>
<tr><td align="center" style="padding:16px 24px 0"><img src="cid:${contentIdOf(ticket)}" width="232" height="232" alt="${escapeHtml(words.qrDescription(ticket.code))}" style="display:block;background:${paper}"></td></tr>
<tr><td align="center" style="padding:0 24px 24px 32px;font-size:28px;font-weight:bold;letter-spacing:8px">${code}</td></tr>
</table></td></tr>`
}
