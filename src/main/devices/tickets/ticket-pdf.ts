import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatMoney } from '#shared/text/format-money'
import { formatClock, formatDateTime } from '#shared/text/format-time'
import type { Language } from '#shared/text/language'
import { printableLine } from './printable-text'
import type { TicketDocument, VenueIdentity } from './ticket-document'
import { qrGrid, ticketQr } from './ticket-qr'
import { ticketWords } from './ticket-words'

/**
 * Tickets as a PDF to print or to show: one A4 page each, in points (72 to the inch) from the page's upper left corner.
 *
 * The page reads from large to small: event, time, then the code with quiet space round it and the facts beside it, the
 * terms last. The QR code is drawn as one path of rectangles, so that it is sharp at every size, and is 63 mm wide: a
 * module is three millimetres, which survives copies of copies.
 */

const pageWidth = 595.28
const pageHeight = 841.89
const margin = 48
const right = pageWidth - margin
const contentWidth = pageWidth - 2 * margin

const qrWidth = 180
/** Free space left of the code: more than the quiet zone of four modules (34 points). */
const codeGap = 58
const factWidth = contentWidth - qrWidth - codeGap

const ink = '#1a1416'
const quietInk = '#5c5257'
const hairline = '#cfc7ca'
/** The brand's theatre red-violet. */
const accent = '#7a1f4b'

const regularFont = 'regular'
const boldFont = 'bold'

export interface TicketPrinter {
  /**
   * Draws the tickets in the order given.
   *
   * @throws RangeError without a ticket, or with an instant or zone that is none: the caller's bug
   */
  renderTicketsPdf(tickets: readonly TicketDocument[], venue: VenueIdentity, language: Language): Promise<Buffer>
}

/** @param deps.resourcesFolder the folder that holds `fonts/`: `resources` in the source tree and in the shipped app */
export function createTicketPrinter(deps: { resourcesFolder: string }): TicketPrinter {
  const readFont = (name: string) =>
    readFile(join(deps.resourcesFolder, 'fonts', `AtkinsonHyperlegibleNext-${name}.ttf`))
  let fonts: Promise<[Buffer, Buffer]> | undefined

  async function loadFonts(): Promise<[Buffer, Buffer]> {
    fonts ??= Promise.all([readFont('Regular'), readFont('Bold')])
    try {
      return await fonts
    } catch (error) {
      fonts = undefined // The next print tries again: a folder may have been away for a moment.
      throw error
    }
  }

  return {
    async renderTicketsPdf(tickets, venue, language) {
      const [first] = tickets
      if (first === undefined) throw new RangeError('A document needs a ticket')
      // Loaded when first needed: pdfkit takes some 150 ms to load, which the start of the program can do without.
      const [{ default: PDFDocument }, [regular, bold]] = await Promise.all([import('pdfkit'), loadFonts()])
      const pdf = new PDFDocument({
        size: 'A4',
        margin: 0,
        autoFirstPage: false,
        lang: language === 'sv' ? 'sv-SE' : 'en-GB',
        displayTitle: true,
        info: {
          Title: `${printableLine(first.eventTitle)} – ${ticketWords[language].fileName(first.orderNumber, tickets.length)}`,
          Author: printableLine(venue.name),
          Creator: 'Lucka',
        },
      })
      const finished = collect(pdf)
      pdf.registerFont(regularFont, regular)
      pdf.registerFont(boldFont, bold)
      for (const [index, ticket] of tickets.entries()) {
        pdf.addPage()
        drawTicket(pdf, { ticket, venue, language, index, count: tickets.length })
      }
      pdf.end()
      return finished
    },
  }
}

function collect(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => {
      resolve(Buffer.concat(chunks))
    })
    pdf.on('error', reject)
  })
}

interface TicketPage {
  ticket: TicketDocument
  venue: VenueIdentity
  language: Language
  index: number
  count: number
}

function drawTicket(pdf: PDFKit.PDFDocument, page: TicketPage): void {
  drawHeader(pdf, page)
  const top = drawEvent(pdf, page, 118)
  drawCode(pdf, page.ticket, top)
  drawFacts(pdf, page, top)
  drawFooter(pdf, page.language)
}

function drawHeader(pdf: PDFKit.PDFDocument, { venue, language, index, count }: TicketPage): void {
  const words = ticketWords[language]
  const counter = count === 1 ? words.ticket : words.ticketOf(index + 1, count)
  pdf.font(regularFont).fontSize(13).fillColor(quietInk)
  const counterWidth = pdf.widthOfString(counter)
  pdf.text(counter, right - counterWidth, margin, { lineBreak: false })
  pdf.font(boldFont).fillColor(accent)
  const nameWidth = contentWidth - counterWidth - 24
  drawLines(pdf, printableLine(venue.name), { x: margin, y: margin, width: nameWidth, maxLines: 1 })
  pdf.rect(margin, 74, contentWidth, 4).fill(accent)
}

