import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitVat } from '#shared/domain/money/vat'
import { discountOre, shareDiscount } from '#shared/domain/orders/discount'

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)
const prices = fc.array(fc.oneof(fc.nat({ max: 50_000 }), fc.nat({ max: 10_000_000_000 })), { maxLength: 60 })

test.each([
  [39_998, { rule: 'amount', value: 5_000 }, 5_000],
  [39_998, { rule: 'amount', value: 50_000 }, 39_998],
  [39_998, { rule: 'percent', value: 1_000 }, 4_000],
  [5, { rule: 'percent', value: 1_000 }, 1],
  [4, { rule: 'percent', value: 1_000 }, 0],
  [39_998, { rule: 'percent', value: 10_000 }, 39_998],
  [39_998, undefined, 0],
] as const)('of %i öre, %j takes off %i', (grossOre, discount, expected) => {
  expect(discountOre(grossOre, discount)).toBe(expected)
})

test('a discount is whole öre, never below nothing and never more than the sum; a percentage grows with the sum', () => {
  const discount = fc.oneof(
    fc.record({ rule: fc.constant('amount' as const), value: fc.integer({ min: 1, max: 10_000_000_000 }) }),
    fc.record({ rule: fc.constant('percent' as const), value: fc.integer({ min: 1, max: 10_000 }) }),
  )
  fc.assert(
    fc.property(fc.nat({ max: 10_000_000_000 }), fc.nat({ max: 100_000 }), discount, (grossOre, more, its) => {
      const off = discountOre(grossOre, its)
      expect(Number.isSafeInteger(off)).toBe(true)
      expect(off).toBeGreaterThanOrEqual(0)
      expect(off).toBeLessThanOrEqual(grossOre)
      expect(discountOre(grossOre + more, its)).toBeGreaterThanOrEqual(off)
    }),
  )
})

test('shares of a discount add up to it to the öre, and none is above its price', () => {
  fc.assert(
    fc.property(prices, fc.double({ min: 0, max: 1, noNaN: true }), (pricesOre, part) => {
      const total = Math.floor(sum(pricesOre) * part)
      const shares = shareDiscount(pricesOre, total)
      expect(sum(shares)).toBe(pricesOre.length === 0 ? 0 : total)
      for (const [at, share] of shares.entries()) {
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(pricesOre[at] ?? 0)
      }
    }),
  )
})

test('whatever is taken off, the VAT of a receipt adds up: net and VAT to each rate’s sum, the rates to the whole', () => {
  const tickets = fc.array(
    fc.record({ priceOre: fc.nat({ max: 500_000 }), vatRateBp: fc.constantFrom(0, 600, 1_200, 2_500) }),
    { minLength: 1, maxLength: 40 },
  )
  fc.assert(
    fc.property(tickets, fc.nat({ max: 10_000 }), fc.constantFrom(1, -1), (sold, percent, sign) => {
      const pricesOre = sold.map(({ priceOre }) => priceOre)
      const off = discountOre(sum(pricesOre), percent === 0 ? undefined : { rule: 'percent', value: percent })
      const shares = shareDiscount(pricesOre, off)
      const parts = splitVat(
        sold.map(({ priceOre, vatRateBp }, at) => ({ vatRateBp, grossOre: sign * (priceOre - (shares[at] ?? 0)) })),
      )
      expect(sum(parts.map(({ grossOre }) => grossOre))).toBe(sign * (sum(pricesOre) - off) + 0)
      for (const { grossOre, netOre, vatOre, vatRateBp } of parts) {
        expect(netOre + vatOre).toBe(grossOre)
        // Within half an öre of the exact VAT.
        expect(Math.abs(vatOre - (grossOre * vatRateBp) / (10_000 + vatRateBp))).toBeLessThanOrEqual(0.5)
      }
    }),
  )
})
