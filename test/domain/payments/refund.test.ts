import { describe, expect, test } from 'vitest'
import {
  isRefundOpen,
  mayRefundMove,
  openRefundStatuses,
  ruleOnRefundNews,
  rightToRefund,
  unrefundable,
  worthOf,
  type RefundableTicket,
  type RefundNews,
  type RefundRuling,
  type RefundStatus,
} from '#shared/domain/payments/refund'

const statuses = ['initiated', 'created', 'debited', 'unknown', 'paid', 'error'] as const satisfies RefundStatus[]
const refund = { amountOre: 19_999 }
const news = (status: RefundNews['status'], change: Partial<RefundNews> = {}): RefundNews => ({
  status,
  amountOre: 19_999,
  currency: 'SEK',
  errorCode: null,
  ...change,
})

const rulings: [string, RefundNews, RefundRuling][] = [
  ['CREATED', news('CREATED'), { status: 'created', attention: null }],
  ['VALIDATED', news('VALIDATED'), { status: 'created', attention: null }],
  ['DEBITED', news('DEBITED'), { status: 'debited', attention: null }],
  ['PAID', news('PAID'), { status: 'paid', attention: null }],
  ['PAID, another amount', news('PAID', { amountOre: 20_000 }), { status: 'unknown', attention: 'differs' }],
  ['PAID in euro', news('PAID', { currency: 'EUR' }), { status: 'unknown', attention: 'differs' }],
  ['ERROR', news('ERROR', { errorCode: 'RF07' }), { status: 'error', attention: 'failed' }],
  ['ERROR without a code', news('ERROR'), { status: 'error', attention: 'failed' }],
  ['ERROR DS24', news('ERROR', { errorCode: 'DS24' }), { status: 'unknown', attention: 'bank_silent' }],
  ['a status of no list', news('OTHER'), { status: 'unknown', attention: 'unanswered' }],
]

test.each(rulings)('%s is ruled as the rules say', (_, said, ruling) => {
  expect(ruleOnRefundNews(refund, said)).toEqual(ruling)
})

const moves: Record<RefundStatus, string> = {
  //         i c d u p e
  initiated: '. + + + + +',
  created: '. . + + + +',
  debited: '. . . + + +',
  unknown: '. + + . + +',
  paid: '. . . . . .',
  // Given up here, and carried out by Swish after all: money out is never denied.
  error: '. . . . + .',
}

describe.each(statuses)('a refund that is %s', (from) => {
  test.each(statuses)('meets %s', (to) => {
    expect(mayRefundMove(from, to)).toBe(moves[from].split(' ')[statuses.indexOf(to)] === '+')
  })

  test('hears of everything that Swish can say: an end is left for money only', () => {
    if (isRefundOpen(from)) return
    for (const [, said] of rulings) {
      const { status } = ruleOnRefundNews(refund, said)
      expect(mayRefundMove(from, status)).toBe(from === 'error' && status === 'paid')
    }
  })
})

test('a refund is open until it is paid or has failed', () => {
  expect(statuses.filter(isRefundOpen)).toEqual([...openRefundStatuses])
})

describe('which tickets can be refunded', () => {
  const ticket = (code: string, change: Partial<RefundableTicket> = {}): RefundableTicket => ({
    code,
    priceOre: 19_999,
    discountOre: 0,
    timesUsed: 0,
    refundId: null,
    ...change,
  })
  const tickets = [ticket('AAAAAA'), ticket('BBBBBB', { timesUsed: 1 }), ticket('CCCCCC', { refundId: 4 })]

  test.each([
    [['AAAAAA'], undefined],
    [[], undefined],
    [['ZZZZZZ'], { code: 'ZZZZZZ', reason: 'not_in_order' }],
    [['BBBBBB'], { code: 'BBBBBB', reason: 'used' }],
    [['CCCCCC'], { code: 'CCCCCC', reason: 'refunded' }],
    [['AAAAAA', 'BBBBBB'], { code: 'BBBBBB', reason: 'used' }],
    [['CCCCCC', 'ZZZZZZ'], { code: 'CCCCCC', reason: 'refunded' }],
  ])('%j', (wanted, reason) => {
    expect(unrefundable(tickets, wanted)).toEqual(reason)
  })

  test('used ones too, if somebody says so', () => {
    expect(unrefundable(tickets, ['AAAAAA', 'BBBBBB'], { evenUsed: true })).toBeUndefined()
    expect(unrefundable(tickets, ['CCCCCC'], { evenUsed: true })?.reason).toBe('refunded')
  })

  test('for what was paid for them, with the larger right above the limit or for used ones', () => {
    const [unused, used] = [ticket('AAAAAA', { discountOre: 9_999 }), ticket('BBBBBB', { timesUsed: 1 })]
    expect(worthOf([unused, used])).toBe(29_999)
    expect(rightToRefund(50_000, 0, 50_000, [unused])).toBe('refund')
    expect(rightToRefund(50_001, 0, 50_000, [unused])).toBe('large_refund')
    expect(rightToRefund(1, 0, 50_000, [unused, used])).toBe('large_refund')
    expect(rightToRefund(10_000, 40_000, 50_000, [unused])).toBe('refund')
    expect(rightToRefund(10_000, 40_001, 50_000, [unused])).toBe('large_refund')
    expect(rightToRefund(0, 60_000, 50_000, [unused])).toBe('refund')
  })

  test('a ticket that was used and refunded is told as refunded', () => {
    expect(unrefundable([ticket('AAAAAA', { timesUsed: 1, refundId: 4 })], ['AAAAAA'])?.reason).toBe('refunded')
  })
})
