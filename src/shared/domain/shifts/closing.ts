import { cashCounted, type CountedPieces } from './cash-count'
import type { ReportTender, ShiftReport } from './shift-report'

/** What a person counted at the close. Null: not looked at. */
export interface Count {
  pieces: readonly CountedPieces[]
  /** The terminal's own total. */
  cardOre: number | null
  /** What the venue's Swish says about payments that were only looked at. */
  swishByEyeOre: number | null
}

/** One tender's figures beside each other. */
export interface Comparison {
  tender: Extract<ReportTender, 'cash' | 'card' | 'swish_by_eye'>
  expectedOre: number
  countedOre: number
  /** Counted less expected. */
  differenceOre: number
}

/** Compares what was counted with what was recorded: cash always, the others where somebody looked. */
export function compareCount(report: ShiftReport, count: Count): Comparison[] {
  const recorded = (tender: ReportTender) => report.tenders.find((sum) => sum.tender === tender)?.netOre ?? 0
  const compared = (tender: Comparison['tender'], expectedOre: number, countedOre: number): Comparison => ({
    tender,
    expectedOre,
    countedOre,
    differenceOre: countedOre - expectedOre,
  })
  return [
    compared('cash', report.cash.expectedOre, cashCounted(count.pieces)),
    ...(count.cardOre === null ? [] : [compared('card', recorded('card'), count.cardOre)]),
    ...(count.swishByEyeOre === null ? [] : [compared('swish_by_eye', recorded('swish_by_eye'), count.swishByEyeOre)]),
  ]
}

/** A difference that nobody explains is a question for ever, so that the close asks for a note. */
export const needsNote = (comparisons: readonly Comparison[]): boolean =>
  comparisons.some(({ differenceOre }) => differenceOre !== 0)
