import { describe, expect, test } from 'vitest'
import { ageOf } from '#renderer/features/payments/age'
import { filters, keyOf, passes, stateOf, withNewestPage } from '#renderer/features/payments/swish-entry'
import { aPayment, aRefund, moneyWithoutSeats } from './entries'

const noTimeLeft = () => 0
const inTime = () => 60

describe('how an entry stands', () => {
  test('a payment waits for the customer, and after three minutes for Swish', () => {
    const waiting = aPayment({ status: 'created' })
    expect(stateOf(waiting, inTime)).toEqual({ key: 'payment.created', tone: 'waiting' })
    expect(stateOf(waiting, noTimeLeft)).toEqual({ key: 'payment.late', tone: 'waiting' })
    expect(stateOf(aPayment({ status: 'created', cancelRequested: true }), inTime).key).toBe('payment.cancelling')
  })

  test('what needs a person says so before anything else', () => {
    expect(stateOf(aPayment({ status: 'unknown', attention: 'bank_silent' }), inTime).tone).toBe('look')
    expect(stateOf(aRefund({ status: 'error', attention: 'failed' }), inTime).tone).toBe('look')
    expect(stateOf(moneyWithoutSeats(), inTime).tone).toBe('look')
    expect(stateOf(moneyWithoutSeats({ resolution: 'seated' }), inTime)).toEqual({ key: 'due.seated', tone: 'done' })
  })
})

test('each filter shows what its name says', () => {
  const all = [
    aPayment({ id: 1, status: 'created' }),
    aPayment({ id: 2, status: 'paid' }),
    aPayment({ id: 3, status: 'declined' }),
    aPayment({ id: 4, status: 'error' }),
    aRefund({ id: 1, status: 'debited' }),
    aRefund({ id: 2, status: 'error', attention: 'failed' }),
  ]
  const shown = (filter: (typeof filters)[number]) => all.filter((entry) => passes(entry, filter)).map(keyOf)
  expect(shown('all')).toHaveLength(6)
  expect(shown('waiting')).toEqual(['payment-1', 'refund-1', 'refund-2'])
  expect(shown('paid')).toEqual(['payment-2'])
  expect(shown('failed')).toEqual(['payment-3', 'payment-4', 'refund-2'])
  expect(shown('refunds')).toEqual(['refund-1', 'refund-2'])
})

describe('reading the newest page again', () => {
  const page = (...ids: number[]) => ids.map((id) => aPayment({ id }, { minutes: 100 - id }))

  test('keeps the older pages, with what changed', () => {
    const { entries, keptOlder } = withNewestPage(page(4, 3, 2, 1), page(5, 4, 3), true)
    expect(entries.map(keyOf)).toEqual(['payment-5', 'payment-4', 'payment-3', 'payment-2', 'payment-1'])
    expect(keptOlder).toBe(true)
  })

  test('lets the older pages go when entries between them would be missing', () => {
    const { entries, keptOlder } = withNewestPage(page(2, 1), page(9, 8, 7), true)
    expect(entries.map(keyOf)).toEqual(['payment-9', 'payment-8', 'payment-7'])
    expect(keptOlder).toBe(false)
  })

  test('is the whole list when there is no more', () => {
    expect(withNewestPage(page(2, 1), page(3, 2, 1), false).entries).toHaveLength(3)
  })
})

test.each([
  [-500, 'seconds', 0],
  [119_999, 'seconds', 119],
  [120_000, 'minutes', 2],
  [7_199_000, 'minutes', 119],
  [7_200_000, 'hours', 2],
  [172_800_000, 'days', 2],
])('%i ms is told in %s: %i', (ms, unit, n) => {
  expect(ageOf(ms)).toEqual({ unit, n })
})