/** Draws title and time from `y` on, and answers where they end. */
function drawEvent(pdf: PDFKit.PDFDocument, { ticket, venue, language }: TicketPage, y: number): number {
  pdf.font(boldFont).fillColor(ink)
  const title = printableLine(ticket.eventTitle)
  let top = y + drawTitle(pdf, title, y) + 14
  pdf.fontSize(32).text(formatDateTime(ticket.eventAt, venue.zone, language), margin, top, { lineBreak: false })
  top += 42
  if (ticket.doorsOpenAt) {
    const doors = ticketWords[language].doorsOpen(formatClock(ticket.doorsOpenAt, venue.zone, language))
    pdf.font(regularFont).fontSize(16).fillColor(quietInk).text(doors, margin, top, { lineBreak: false })
    top += 24
  }
  return top + 44
}

/** Draws the title at the largest size that keeps it within four lines, and answers its height. */
function drawTitle(pdf: PDFKit.PDFDocument, title: string, y: number): number {
  const maxLines = 4
  const setting = { width: contentWidth, lineGap: -2 }
  let height = 0
  let maxHeight = 0
  for (const size of [48, 42, 36, 30]) {
    pdf.fontSize(size)
    height = pdf.heightOfString(title, setting)
    maxHeight = maxLines * (pdf.currentLineHeight(true) + setting.lineGap)
    // A word that is wider than the page would be broken inside.
    const wordsFit = title.split(' ').every((word) => pdf.widthOfString(word) <= contentWidth)
    if (wordsFit && height <= maxHeight + 1) break
  }
  // Half a line more than needed: pdfkit counts a line in only when its full height fits.
  pdf.text(title, margin, y, { ...setting, height: maxHeight + 0.5 * pdf.currentLineHeight(true), ellipsis: true })
  return Math.min(height, maxHeight)
}

/** Draws the QR code at the right edge, its quiet zone kept free, and the letters under it, spaced to its width. */
function drawCode(pdf: PDFKit.PDFDocument, { code, qrText }: TicketDocument, y: number): void {
  const grid = qrGrid(ticketQr(qrText))
  const module = qrWidth / grid.size
  const x = right - qrWidth
  for (let row = 0; row < grid.size; row += 1) {
    for (let column = 0; column < grid.size; column += 1) {
      const start = column
      while (column < grid.size && grid.isDark(row, column)) column += 1
      if (column > start) pdf.rect(x + start * module, y + row * module, (column - start) * module, module)
    }
  }
  pdf.fill('#000000')

  pdf.font(boldFont).fillColor(ink)
  let size = 34
  while (pdf.fontSize(size).widthOfString(code) > 0.85 * qrWidth) size -= 1
  const characterSpacing = (qrWidth - pdf.widthOfString(code)) / (code.length - 1)
  pdf.text(code, x, y + qrWidth + grid.quietZoneModules * module, { characterSpacing, lineBreak: false })
}

function drawFacts(pdf: PDFKit.PDFDocument, { ticket, venue, language }: TicketPage, y: number): void {
  const words = ticketWords[language]
  const address = venue.address
    .split(/\r?\n/)
    .map(printableLine)
    .filter((line) => line !== '')
  const facts = [
    { label: words.ticketType, value: printableLine(ticket.ticketTypeTitle), detail: '' },
    { label: words.price, value: formatMoney(ticket.priceOre, language), detail: '' },
    { label: words.venue, value: printableLine(venue.name), detail: address.join('\n') },
    { label: words.orderNumber, value: String(ticket.orderNumber), detail: '' },
  ]
  let top = y
  for (const { label, value, detail } of facts) {
    pdf.font(regularFont).fontSize(11).fillColor(quietInk).text(label, margin, top, { lineBreak: false })
    top += 16
    pdf.font(boldFont).fontSize(18).fillColor(ink)
    top += drawLines(pdf, value, { x: margin, y: top, width: factWidth, maxLines: 2 })
    pdf.font(regularFont).fontSize(14)
    if (detail !== '') top += drawLines(pdf, detail, { x: margin, y: top, width: factWidth, maxLines: 3 })
    top += 18
  }
}

function drawFooter(pdf: PDFKit.PDFDocument, language: Language): void {
  const words = ticketWords[language]
  const top = pageHeight - margin - 62
  pdf.moveTo(margin, top).lineTo(right, top).lineWidth(0.75).strokeColor(hairline).stroke()
  pdf
    .font(boldFont)
    .fontSize(12)
    .fillColor(ink)
    .text(words.showThis, margin, top + 14, { lineBreak: false })
  pdf
    .font(regularFont)
    .fontSize(9)
    .fillColor(quietInk)
    .text(words.terms, margin, top + 34, { width: contentWidth })
}

/** Draws a text in so many lines at most, cut with an ellipsis, and answers its height. */
function drawLines(
  pdf: PDFKit.PDFDocument,
  text: string,
  { x, y, width, maxLines }: { x: number; y: number; width: number; maxLines: number },
): number {
  const line = pdf.currentLineHeight(true)
  const height = Math.min(pdf.heightOfString(text, { width }), maxLines * line)
  pdf.text(text, x, y, { width, height: height + line / 2, ellipsis: true })
  return height
}
