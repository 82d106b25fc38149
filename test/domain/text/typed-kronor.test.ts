import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseKronor, typedKronor } from '#shared/text/typed-kronor'

test.each([
  ['199,99', 19_999],
  ['199.99', 19_999],
  ['99,5', 9_950],
  ['200', 20_000],
  ['0', 0],
  ['0,01', 1],
  [' 1 299,50 kr', 129_950],
  ['1\u00a0299', 129_900],
  ['4,35', 435],
  ['1,15', 115],
  ['100000000', 10_000_000_000],
])('%j is %i öre', (typed, ore) => {
  expect(parseKronor(typed)).toBe(ore)
})

test.each(['', ',', '-1', '+1', '1,999', '1.299,50', '1e3', 'kr', '12,', '٣', '100000000,01', '9999999999', 'NaN'])(
  '%j is no price',
  (typed) => {
    expect(parseKronor(typed)).toBeUndefined()
  },
)

test('every amount comes back from its own text, with comma and with point', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000_000 }),
      fc.constantFrom(',' as const, '.' as const),
      (ore, decimal) => {
        expect(parseKronor(typedKronor(ore, decimal))).toBe(ore)
      },
    ),
  )
})
