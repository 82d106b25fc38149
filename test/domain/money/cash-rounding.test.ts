import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cashRounding } from '#shared/domain/money/cash-rounding'
import { priceText } from '#shared/domain/money/price-text'

test.each([
  [0, 0, 0],
  [49, 0, -49],
  [50, 100, 50],
  [19_949, 19_900, -49],
  [19_950, 20_000, 50],
  [39_998, 40_000, 2],
])('%i öre is paid with %i in cash', (totalOre, payableOre, roundingOre) => {
  expect(cashRounding(totalOre)).toEqual({ payableOre, roundingOre })
})

test('rounding always comes to whole kronor, at most half a krona away', () => {
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000_000 }), (totalOre) => {
      const { payableOre, roundingOre } = cashRounding(totalOre)
      expect(payableOre % 100).toBe(0)
      expect(payableOre - roundingOre).toBe(totalOre)
      expect(Math.abs(roundingOre)).toBeLessThanOrEqual(50)
    }),
  )
})

test.each([-1, 0.5, Number.NaN, 2 ** 53])('%d is not an amount', (ore) => {
  expect(() => cashRounding(ore)).toThrow(RangeError)
})

test.each([
  [19_999, '199.99'],
  [9_950, '99.50'],
  [5, '0.05'],
  [0, '0.00'],
  [100_000_00, '100000.00'],
])('the ticket API writes %i öre as %s', (ore, text) => {
  expect(priceText(ore)).toBe(text)
})
