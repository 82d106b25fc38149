/**
 * What one scan of the test code tells of the scanner that sent it. The code holds what tells the known layouts apart (a hyphen,
 * Y and Z, A, Q, W and M, digits) and both cases.
 */
import { gapsOf, typedText, type BurstEnd, type KeyBurst, type Stroke } from './key-burst'
import { characterAt, layouts, type Layout } from './keyboard-layouts'
import { repairScan } from './repair-scan'

/** What the picture `components/scanning/test-code.svg` says. */
export const testCode = 'Lucka-test.QWYZAM.0123456789'

/** Above it a ticket takes so long that people wait for the scanner: two seconds for a signed code. */
const slowMsPerKey = 20

export interface ScannerReport {
  /**
   * `right`: as it stands there. `added`: with something before or after it. `one_case`: the scanner writes only capitals or
   * only small letters. `other`: no test code, or damaged beyond what can be told.
   */
  arrived: 'right' | 'caps_lock' | 'layout' | 'one_case' | 'added' | 'other'
  /** As the computer gave it. */
  typed: string
  /** What stood around the code. */
  added: string
  /** Null where keys do not tell. */
  scannerLayout: Layout | null
  computerLayout: Layout | null
  end: BurstEnd
  /** The middle one: a busy computer delivers some keys late. */
  msPerKey: number
  slow: boolean
}

function computerLayoutOf(strokes: readonly Stroke[]): Layout | null {
  const agrees = (layout: Layout) => strokes.every((stroke) => characterAt(layout, stroke) === stroke.key)
  return layouts.find(agrees) ?? null
}

function middleOf(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0
}

type Arrival = Pick<ScannerReport, 'arrived' | 'added' | 'scannerLayout'>

function arrivalOf(strokes: readonly Stroke[]): Arrival {
  const { text, repair } = repairScan(strokes, (read) => read.includes(testCode))
  const added = text.replace(testCode, '')
  const scannerLayout = repair?.cause === 'layout' ? repair.scannerLayout : null
  if (!text.includes(testCode)) {
    const isOneCase = text === testCode.toUpperCase() || text === testCode.toLowerCase()
    return { arrived: isOneCase ? 'one_case' : 'other', added: '', scannerLayout }
  }
  return { arrived: repair?.cause ?? (added === '' ? 'right' : 'added'), added, scannerLayout }
}

export function reportOf({ strokes, end }: KeyBurst): ScannerReport {
  const msPerKey = Math.round(middleOf(gapsOf(strokes)))
  return {
    ...arrivalOf(strokes),
    typed: typedText(strokes),
    computerLayout: computerLayoutOf(strokes),
    ...{ end, msPerKey, slow: msPerKey > slowMsPerKey },
  }
}
