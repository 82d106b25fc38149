import { expect, test } from 'vitest'
import { storyOf } from '#renderer/features/orders/order-story'
import type { Order } from '#shared/contract/order-api'

const order: Order = {
  id: 7,
  orderNumber: 7,
  channel: 'till',
  status: 'paid',
  event: { id: 1, title: 'Fysikalen Dag 1', eventAt: '2026-12-05T18:00:00.000Z' },
  email: null,
  totalOre: 19_999,
  createdAt: '2026-12-05T16:00:00.000Z',
  expiresAt: '2026-12-05T16:10:00.000Z',
  paidAt: '2026-12-05T16:01:00.000Z',
  lines: [],
  tickets: [
    {
      code: 'KQZWPA',
      ticketTypeId: 1,
      ticketTypeTitle: 'Standardbiljett',
      priceOre: 19_999,
      timesUsed: 1,
      firstUsedAt: '2026-12-05T17:30:00.000Z',
    },
  ],
  paymentAttempt: null,
  payments: [],
  mail: null,
  timeline: [
    { at: '2026-12-05T16:00:00.000Z', kind: 'reserved', by: 'Kim Berg', detail: { ticketCount: 1 } },
    { at: '2026-12-05T16:01:00.000Z', kind: 'paid', by: 'Kim Berg', detail: { tender: 'cash', amountOre: 19_999 } },
    { at: '2026-12-05T18:30:00.000Z', kind: 'mail_failed', by: null, detail: { toAddress: 'a@example.org' } },
  ],
}

test('admissions stand in the story at their time', () => {
  expect(storyOf(order).map(({ kind }) => kind)).toEqual(['reserved', 'paid', 'checked_in', 'mail_failed'])
})

test('only plain words go into sentences, and what needs a person stands out', () => {
  const [reserved, paid, checkedIn, failed] = storyOf(order)
  expect(reserved?.values).toEqual({})
  expect(paid?.values).toEqual({ tender: 'cash' })
  expect(checkedIn?.values).toEqual({ ticket: 'KQZWPA', title: 'Standardbiljett' })
  expect(failed?.urgent).toBe(true)
  expect(paid?.urgent).toBe(false)
})
