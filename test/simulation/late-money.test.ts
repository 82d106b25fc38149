import { afterEach, expect, test } from 'vitest'
import { openPlayedOffice, type PlayedOffice } from '../support/played-office'

/*
 * Money that comes when nobody waits for it any more. Whatever has become of the order, it ends as tickets or as money that
 * somebody is told to decide about.
 */

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE
const SEATS = 4
const RESERVATION_SECONDS = 60

let played: PlayedOffice
afterEach(() => played.close())

/** An order whose cancelled payment is paid all the same, `paidAfterMs` after the cancel was confirmed. */
async function cancelledOrder(paidAfterMs: number, callbacks = true) {
  played = await openPlayedOffice({ callbacks, script: { cancel: () => ({ paidAfterMs }) } })
  const { run, box } = played
  const eventId = await run(box().createEvent({ seats: SEATS, reservationSeconds: RESERVATION_SECONDS }))
  const orderId = await played.reserve(eventId, 3)
  expect(await run(box().swish.start(orderId, { staffUserId: 1 }))).toMatchObject({ ok: true })
  const { id } = await played.attemptOf(orderId)
  expect(await run(box().swish.cancel(id, 1))).toMatchObject({ status: 'cancelled' })
  return { eventId, orderId }
}

async function hasTickets(orderId: number): Promise<void> {
  expect(await played.orderOf(orderId)).toMatchObject({ status: 'paid', refundsDue: [] })
  expect(await played.attemptOf(orderId)).toMatchObject({ status: 'paid' })
  expect(played.box().attentionCount()).toBe(0)
}

async function isDue(orderId: number, reason: string): Promise<void> {
  const order = await played.orderOf(orderId)
  expect(order.refundsDue).toMatchObject([{ reason, resolution: null, amountOre: 3 * 19_999 }])
  expect(order.timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['late_payment', 'refund_due']))
  expect(played.box().attentionCount()).toBe(1)
}

afterEach(() => {
  expect(played.box().brokenInvariants()).toEqual([])
  expect(played.box().failures).toEqual([])
})

test('the hold is live: tickets', async () => {
  const { orderId } = await cancelledOrder(20 * SECOND)
  await played.time.pass(25 * SECOND)
  await hasTickets(orderId)
})

test('the hold ran out, and the seats are free: tickets', async () => {
  const { orderId } = await cancelledOrder(2 * MINUTE)
  await played.time.pass(90 * SECOND)
  await played.reserve((await played.orderOf(orderId)).event.id, 1)
  expect(await played.orderOf(orderId)).toMatchObject({ status: 'expired' })
  await played.time.pass(35 * SECOND)
  await hasTickets(orderId)
})

test('the hold ran out, and the seats are sold: a decision for a person, told within five seconds', async () => {
  const { eventId, orderId } = await cancelledOrder(2 * MINUTE)
  await played.time.pass(90 * SECOND)
  const other = await played.reserve(eventId, 2)
  const { run, box, time } = played
  expect(await run(box().till.payCash(other, { givenOre: 100_000 }, { staffUserId: 1, key: 'cash' }))).toMatchObject({
    ok: true,
  })
  await time.pass(30 * SECOND - 100)
  expect(box().attentionCount()).toBe(0)
  await time.pass(5 * SECOND)
  await isDue(orderId, 'seats_sold')
})

test('the order was given up: a decision for a person', async () => {
  const { orderId } = await cancelledOrder(30 * SECOND)
  const { run, box, time } = played
  expect(await run(box().till.release(orderId, 1))).toMatchObject({ ok: true })
  await time.pass(35 * SECOND)
  await isDue(orderId, 'order_closed')
})

test('the order was paid by cash: a decision for a person', async () => {
  const { orderId } = await cancelledOrder(30 * SECOND)
  const { run, box, time } = played
  expect(await run(box().till.payCash(orderId, { givenOre: 100_000 }, { staffUserId: 1, key: 'cash' }))).toMatchObject({
    ok: true,
  })
  await time.pass(35 * SECOND)
  await isDue(orderId, 'paid_twice')
})

test.each([
  ['while the hold is live', 20 * SECOND],
  ['after the hold ran out', 2 * MINUTE],
])('the event was archived, %s: tickets', async (_, paidAfterMs) => {
  const { eventId, orderId } = await cancelledOrder(paidAfterMs)
  const { box, time } = played
  await box().storage.inTransaction((trx) =>
    trx.db.updateTable('event').set({ archived_at: time.now() }).where('id', '=', eventId).execute(),
  )
  await time.pass(paidAfterMs + 5 * SECOND)
  await hasTickets(orderId)
})

test('no callback ever comes: it is found all the same', async () => {
  const { orderId } = await cancelledOrder(4 * MINUTE, false)
  await played.time.pass(11 * MINUTE)
  await hasTickets(orderId)
})

test('the office was dark for three days, and the payment was waiting: tickets within five seconds', async () => {
  played = await openPlayedOffice({ callbacks: false })
  const { run, box, time } = played
  const eventId = await run(box().createEvent({ seats: SEATS, reservationSeconds: RESERVATION_SECONDS }))
  const orderId = await played.reserve(eventId, 3)
  await run(box().swish.start(orderId, {}))
  await played.stop()
  for (const { instructionId } of played.engine.waiting()) played.engine.perform(instructionId, 'pay')
  await time.pass(3 * DAY)
  await played.start()
  await time.pass(5 * SECOND)
  await hasTickets(orderId)
})

test('the office was dark for three days, and the seats were sold at once: told within five seconds', async () => {
  const { eventId, orderId } = await cancelledOrder(10 * MINUTE, false)
  const { time } = played
  await played.stop()
  await time.pass(3 * DAY)
  await played.start()
  await played.reserve(eventId, 2)
  await time.pass(5 * SECOND)
  await isDue(orderId, 'seats_sold')
})
