import { describe, expect, test } from 'vitest'
import { ApiError, NetworkError } from '#renderer/api/client'
import { messages, type MessageTree } from '#renderer/app/i18n'
import { swishDeeds, swishFailure, swishStage, toneOf } from '#renderer/features/till/swish-words'
import type { PaymentAttempt } from '#shared/contract/order-api'
import { anAttempt, anOrder } from './catalogue'

const request = { eventId: 1, shiftId: 5, lines: [{ ticketTypeId: 1, count: 2 }] }
const orderWith = (attempt: PaymentAttempt | null) => anOrder(request, { paymentAttempt: attempt })
const quiet = { secondsLeft: 180, problem: null, outOfReach: false }
const stageOf = (fields: Partial<PaymentAttempt>, secondsLeft = 175) =>
  swishStage(orderWith(anAttempt(fields)), { ...quiet, secondsLeft })
const refusal = new ApiError(502, 'swish_refused', '', { errorCode: 'RP06', errorText: 'Another active request' })
const unusedMoney = {
  ...{ id: 1, orderId: 17, amountOre: 39_998, reason: 'seats_sold' as const, openedAt: '2026-11-24T10:00:00.000Z' },
  ...{ resolution: null, resolvedAt: null, resolvedBy: null },
}

describe('how a payment stands', () => {
  test.each([
    [{ status: 'initiated' }, 'starting'],
    [{ status: 'created' }, 'scan'],
    [{ status: 'created', payerAlias: '46701740605' }, 'push'],
    [{ status: 'unknown' }, 'unreachable'],
    [{ status: 'created', cancelRequested: true }, 'cancelling'],
    [{ status: 'unknown', cancelRequested: true }, 'cancelling'],
    [{ status: 'unknown', attention: 'bank_silent', errorCode: 'DS24' }, 'attention'],
    [{ status: 'unknown', attention: 'differs' }, 'attention'],
    [{ status: 'created', attention: 'unanswered', cancelRequested: true }, 'attention'],
    [{ status: 'paid' }, 'paid'],
    [{ status: 'declined' }, 'declined'],
    [{ status: 'cancelled' }, 'cancelled'],
    [{ status: 'error', errorCode: 'TM01' }, 'timed_out'],
    [{ status: 'error', errorCode: 'RF07' }, 'bank_refused'],
    [{ status: 'error', errorCode: 'BANKIDCL' }, 'failed'],
    [{ status: 'error', errorCode: 'NOT_SENT' }, 'not_sent'],
  ] as const)('%j is %s', (fields, stage) => {
    expect(stageOf(fields)).toBe(stage)
  })

  test('the end of the three minutes is no outcome: Swish is still asked', () => {
    expect(stageOf({ status: 'created' }, 0)).toBe('late')
    expect(stageOf({ status: 'error', errorCode: 'TM01' }, 0)).toBe('timed_out')
  })

  test('a Swish out of reach is told at once, whatever was known of the payment before', () => {
    for (const status of ['initiated', 'created'] as const) {
      expect(swishStage(orderWith(anAttempt({ status })), { ...quiet, outOfReach: true })).toBe('unreachable')
    }
    expect(swishStage(orderWith(anAttempt({ status: 'declined' })), { ...quiet, outOfReach: true })).toBe('declined')
  })

  test('a start without an answer is called unreachable after ten seconds', () => {
    expect(stageOf({ status: 'initiated' }, 169)).toBe('unreachable')
  })

  test('without an attempt it is being started, refused or lost', () => {
    expect(swishStage(orderWith(null), quiet)).toBe('starting')
    expect(swishStage(orderWith(null), { ...quiet, problem: refusal })).toBe('refused')
    expect(swishStage(orderWith(null), { ...quiet, problem: new NetworkError('no answer') })).toBe('lost')
  })

  test('a refused start keeps being called refused once its attempt is known', () => {
    expect(
      swishStage(orderWith(anAttempt({ status: 'error', errorCode: 'RP06' })), { ...quiet, problem: refusal }),
    ).toBe('refused')
  })

  test('money that the order cannot use goes before everything else, until somebody has decided', () => {
    const late = { ...orderWith(anAttempt({ status: 'paid' })), status: 'expired' as const, refundsDue: [unusedMoney] }
    expect(swishStage(late, quiet)).toBe('money_unused')
    const decided = { ...unusedMoney, resolution: 'seated' as const }
    expect(swishStage({ ...late, refundsDue: [decided] }, quiet)).toBe('paid')
  })
})

const stages = [
  ...(['starting', 'scan', 'push', 'late', 'cancelling', 'unreachable', 'attention', 'money_unused', 'paid'] as const),
  ...(['declined', 'cancelled', 'timed_out', 'bank_refused', 'failed', 'refused', 'not_sent', 'lost'] as const),
]

test.each(stages)('%s has its sentence in both languages', (stage) => {
  for (const tree of [messages.sv, messages.en]) {
    const states = ((tree['till'] as MessageTree)['swish'] as MessageTree)['states'] as MessageTree
    expect(states[stage]).toMatch(/\S/)
  }
})

test('nothing whose outcome is open can be tried again, and nothing uncertain keeps the next customer waiting', () => {
  const open = ['starting', 'scan', 'push', 'late', 'cancelling', 'unreachable', 'attention', 'money_unused'] as const
  for (const stage of open) expect(swishDeeds(stage, anAttempt())).not.toContain('retry')
  for (const stage of open.filter((candidate) => toneOf(candidate) === 'look')) {
    expect(swishDeeds(stage, anAttempt())).toContain('leave')
  }
})

test('why it failed comes from the attempt, or from a refusal that left none', () => {
  const failed = anAttempt({ status: 'error', errorCode: 'XX99', errorText: 'Novelty' })
  expect(swishFailure(failed, null)).toEqual({ code: 'XX99', text: 'Novelty' })
  expect(swishFailure(null, refusal)).toEqual({ code: 'RP06', text: 'Another active request' })
  expect(swishFailure(anAttempt(), null)).toBeNull()
})
