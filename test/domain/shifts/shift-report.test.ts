import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { cashCounted } from '#shared/domain/shifts/cash-count'
import { compareCount, needsNote } from '#shared/domain/shifts/closing'
import { shareVat } from '#shared/domain/shifts/share-vat'
import { composeShiftReport, type ShiftFacts } from '#shared/domain/shifts/shift-report'

const nothing = { count: 0, amountOre: 0 }
const facts = (more: Partial<ShiftFacts> = {}): ShiftFacts => ({
  floatOre: 100_000,
  payments: [],
  movements: [],
  receipts: [],
  vat: [],
  articles: [],
  discounts: nothing,
  complimentary: nothing,
  copies: nothing,
  unfinished: nothing,
  drawerOpenings: 0,
  grandTotals: null,
  ...more,
})
const payment = (more: Partial<ShiftFacts['payments'][number]>): ShiftFacts['payments'][number] => ({
  tender: 'cash',
  direction: 'in',
  training: false,
  count: 1,
  amountOre: 19_999,
  roundingOre: 1,
  ...more,
})
const moved = { reason: 'Växel', at: '2026-11-24T17:00:00.000Z', by: 'Kim' }

describe('cash that must lie in the drawer', () => {
  test('is the float, what was put in and taken out, and cash sales and refunds with their rounding', () => {
    const { cash } = composeShiftReport(
      facts({
        payments: [
          payment({ amountOre: 39_998, roundingOre: 2 }),
          payment({ direction: 'out', amountOre: -19_999, roundingOre: -1 }),
          payment({ tender: 'card', roundingOre: 0 }),
        ],
        movements: [
          { ...moved, kind: 'paid_in', amountOre: 50_000 },
          { ...moved, kind: 'paid_out', amountOre: 30_000 },
        ],
      }),
    )
    expect(cash).toEqual({
      floatOre: 100_000,
      paidInOre: 50_000,
      paidOutOre: 30_000,
      salesOre: 40_000,
      refundsOre: 20_000,
      expectedOre: 140_000,
    })
  })

  test('is not touched by practice', () => {
    const report = composeShiftReport(
      facts({
        payments: [payment({ training: true })],
        receipts: [{ kind: 'sale', training: true, count: 3, totalOre: 59_997 }],
      }),
    )
    expect(report.cash.expectedOre).toBe(100_000)
    expect(report.tenders).toEqual([])
    expect(report.sales).toEqual({ count: 0, amountOre: 0, tickets: 0 })
    expect(report.training).toEqual({ count: 3, amountOre: 59_997 })
  })
})

describe('sales', () => {
  const day = facts({
    payments: [
      payment({ count: 2, amountOre: 49_948, roundingOre: 52 }),
      payment({ tender: 'card', amountOre: 9_950, roundingOre: 0 }),
      payment({ direction: 'out', amountOre: -9_950, roundingOre: -50 }),
    ],
    receipts: [
      { kind: 'sale', training: false, count: 3, totalOre: 59_898 },
      { kind: 'return', training: false, count: 1, totalOre: -9_950 },
    ],
    vat: [
      { kind: 'sale', vatRateBp: 600, grossOre: 59_898, netOre: 56_507, vatOre: 3_391 },
      { kind: 'return', vatRateBp: 600, grossOre: -9_950, netOre: -9_387, vatOre: -563 },
    ],
    articles: [
      { title: 'Standard', vatRateBp: 600, count: 2, grossOre: 39_998 },
      { title: 'Student', vatRateBp: 600, count: 2, grossOre: 19_900 },
      { title: 'Student', vatRateBp: 600, count: -1, grossOre: -9_950 },
    ],
    grandTotals: { salesOre: 1_000_000, returnsOre: -50_000, netOre: 950_000 },
  })
  const report = composeShiftReport(day)

  test('are those of the receipts, returns apart', () => {
    expect(report.sales).toEqual({ count: 3, amountOre: 59_898, tickets: 4 })
    expect(report.returns).toEqual({ count: 1, amountOre: -9_950, tickets: 1 })
    expect(report.netOre).toBe(49_948)
    expect(report.vat).toEqual([{ vatRateBp: 600, grossOre: 49_948, netOre: 47_120, vatOre: 2_828 }])
  })

  test('by article add up to sales and to VAT, to the öre', () => {
    expect(report.articles.map(({ title, count, grossOre }) => [title, count, grossOre])).toEqual([
      ['Standard', 2, 39_998],
      ['Student', 1, 9_950],
    ])
    expect(report.articles.reduce((sum, { netOre }) => sum + netOre, 0)).toBe(47_120)
  })

  test('and money agree when all of it stands on receipts', () => {
    expect(report.withoutReceiptOre).toBe(0)
    expect(report.tenders.map(({ tender, netOre }) => [tender, netOre])).toEqual([
      ['cash', 40_000],
      ['card', 9_950],
    ])
  })

  test('a part that was paid for a sale that is not finished stands on its own line', () => {
    const part = payment({ tender: 'swish_by_eye', amountOre: 5_000, roundingOre: 0 })
    expect(composeShiftReport({ ...day, payments: [...day.payments, part] }).withoutReceiptOre).toBe(5_000)
  })

  test('are carried into the grand totals', () => {
    expect(report.grandTotals).toEqual({ salesOre: 1_059_898, returnsOre: -59_950, netOre: 999_948 })
  })
})

test('shared VAT adds up to the whole, and no share is more than an öre from its proportion', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1 }), (grossOre) => {
      const wholeOre = grossOre.reduce((sum, ore) => sum + ore, 0)
      const vatOre = Math.round((wholeOre * 600) / 10_600)
      const shares = shareVat(grossOre, vatOre)
      expect(shares.reduce((sum, ore) => sum + ore, 0)).toBe(vatOre)
      for (const [at, ore] of grossOre.entries()) {
        expect(Math.abs((shares[at] ?? 0) - (vatOre * ore) / wholeOre)).toBeLessThanOrEqual(1)
      }
    }),
  )
})

describe('a count', () => {
  const report = composeShiftReport(facts({ payments: [payment({ tender: 'card', roundingOre: 0 })] }))
  const pieces = [
    { valueOre: 50_000, count: 1 },
    { valueOre: 10_000, count: 4 },
    { valueOre: 1_000, count: 10 },
  ]

  test('adds up', () => {
    expect(cashCounted(pieces)).toBe(100_000)
  })

  test('that is right needs no note', () => {
    const same = compareCount(report, { pieces, cardOre: 19_999, swishByEyeOre: null })
    expect(same.map(({ tender, differenceOre }) => [tender, differenceOre])).toEqual([
      ['cash', 0],
      ['card', 0],
    ])
    expect(needsNote(same)).toBe(false)
  })

  test('that differs anywhere needs one', () => {
    expect(needsNote(compareCount(report, { pieces, cardOre: 20_000, swishByEyeOre: null }))).toBe(true)
    expect(needsNote(compareCount(report, { pieces: [], cardOre: null, swishByEyeOre: null }))).toBe(true)
  })
})
