import { describe, expect, test } from 'vitest'
import {
  isLive,
  livePaymentAttemptStatuses,
  mayMove,
  NEVER_ARRIVED_AFTER_MS,
  paymentAttemptStatuses,
  ruleOnNews,
  ruleOnNotFound,
  type AttemptRuling,
  type PaymentAttemptStatus,
  type SwishNews,
} from '#shared/domain/payments/payment-attempt'

const attempt = { amountOre: 39_998, payeeAlias: '1231181189' }
const news = (status: SwishNews['status'], change: Partial<SwishNews> = {}): SwishNews => ({
  status,
  amountOre: 39_998,
  payeeAlias: '1231181189',
  currency: 'SEK',
  errorCode: null,
  ...change,
})

/** Every answer that Swish can give, and what it means. */
const rulings: [string, SwishNews, AttemptRuling][] = [
  ['CREATED', news('CREATED'), { status: 'created', attention: null }],
  ['PAID', news('PAID'), { status: 'paid', attention: null }],
  ['PAID, an öre short', news('PAID', { amountOre: 39_997 }), { status: 'unknown', attention: 'differs' }],
  ['PAID, an öre over', news('PAID', { amountOre: 39_999 }), { status: 'unknown', attention: 'differs' }],
  ['PAID to another', news('PAID', { payeeAlias: '1239999999' }), { status: 'unknown', attention: 'differs' }],
  ['PAID in euro', news('PAID', { currency: 'EUR' }), { status: 'unknown', attention: 'differs' }],
  ['DECLINED', news('DECLINED'), { status: 'declined', attention: null }],
  ['CANCELLED', news('CANCELLED'), { status: 'cancelled', attention: null }],
  ['ERROR without a code', news('ERROR'), { status: 'error', attention: null }],
  ['ERROR TM01', news('ERROR', { errorCode: 'TM01' }), { status: 'error', attention: null }],
  ['ERROR of no list', news('ERROR', { errorCode: 'XX99' }), { status: 'error', attention: null }],
  ['ERROR RP08', news('ERROR', { errorCode: 'RP08' }), { status: 'cancelled', attention: null }],
  ['ERROR DS24', news('ERROR', { errorCode: 'DS24' }), { status: 'unknown', attention: 'bank_silent' }],
  ['a status of no list', news('OTHER'), { status: 'unknown', attention: 'unrecognised' }],
]

test.each(rulings)('%s is ruled as the rules say', (_, said, ruling) => {
  expect(ruleOnNews(attempt, said)).toEqual(ruling)
})

test('paid is called paid only when amount, payee and currency are all what was asked for', () => {
  for (const amountOre of [39_998, 39_997, 0]) {
    for (const payeeAlias of ['1231181189', '1239999999', '']) {
      for (const currency of ['SEK', 'EUR', 'sek', '']) {
        const same = amountOre === 39_998 && payeeAlias === '1231181189' && currency === 'SEK'
        const ruling = ruleOnNews(attempt, news('PAID', { amountOre, payeeAlias, currency }))
        expect(ruling.status === 'paid').toBe(same)
        expect(ruling.attention).toBe(same ? null : 'differs')
      }
    }
  }
})

/** Row: where an attempt is. Letters: whether news of (in this order) those statuses moves it. */
const moves: Record<PaymentAttemptStatus, string> = {
  //         i c u p d e x
  initiated: '. + + + + + +',
  created: '. . + + + + +',
  unknown: '. + . + + + +',
  paid: '. . . . . . .',
  declined: '. . . + . . .',
  error: '. . . + . . .',
  cancelled: '. . . + . . .',
}

describe.each(paymentAttemptStatuses)('an attempt that is %s', (from) => {
  test.each(paymentAttemptStatuses)('meets %s', (to) => {
    const allowed = moves[from].split(' ')[paymentAttemptStatuses.indexOf(to)] === '+'
    expect(mayMove(from, to)).toBe(allowed)
  })

  test.each(rulings)('hears of %s: never back, and out of an end only to paid', (_, said) => {
    const { status: to } = ruleOnNews(attempt, said)
    if (!mayMove(from, to)) return
    expect(to).not.toBe('initiated')
    expect(from).not.toBe('paid')
    if (!isLive(from)) expect(to).toBe('paid')
  })
})

test('the same news twice changes nothing', () => {
  for (const status of paymentAttemptStatuses) expect(mayMove(status, status)).toBe(false)
})

test('seats are held by attempts that Swish may still call paid', () => {
  expect(paymentAttemptStatuses.filter(isLive)).toEqual([...livePaymentAttemptStatuses])
})

const NEVER = NEVER_ARRIVED_AFTER_MS
const notFound: [PaymentAttemptStatus, number, boolean, AttemptRuling | undefined][] = [
  ['initiated', 0, true, undefined],
  ['initiated', NEVER - 1, true, undefined],
  ['initiated', NEVER - 1, false, undefined],
  ['initiated', NEVER, true, { status: 'error', attention: null }],
  ['initiated', NEVER, false, { status: 'error', attention: null }],
  ['created', 0, true, { status: 'unknown', attention: 'not_found' }],
  ['created', 86_400_000, true, { status: 'unknown', attention: 'not_found' }],
  ['created', 0, false, { status: 'error', attention: null }],
  ['unknown', 86_400_000, true, { status: 'unknown', attention: 'not_found' }],
  // A simulator forgets; what the bank never answered stays for a person all the same.
  ['unknown', 0, false, undefined],
  ['paid', NEVER, false, undefined],
  ['declined', NEVER, false, undefined],
  ['error', NEVER, false, undefined],
  ['cancelled', NEVER, false, undefined],
]

test.each(notFound)('Swish knows no attempt that is %s, %i ms old (real money: %s)', (status, ageMs, real, ruling) => {
  expect(ruleOnNotFound(status, ageMs, real)).toEqual(ruling)
})
