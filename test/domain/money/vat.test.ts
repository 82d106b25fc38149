import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitVat, vatInside } from '#shared/domain/money/vat'

test.each([
  [10_600, 600, 600],
  [10_000, 600, 566],
  [11_200, 1_200, 1_200],
  [12_500, 2_500, 2_500],
  [19_999, 600, 1_132],
  [1, 600, 0],
  [9, 600, 1],
  [10_000, 0, 0],
  [-10_000, 600, -566],
  [0, 2_500, 0],
])('%d öre at %d holds %d öre of VAT', (grossOre, rateBp, vatOre) => {
  expect(vatInside(grossOre, rateBp)).toBe(vatOre)
})

test('a fraction of an öre is refused', () => {
  expect(() => vatInside(0.5, 600)).toThrow(RangeError)
})

const amounts = fc.array(
  fc.record({
    grossOre: fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }),
    vatRateBp: fc.constantFrom(0, 600, 1_200, 2_500, 1_071),
  }),
  { maxLength: 40 },
)

test('net and VAT add up to each part, and the parts to the whole, to the öre', () => {
  fc.assert(
    fc.property(amounts, (all) => {
      const parts = splitVat(all)
      for (const part of parts) expect(part.netOre + part.vatOre).toBe(part.grossOre)
      const sum = (ores: number[]) => ores.reduce((total, ore) => total + ore, 0)
      expect(sum(parts.map(({ grossOre }) => grossOre))).toBe(sum(all.map(({ grossOre }) => grossOre)))
      expect(parts.map(({ vatRateBp }) => vatRateBp)).toEqual(
        [...new Set(all.map((it) => it.vatRateBp))].sort((a, b) => a - b),
      )
    }),
  )
})

test('VAT is the nearest whole öre, and what goes back is what came in', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 0, max: 10_000 }), (grossOre, rateBp) => {
      const vat = vatInside(grossOre, rateBp)
      expect(Math.abs(vat - (grossOre * rateBp) / (10_000 + rateBp))).toBeLessThanOrEqual(0.500_001)
      expect(vatInside(-grossOre, rateBp) + vat).toBe(0)
    }),
  )
})
