import { expect, test } from 'vitest'
import { formatMoney, formatMoneyColumn } from '#shared/text/format-money'

test.each([
  [19_999, '199,99\u00a0kr', '199.99\u00a0kr'],
  [20_000, '200\u00a0kr', '200\u00a0kr'],
  [9_950, '99,50\u00a0kr', '99.50\u00a0kr'],
  [5, '0,05\u00a0kr', '0.05\u00a0kr'],
  [0, '0\u00a0kr', '0\u00a0kr'],
  [129_900, '1\u00a0299\u00a0kr', '1,299\u00a0kr'],
  [123_456_789, '1\u00a0234\u00a0567,89\u00a0kr', '1,234,567.89\u00a0kr'],
  [-19_999, '\u2212199,99\u00a0kr', '\u2212199.99\u00a0kr'],
  [Number.MAX_SAFE_INTEGER, '90\u00a0071\u00a0992\u00a0547\u00a0409,91\u00a0kr', '90,071,992,547,409.91\u00a0kr'],
])('%i öre is written as people read it', (ore, swedish, english) => {
  expect(formatMoney(ore, 'sv')).toBe(swedish)
  expect(formatMoney(ore, 'en')).toBe(english)
})

test('a column of figures always has two decimals and no unit', () => {
  expect(formatMoneyColumn(39_998, 'sv')).toBe('399,98')
  expect(formatMoneyColumn(20_000, 'sv')).toBe('200,00')
  expect(formatMoneyColumn(129_905, 'en')).toBe('1,299.05')
})

test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d is not whole öre', (ore) => {
  expect(() => formatMoney(ore, 'sv')).toThrow(RangeError)
  expect(() => formatMoneyColumn(ore, 'sv')).toThrow(RangeError)
})
