import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocateRefund, type MoneyTender, type RefundSource } from '#shared/domain/payments/allocate-refund'

const order: MoneyTender[] = ['swish', 'card', 'swish_by_eye', 'cash']
const sources = fc
  .array(
    fc.record({
      tender: fc.constantFrom(...order),
      leftOre: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 10_000_000_000 })),
    }),
    { maxLength: 8 },
  )
  .map((them) => them.map((it, index): RefundSource => ({ ...it, paymentId: index + 1 })))
const leftOf = (them: readonly RefundSource[]) => them.reduce((sum, { leftOre }) => sum + leftOre, 0)

test('Swish gives back first, then the card, what was seen, and the drawer last', () => {
  const paid: RefundSource[] = [
    { paymentId: 1, tender: 'cash', leftOre: 10_000 },
    { paymentId: 2, tender: 'card', leftOre: 5_000 },
    { paymentId: 3, tender: 'swish_by_eye', leftOre: 2_000 },
    { paymentId: 4, tender: 'swish', leftOre: 3_000 },
    { paymentId: 5, tender: 'swish', leftOre: 1_000 },
  ]
  const given = allocateRefund(paid, 11_500)?.map(({ source, amountOre }) => [source.paymentId, amountOre])
  expect(given).toEqual([
    [4, 3_000],
    [5, 1_000],
    [2, 5_000],
    [3, 2_000],
    [1, 500],
  ])
})

test('what is given back adds up to the öre, never more from a payment than is left of it, and no tender before its turn', () => {
  fc.assert(
    fc.property(sources, fc.double({ min: 0, max: 1, noNaN: true }), (paid, part) => {
      const amountOre = Math.floor(leftOf(paid) * part)
      const shares = allocateRefund(paid, amountOre)
      expect(shares?.reduce((sum, share) => sum + share.amountOre, 0)).toBe(amountOre)
      for (const { source, amountOre: ore } of shares ?? []) {
        expect(ore).toBeGreaterThan(0)
        expect(ore).toBeLessThanOrEqual(source.leftOre)
      }
      expect(new Set(shares?.map(({ source }) => source.paymentId)).size).toBe(shares?.length)
      const last = shares?.at(-1)?.source
      for (const source of paid) {
        const before = last !== undefined && order.indexOf(source.tender) < order.indexOf(last.tender)
        const gave = shares?.find((share) => share.source === source)?.amountOre ?? 0
        if (before) expect(gave).toBe(source.leftOre)
      }
    }),
  )
})

test('more than is left is not given at all', () => {
  fc.assert(
    fc.property(sources, fc.integer({ min: 1, max: 1_000 }), (paid, beyond) => {
      expect(allocateRefund(paid, leftOf(paid) + beyond)).toBeUndefined()
    }),
  )
})

test('refunds one after the other use up the same money as one refund of it all', () => {
  fc.assert(
    fc.property(sources, fc.integer({ min: 1, max: 5 }), (paid, turns) => {
      let left = paid
      const total = leftOf(paid)
      for (let turn = 1; turn <= turns; turn++) {
        const part = turn === turns ? leftOf(left) : Math.floor(total / turns)
        const shares = allocateRefund(left, part) ?? []
        left = left.map((source) => {
          const share = shares.find((it) => it.source === source)
          return { ...source, leftOre: source.leftOre - (share?.amountOre ?? 0) }
        })
      }
      expect(leftOf(left)).toBe(0)
    }),
  )
})
