import { expect, test } from 'vitest'
import { likelyCashOre, readAmount, typeAmount } from '#renderer/features/till/cash-amounts'

const typeAll = (keys: string) => Array.from(keys).reduce((typed, key) => typeAmount(typed, key), '')

test.each([
  [40_000, [50_000, 100_000]],
  [49_900, [50_000, 60_000, 100_000]],
  [6_000, [10_000, 20_000, 50_000]],
  [100, [2_000, 5_000, 10_000]],
  [100_000, []],
])('for %i öre the likely amounts are %j', (payableOre, expected) => {
  expect(likelyCashOre(payableOre)).toEqual(expected)
})

test('amounts are typed in kronor, with öre after either mark', () => {
  expect(readAmount(typeAll('500'))).toBe(50_000)
  expect(readAmount(typeAll('59,5'))).toBe(5_950)
  expect(readAmount(typeAll('59.05'))).toBe(5_905)
  expect(readAmount('')).toBeNull()
})

test('keys that do not fit leave the amount as it was', () => {
  expect(typeAll(',5')).toBe('5')
  expect(typeAll('1,,2')).toBe('1,2')
  expect(typeAll('1,234')).toBe('1,23')
  expect(typeAll('1234567')).toBe('123456')
  expect(typeAmount('12', 'Backspace')).toBe('1')
})
