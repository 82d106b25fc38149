import QRCode from 'qrcode'

/**
 * QR codes of tickets and of Swish payments: black on white, with the quiet zone of four modules that the standard asks
 * for, since scanners fail first where it is missing.
 */

const quietZoneModules = 4
const TICKET_LETTERS = 6

/** What a QR code says, and how it is coded. */
export interface QrContent {
  text: string
  /** Share of the symbol that may be unreadable: M about 15 %, H about 30 %. */
  errorCorrection: 'M' | 'H'
  /** `auto` picks the shortest coding; `byte` keeps the text in one run, as Swish's own codes have it. */
  mode: 'auto' | 'byte'
}

export interface QrGrid {
  /** Modules along one side, without the quiet zone. */
  size: number
  quietZoneModules: number
  isDark(row: number, column: number): boolean
}

/**
 * A ticket's text. Level H costs the bare code nothing: six letters fit the smallest symbol (21 × 21) at every level, and the
 * ticket may be on a cracked screen or a bad copy. The signed form takes 37 modules at M and would take 49 at H: finer modules
 * lose more to a camera than the better correction gives back.
 */
export function ticketQr(text: string): QrContent {
  return { text, errorCorrection: text.length === TICKET_LETTERS ? 'H' : 'M', mode: 'auto' }
}

/**
 * The code that the Swish app reads: `D` and the payment's token.
 *
 * @param errorCorrection M as Swish's design rules have it; H for a code with something over its middle. With a mark a quarter
 * of the symbol wide, M still reads but has nothing left for a smudge on the screen.
 */
export function swishQr(token: string, errorCorrection: 'M' | 'H' = 'M'): QrContent {
  return { text: `D${token}`, errorCorrection, mode: 'byte' }
}

/** An address that a phone's camera opens. */
export const linkQr = (address: string): QrContent => ({ text: address, errorCorrection: 'M', mode: 'auto' })

function segmentsOf({ text, mode }: QrContent): string | QRCode.QRCodeSegment[] {
  return mode === 'auto' ? text : [{ mode: 'byte', data: new TextEncoder().encode(text) }]
}

/** The modules themselves, for whoever draws them. */
export function qrGrid(content: QrContent): QrGrid {
  const { modules } = QRCode.create(segmentsOf(content), { errorCorrectionLevel: content.errorCorrection })
  return { size: modules.size, quietZoneModules, isDark: (row, column) => modules.get(row, column) !== 0 }
}

/**
 * Draws a PNG picture.
 *
 * @param modulePx width of one module in pixels; whole, so that edges stay sharp
 */
export function renderQrPng(content: QrContent, modulePx = 10): Promise<Buffer> {
  return QRCode.toBuffer(segmentsOf(content), {
    type: 'png',
    errorCorrectionLevel: content.errorCorrection,
    margin: quietZoneModules,
    scale: modulePx,
  })
}

/** Draws an SVG document that takes whatever size it is given. */
export function renderQrSvg(content: QrContent): Promise<string> {
  return QRCode.toString(segmentsOf(content), {
    type: 'svg',
    errorCorrectionLevel: content.errorCorrection,
    margin: quietZoneModules,
  })
}
