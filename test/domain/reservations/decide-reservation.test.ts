import { expect, test } from 'vitest'
import { holdsSeats } from '#shared/domain/orders/order-status'
import { decideReservation } from '#shared/domain/reservations/decide-reservation'
import type { OfferedEvent } from '#shared/domain/catalog/offer'

const now = '2026-11-23T18:00:00.000Z'
const event: OfferedEvent = {
  id: 1,
  salesStopAt: '2026-11-30T18:00:00.000Z',
  archived: false,
  maxTicketsPerPayment: 8,
  reservationSeconds: 3_600,
  ticketTypes: [
    { id: 1, priceOre: 19_999, vatRateBp: 600, visible: true },
    { id: 2, priceOre: 9_950, vatRateBp: 600, visible: true },
    { id: 3, priceOre: 0, vatRateBp: 600, visible: false },
  ],
}
const row = (ticketTypeId: number | undefined, count: number) => ({ ticketTypeId, count })

test('rows of one type add up, and prices come from the catalogue', () => {
  expect(decideReservation(event, [row(1, 2), row(2, 1), row(1, 1)], 'api', now)).toMatchObject({
    ok: true,
    value: { ticketCount: 4, totalOre: 3 * 19_999 + 9_950, expiresAt: '2026-11-23T19:00:00.000Z' },
  })
})

test.each([
  ['an unknown event', undefined, [row(1, 1)], 'event_not_found'],
  ['an archived event', { ...event, archived: true }, [row(1, 1)], 'event_not_found'],
  ['after the sales stop', { ...event, salesStopAt: now }, [row(1, 1)], 'sales_stopped'],
  ['a type of another event', event, [row(1, 1), row(9, 1)], 'ticket_type_not_found'],
  ['an id that cannot be one', event, [row(undefined, 1)], 'ticket_type_not_found'],
  ['a hidden type', event, [row(3, 1)], 'ticket_type_not_found'],
  ['more than a payment may hold', event, [row(1, 5), row(2, 4)], 'too_many_tickets'],
  ['counts whose sum is beyond 32 bits', event, [row(1, 2 ** 31), row(1, 2 ** 31)], 'too_many_tickets'],
] as const)('the ticket API refuses %s', (_name, offered, rows, code) => {
  expect(decideReservation(offered, rows, 'api', now)).toMatchObject({ ok: false, error: { code } })
})

test('the till sells hidden types, after the stop, without a limit', () => {
  const stopped = { ...event, salesStopAt: now }
  expect(decideReservation(stopped, [row(3, 50)], 'till', now)).toMatchObject({ ok: true, value: { totalOre: 0 } })
})

test.each([
  ['paid', '2026-11-23T17:00:00.000Z', false, true],
  ['reserved', '2026-11-23T18:00:00.001Z', false, true],
  ['reserved', '2026-11-23T18:00:00.000Z', false, false],
  // A started payment holds its seats until Swish has answered.
  ['reserved', '2026-11-23T17:00:00.000Z', true, true],
  ['expired', '2026-11-23T19:00:00.000Z', false, false],
  ['cancelled', '2026-11-23T19:00:00.000Z', false, false],
] as const)(
  'an order %s until %s (payment waiting: %s) holds seats: %s',
  (status, expiresAt, hasLivePayment, holds) => {
    expect(holdsSeats({ status, expiresAt, hasLivePayment }, now)).toBe(holds)
  },
)
