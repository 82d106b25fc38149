import { expect, test } from 'vitest'
import { mayMove, paymentAttemptStatuses, statusFromSwish } from '#shared/domain/payments/payment-attempt'
import { pollDelayMs } from '#shared/domain/payments/poll-schedule'

const attempt = { amountOre: 39_998, payeeAlias: '1231181189' }
const news = { status: 'PAID' as const, amountOre: 39_998, payeeAlias: '1231181189', currency: 'SEK' }

test('paid is called paid only when amount, payee and currency are what was asked for', () => {
  expect(statusFromSwish(attempt, news)).toBe('paid')
  expect(statusFromSwish(attempt, { ...news, amountOre: 39_997 })).toBe('unknown')
  expect(statusFromSwish(attempt, { ...news, payeeAlias: '1239999999' })).toBe('unknown')
  expect(statusFromSwish(attempt, { ...news, currency: 'EUR' })).toBe('unknown')
})

test.each(['paid', 'declined', 'error', 'cancelled'] as const)('%s is final', (from) => {
  for (const to of paymentAttemptStatuses) expect(mayMove(from, to)).toBe(false)
})

test('the same news twice changes nothing', () => {
  for (const status of paymentAttemptStatuses) expect(mayMove(status, status)).toBe(false)
})

test('Swish is asked less often the older a payment is', () => {
  expect([0, 59_999, 60_000, 599_999, 600_000].map(pollDelayMs)).toEqual([1_000, 1_000, 5_000, 5_000, 60_000])
})
