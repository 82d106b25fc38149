import { expect, test } from 'vitest'
import { storyOf } from '#renderer/features/orders/order-story'
import type { TimelineEntry } from '#shared/contract/order-api'
import { aPaidOrder, aRefund, aTicket } from './orders'

const timeline: TimelineEntry[] = [
  { at: '2026-12-05T16:00:00.000Z', kind: 'reserved', by: 'Kim Berg', detail: { ticketCount: 1 } },
  { at: '2026-12-05T16:01:00.000Z', kind: 'paid', by: 'Kim Berg', detail: { tender: 'cash', amountOre: 19_999 } },
  { at: '2026-12-05T18:30:00.000Z', kind: 'mail_failed', by: null, detail: { toAddress: 'a@example.org' } },
]
const order = aPaidOrder({
  tickets: [aTicket('KQZWPA', { timesUsed: 1, firstUsedAt: '2026-12-05T17:30:00.000Z' })],
  timeline,
})
const entry = (kind: string, detail: TimelineEntry['detail'] = {}): TimelineEntry => ({
  at: '2026-12-05T16:02:00.000Z',
  kind,
  by: null,
  detail,
})

test('admissions stand in the story at their time', () => {
  expect(storyOf(order).map(({ keys }) => keys.at(-1))).toEqual(['reserved', 'paid', 'checked_in', 'mail_failed'])
})

test('plain words go into sentences, money apart, and what needs a person stands out', () => {
  const [reserved, paid, checkedIn, failed] = storyOf(order)
  expect(reserved?.values).toEqual({})
  expect(paid?.values).toEqual({ tender: 'cash' })
  expect(paid?.amountOre).toBe(19_999)
  expect(checkedIn?.values).toEqual({ ticket: 'KQZWPA', title: 'Standardbiljett' })
  expect(failed?.urgent).toBe(true)
  expect(paid?.urgent).toBe(false)
})

test('Swish’s own words stand apart from ours, and from what a person wrote', () => {
  const [told] = storyOf(
    aPaidOrder({
      timeline: [
        entry('refund_error', {
          cause: 'poll',
          swishStatus: 'ERROR',
          errorCode: 'RF07',
          errorText: 'Declined',
          note: 'Ringt',
        }),
      ],
    }),
  )
  expect(told?.error).toEqual({ kind: 'refund', code: 'RF07', text: 'Declined' })
  expect(told?.swish).toEqual({ status: 'ERROR', cause: 'poll' })
  expect(told?.note).toBe('Ringt')
})

test('the most telling sentence is tried first, and what a person typed is never taken for one', () => {
  const [byHand, asked] = storyOf(
    aPaidOrder({
      timeline: [
        entry('payment_settled_by_hand', { outcome: 'not_paid', note: 'Inget på kontot' }),
        entry('refund_requested', { reason: 'Kan inte komma' }),
      ],
    }),
  )
  expect(byHand?.keys).toEqual(['payment_settled_by_hand_not_paid', 'payment_settled_by_hand'])
  expect(asked?.keys).toEqual(['refund_requested'])
})

test('a failed refund cries for a person only until somebody has settled it', () => {
  const told = (attention: 'failed' | null) =>
    storyOf(aPaidOrder({ timeline: [entry('refund_error')], refunds: [aRefund({ status: 'error', attention })] }))[0]
  expect(told('failed')?.urgent).toBe(true)
  expect(told(null)?.urgent).toBe(false)
})
