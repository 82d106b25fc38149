import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paper } from '#shared/contract/printing-api'
import type { Slip, SlipLine } from '#shared/domain/printing/slip'
import { printableLine } from '../tickets/printable-text'
import { qrGrid } from '../tickets/ticket-qr'
import { slipQr } from './slip-qr'

/*
 * Slips as PDF, in points (72 to the inch): a page as long as the slip on a roll, or at the upper left of A4 sheets, where
 * a long one goes on over the page. `large` is twice `normal`, as on receipt printers.
 */

const MM = 72 / 25.4
const widthOf: Record<Paper, number> = { '58': 58 * MM, '80': 80 * MM, A4: 595.28 }
const A4_HEIGHT = 841.89
const A4_MARGIN = 48
const NORMAL = 9
const LARGE = 2 * NORMAL
const GAP = 8

interface Column {
  left: number
  width: number
  margin: number
  /** Where the column ends and the next page begins; Infinity on a roll. */
  bottom: number
}

function columnOn(paper: Paper): Column {
  if (paper === 'A4') return { left: A4_MARGIN, width: 80 * MM - 16, margin: A4_MARGIN, bottom: A4_HEIGHT - A4_MARGIN }
  const margin = paper === '58' ? 8 : 12
  return { left: margin, width: widthOf[paper] - 2 * margin, margin, bottom: Infinity }
}

export interface SlipPdf {
  /** Draws the slips one after the other, each on a page of its own. */
  render: (slips: readonly Slip[], paper: Paper) => Promise<Buffer>
}

/** @param deps.resourcesFolder the folder that holds `fonts/` */
export function createSlipPdf(deps: { resourcesFolder: string }): SlipPdf {
  const readFont = (name: string) =>
    readFile(join(deps.resourcesFolder, 'fonts', `AtkinsonHyperlegibleNext-${name}.ttf`))

  return {
    async render(slips, paper) {
      const [{ default: PDFDocument }, regular, bold] = await Promise.all([
        import('pdfkit'),
        readFont('Regular'),
        readFont('Bold'),
      ])
      const pdf = new PDFDocument({
        margin: 0,
        autoFirstPage: false,
        info: { Title: slips[0]?.title ?? '', Creator: 'Lucka' },
      })
      const chunks: Buffer[] = []
      const finished = new Promise<Buffer>((resolve, reject) => {
        pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
        pdf.on('end', () => {
          resolve(Buffer.concat(chunks))
        })
        pdf.on('error', reject)
      })
      pdf.registerFont('regular', regular)
      pdf.registerFont('bold', bold)
      const column = columnOn(paper)
      for (const slip of slips) {
        const height = paper === 'A4' ? A4_HEIGHT : heightOf(pdf, slip, column)
        const addPage = () => pdf.addPage({ size: [widthOf[paper], height], margin: 0 })
        addPage()
        let y = column.margin
        for (const line of slip.lines) {
          const lineHeight = measure(pdf, line, column)
          if (y + lineHeight > column.bottom) {
            addPage()
            y = column.margin
          }
          draw(pdf, line, column, y)
          y += lineHeight
        }
      }
      pdf.end()
      return finished
    },
  }
}

function heightOf(pdf: PDFKit.PDFDocument, slip: Slip, column: Column): number {
  return slip.lines.reduce((sum, line) => sum + measure(pdf, line, column), 2 * column.margin)
}

function setFont(pdf: PDFKit.PDFDocument, look: { size?: 'normal' | 'large'; bold?: boolean }): void {
  pdf.font(look.bold === true ? 'bold' : 'regular').fontSize(look.size === 'large' ? LARGE : NORMAL)
}

/** Figures of one width, so that amounts stand in columns. */
const figures: { features: PDFKit.Mixins.OpenTypeFeatures[] } = { features: ['tnum'] }

/** A line that is empty still has a height. */
const drawn = (text: string) => printableLine(text) || ' '

function pairWidths(pdf: PDFKit.PDFDocument, right: string, column: Column): { left: number; right: number } {
  const width = pdf.widthOfString(drawn(right), figures) + 1
  return { left: Math.max(column.width - width - 6, 40), right: width }
}

const qrWidthIn = (column: Column, grid: { size: number }) => Math.min(column.width * 0.6, grid.size * 3.4)

const gridOf = (data: string) => qrGrid(slipQr(data))

function measure(pdf: PDFKit.PDFDocument, line: SlipLine, column: Column): number {
  switch (line.kind) {
    case 'rule':
    case 'gap':
      return GAP
    case 'qr': {
      const grid = gridOf(line.data)
      const width = qrWidthIn(column, grid)
      const caption = line.caption === undefined ? 0 : measure(pdf, captionOf(line.caption), column)
      return width + (2 * grid.quietZoneModules * width) / grid.size + caption
    }
    case 'text':
      setFont(pdf, line)
      return pdf.heightOfString(drawn(line.text), { width: column.width })
    case 'pair':
      setFont(pdf, line)
      return pdf.heightOfString(drawn(line.left), { width: pairWidths(pdf, line.right, column).left })
  }
}

const captionOf = (text: string): SlipLine => ({ kind: 'text', text, align: 'centre' })

function draw(pdf: PDFKit.PDFDocument, line: SlipLine, column: Column, y: number): void {
  const { left, width } = column
  pdf.fillColor('#000000')
  switch (line.kind) {
    case 'gap':
      return
    case 'rule':
      pdf
        .moveTo(left, y + GAP / 2)
        .lineTo(left + width, y + GAP / 2)
        .lineWidth(0.5)
        .stroke()
      return
    case 'qr':
      drawQr(pdf, line, column, y)
      return
    case 'text': {
      setFont(pdf, line)
      const align = line.align === 'centre' ? 'center' : (line.align ?? 'left')
      pdf.text(drawn(line.text), left, y, { width, align })
      return
    }
    case 'pair': {
      setFont(pdf, line)
      const widths = pairWidths(pdf, line.right, column)
      const lastRow = y + pdf.heightOfString(drawn(line.left), { width: widths.left }) - pdf.currentLineHeight(true)
      pdf.text(drawn(line.left), left, y, { width: widths.left })
      pdf.text(drawn(line.right), left + width - widths.right, lastRow, {
        width: widths.right,
        align: 'right',
        ...figures,
      })
    }
  }
}

function drawQr(pdf: PDFKit.PDFDocument, line: { data: string; caption?: string }, column: Column, y: number): void {
  const grid = gridOf(line.data)
  const qrWidth = qrWidthIn(column, grid)
  const module = qrWidth / grid.size
  const quiet = grid.quietZoneModules * module
  const x = column.left + (column.width - qrWidth) / 2
  for (let row = 0; row < grid.size; row += 1) {
    for (let at = 0; at < grid.size; at += 1) {
      const start = at
      while (at < grid.size && grid.isDark(row, at)) at += 1
      if (at > start) pdf.rect(x + start * module, y + quiet + row * module, (at - start) * module, module)
    }
  }
  pdf.fill('#000000')
  if (line.caption !== undefined) draw(pdf, captionOf(line.caption), column, y + qrWidth + 2 * quiet)
}
