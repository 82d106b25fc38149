import { expect, test } from 'vitest'
import { dutyLevel, twelveMonthsBefore } from '#shared/domain/register-duty/register-duty'

const limit = 23_680_000

test.each([
  [-1, 'below'],
  [0, 'below'],
  [18_943_999, 'below'],
  [18_944_000, 'near'],
  [23_680_000, 'near'],
  [23_680_001, 'above'],
] as const)('sales of %i öre are %s the limit of four price base amounts', (sales, level) => {
  expect(dutyLevel(sales, limit)).toBe(level)
})

test('twelve months before is the same day of the year before, and leap day’s is the first of March', () => {
  expect(twelveMonthsBefore('2026-11-24T18:00:00.000Z')).toBe('2025-11-24T18:00:00.000Z')
  expect(twelveMonthsBefore('2028-02-29T12:00:00.000Z')).toBe('2027-03-01T12:00:00.000Z')
})
