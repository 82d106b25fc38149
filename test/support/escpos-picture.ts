import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PDFDocument from 'pdfkit'
import QRCode from 'qrcode'
import { interpretEscPos, type Printed } from './escpos-interpreter'

/** A receipt printer's dots: 8 to the millimetre, letters of font A 12 wide and 24 high on rows of 30. */
const LETTER = { width: 12, height: 24, row: 30 }
const MARGIN = 20

const heightOf = (it: Printed): number => {
  if (it.kind === 'line') return LETTER.row * it.scale
  if (it.kind === 'qr')
    return it.moduleDots * QRCode.create(it.data, { errorCorrectionLevel: it.errorCorrection }).modules.size
  return it.kind === 'cut' ? LETTER.row : 0
}

/** Draws what the bytes print, as a PNG with a pixel for each dot: for the eye, and for a camera. */
export async function drawEscPos(bytes: Uint8Array, columns: number): Promise<Buffer> {
  const printed = interpretEscPos(bytes)
  const width = columns * LETTER.width + 2 * MARGIN
  const height = printed.reduce((sum, it) => sum + heightOf(it), 2 * MARGIN)
  const pdf = new PDFDocument({ size: [width, height], margin: 0 })
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const finished = new Promise((resolve) => pdf.on('end', resolve))
  let y = MARGIN
  for (const it of printed) {
    if (it.kind === 'line') drawLine(pdf, it, y)
    if (it.kind === 'qr') drawQr(pdf, it, y, width)
    if (it.kind === 'cut')
      pdf
        .moveTo(0, y + LETTER.row / 2)
        .lineTo(width, y + LETTER.row / 2)
        .dash(6, { space: 6 })
        .stroke()
    y += heightOf(it)
  }
  pdf.end()
  await finished
  return toPng(Buffer.concat(chunks))
}

function drawLine(pdf: PDFKit.PDFDocument, line: Extract<Printed, { kind: 'line' }>, y: number): void {
  // Courier's letters are 0.6 as wide as the type is high.
  const size = (LETTER.width * line.scale) / 0.6
  pdf
    .font(line.bold ? 'Courier-Bold' : 'Courier')
    .fontSize(size)
    .fillColor('#000000')
  pdf.text(line.text, MARGIN, y + (LETTER.row * line.scale - size) / 2, { lineBreak: false })
}

function drawQr(pdf: PDFKit.PDFDocument, it: Extract<Printed, { kind: 'qr' }>, y: number, width: number): void {
  const { modules } = QRCode.create(it.data, { errorCorrectionLevel: it.errorCorrection })
  const x = it.centred ? (width - modules.size * it.moduleDots) / 2 : MARGIN
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) !== 0)
        pdf.rect(x + column * it.moduleDots, y + row * it.moduleDots, it.moduleDots, it.moduleDots)
    }
  }
  pdf.fill('#000000')
}

function toPng(pdf: Buffer): Buffer {
  return pdfToPng(pdf, 72)
}

/** The first page of a PDF as a picture. */
export function pdfToPng(pdf: Buffer, dotsPerInch: number): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'lucka-picture-'))
  try {
    writeFileSync(join(folder, 'in.pdf'), pdf)
    execFileSync('pdftoppm', [
      '-r',
      String(dotsPerInch),
      '-png',
      '-singlefile',
      join(folder, 'in.pdf'),
      join(folder, 'out'),
    ])
    return readFileSync(join(folder, 'out.png'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
