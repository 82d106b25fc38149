/**
 * Reads ESC/POS as a receipt printer does, as far as Lucka speaks it; any other command is an error, so that nothing strange
 * reaches a printer unseen. Source: Epson, ESC/POS command reference.
 */

interface PrintedLine {
  text: string
  /** 2: twice as wide and high. */
  scale: 1 | 2
  bold: boolean
}
export type Printed =
  | ({ kind: 'line' } & PrintedLine)
  | { kind: 'qr'; data: string; moduleDots: number; errorCorrection: 'L' | 'M' | 'Q' | 'H'; centred: boolean }
  | { kind: 'cut' }
  | { kind: 'drawer'; onMs: number; offMs: number }

/** As Epson's table of code pages numbers them. */
const codePages: Readonly<Record<number, string>> = { 2: 'cp850', 16: 'windows1252', 19: 'cp858' }

/** The letters that Swedish receipts use, beyond ASCII. */
const cp858 = new Map(
  Object.entries({
    0x81: 'ü',
    0x82: 'é',
    0x84: 'ä',
    0x86: 'å',
    0x8e: 'Ä',
    0x8f: 'Å',
    0x94: 'ö',
    0x99: 'Ö',
    0xd5: '€',
  }).map(([byte, letter]) => [Number(byte), letter]),
)

function letterOf(byte: number, codePage: string): string {
  if (byte < 0x80) return String.fromCharCode(byte)
  if (codePage === 'windows1252') return new TextDecoder('windows-1252').decode(Uint8Array.of(byte))
  const letter = cp858.get(byte)
  if (letter === undefined || (codePage === 'cp850' && letter === '€')) {
    throw new Error(`0x${byte.toString(16)} is no letter that a Swedish receipt has in ${codePage}`)
  }
  return letter
}

export function interpretEscPos(bytes: Uint8Array): Printed[] {
  const printed: Printed[] = []
  const qr = { moduleDots: 3, errorCorrection: 'L' as 'L' | 'M' | 'Q' | 'H', data: '' }
  let codePage = 'cp437'
  let bold = false
  let scale: 1 | 2 = 1
  let align = 0
  let row: PrintedLine = { text: '', scale: 1, bold: false }
  let at = 0
  const next = () => {
    const byte = bytes[at++]
    if (byte === undefined) throw new Error('a command is cut off')
    return byte
  }
  const unknown = (...command: number[]) =>
    new Error(`unknown command ${command.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')} at ${at}`)

  function escape(): void {
    const command = next()
    switch (command) {
      case 0x40: // @ starts anew
        ;[codePage, bold, scale, align] = ['cp437', false, 1, 0]
        return
      case 0x4d: // M font
        if (next() !== 0) throw new Error('not font A')
        return
      case 0x74: {
        const number = next()
        const page = codePages[number]
        if (page === undefined) throw new Error(`code page ${number}`)
        codePage = page
        return
      }
      case 0x45:
        bold = next() !== 0
        return
      case 0x61:
        align = next()
        return
      case 0x70: {
        next() // Which of the two pins.
        printed.push({ kind: 'drawer', onMs: 2 * next(), offMs: 2 * next() })
        return
      }
      default:
        throw unknown(0x1b, command)
    }
  }

  function qrCommand(): void {
    if (next() !== 0x6b) throw unknown(0x1d, 0x28)
    const length = next() + 256 * next()
    const parameters = bytes.subarray(at, at + length)
    at += length
    const [, command, value = 0] = parameters
    if (command === 0x43) qr.moduleDots = value
    if (command === 0x45) qr.errorCorrection = (['L', 'M', 'Q', 'H'] as const)[value - 0x30] ?? 'L'
    if (command === 0x50) qr.data = new TextDecoder().decode(parameters.subarray(3))
    if (command === 0x51) {
      const { moduleDots, errorCorrection, data } = qr
      printed.push({ kind: 'qr', data, moduleDots, errorCorrection, centred: align === 1 })
    }
  }

  function group(): void {
    const command = next()
    if (command === 0x28) qrCommand()
    else if (command === 0x21) {
      const size = next()
      if (size !== 0x00 && size !== 0x11) throw unknown(0x1d, 0x21, size)
      scale = size === 0x11 ? 2 : 1
    } else if (command === 0x56) {
      next()
      printed.push({ kind: 'cut' })
    } else throw unknown(0x1d, command)
  }

  while (at < bytes.length) {
    const byte = next()
    if (byte === 0x1b) escape()
    else if (byte === 0x1d) group()
    else if (byte === 0x1c) {
      if (next() !== 0x2e) throw unknown(0x1c)
    } else if (byte === 0x0a) {
      printed.push({ kind: 'line', ...row })
      row = { text: '', scale: 1, bold: false }
    } else if (byte < 0x20) throw unknown(byte)
    else row = { text: row.text + letterOf(byte, codePage), scale, bold }
  }
  return printed
}
