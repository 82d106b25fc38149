import { expect, test } from 'vitest'
import { decideCheckIn, type DoorTicket } from '#shared/domain/check-in/decide-check-in'

const ticket = (change: Partial<DoorTicket>): DoorTicket => ({
  eventId: 1,
  orderStatus: 'paid',
  timesUsed: 0,
  firstUsedAt: null,
  ...change,
})

test('an unused ticket of a paid order is let in', () => {
  expect(decideCheckIn(ticket({}), 1)).toEqual({ ok: true, value: 'admit' })
  expect(decideCheckIn(ticket({}), null)).toEqual({ ok: true, value: 'admit' })
})

test.each([
  [{ orderStatus: 'reserved' }, 'not_paid'],
  [{ orderStatus: 'expired' }, 'reservation_expired'],
  [{ orderStatus: 'cancelled' }, 'cancelled'],
  [{ orderStatus: 'refunded' }, 'refunded'],
  [{ orderStatus: 'failed_admin' }, 'blocked_by_staff'],
  [{ eventId: 2 }, 'other_event'],
  [{ timesUsed: 1, firstUsedAt: '2026-11-23T18:55:00.000Z' }, 'already_checked_in'],
  // A refunded ticket must never pass as a harmless repeat.
  [{ orderStatus: 'refunded', timesUsed: 1 }, 'refunded'],
] as const)('%o is refused as %s', (change, code) => {
  expect(decideCheckIn(ticket(change), 1)).toMatchObject({ ok: false, error: { code } })
})

test('a repeat says when the first was', () => {
  const used = ticket({ timesUsed: 1, firstUsedAt: '2026-11-23T18:55:00.000Z' })
  expect(decideCheckIn(used, 1)).toMatchObject({ error: { firstCheckedInAt: '2026-11-23T18:55:00.000Z' } })
})
