import type { Slip, SlipLine } from '#shared/domain/printing/slip'
import { printableLine } from '../tickets/printable-text'

/** One row of a slip on a grid of letters. A large row has half as many, each twice as high and wide. */
export type SlipRow =
  | { kind: 'text'; text: string; large: boolean; bold: boolean }
  | { kind: 'rule' }
  | { kind: 'gap' }
  | { kind: 'qr'; data: string }

/** Letters that receipt printers' tables lack, as the nearest that they have. */
const nearest: Readonly<Record<string, string>> = {
  '\u2212': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2011': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2026': '...',
  '\u00d7': 'x',
}

/** One line as every receipt printer can write it. */
const plain = (text: string): string =>
  printableLine(text.replace(/\s/g, ' ')).replace(
    /[\u2212\u2013\u2014\u2011\u2018\u2019\u201c\u201d\u2026\u00d7]/g,
    (it) => nearest[it] ?? it,
  )

/**
 * Sets a slip on lines of `columns` letters: wrapped between words, amounts at the right edge. Text and ESC/POS are drawn from
 * the same rows, so that a golden text shows what the paper will.
 */
export function layOutSlip(slip: Slip, columns: number): SlipRow[] {
  return slip.lines.flatMap((line) => layOutLine(line, columns))
}

function layOutLine(line: SlipLine, columns: number): SlipRow[] {
  switch (line.kind) {
    case 'rule':
    case 'gap':
      return [line]
    case 'qr':
      return [
        { kind: 'qr', data: line.data },
        ...(line.caption === undefined
          ? []
          : layOutLine({ kind: 'text', text: line.caption, align: 'centre' }, columns)),
      ]
    case 'text': {
      const { width, ...look } = lookOf(line, columns)
      return wrap(plain(line.text), width).map((text) => ({
        ...look,
        text: alignText(text, width, line.align ?? 'left'),
      }))
    }
    case 'pair': {
      const { width, ...look } = lookOf(line, columns)
      const right = plain(line.right)
      const rows = wrap(plain(line.left), Math.max(width - right.length - 1, 1))
      return rows.map((left, index) => ({
        ...look,
        // The amount stands beside the last row of its words.
        text: index === rows.length - 1 ? left + right.padStart(width - left.length) : left,
      }))
    }
  }
}

function lookOf(line: { size?: 'normal' | 'large'; bold?: boolean }, columns: number) {
  const large = line.size === 'large'
  return { kind: 'text' as const, large, bold: line.bold ?? false, width: large ? Math.floor(columns / 2) : columns }
}

function alignText(text: string, width: number, align: 'left' | 'centre' | 'right'): string {
  if (align === 'left') return text
  const free = width - text.length
  return ' '.repeat(align === 'right' ? free : Math.floor(free / 2)) + text
}

/** Wraps between words; a word longer than a line is broken where the line ends. */
function wrap(text: string, width: number): string[] {
  const rows: string[] = []
  let row = ''
  for (let word of text.split(' ')) {
    if (row !== '' && row.length + 1 + word.length > width) {
      rows.push(row)
      row = ''
    }
    while (word.length > width) {
      rows.push(word.slice(0, width))
      word = word.slice(width)
    }
    row = row === '' ? word : `${row} ${word}`
  }
  rows.push(row)
  return rows
}
