import { afterEach, beforeEach, expect, test } from 'vitest'
import { findLiveAttempt } from '#main/storage/repositories/payment-attempt-repository'
import { openBoxOffice, PAYEE, type BoxOffice } from '../support/box-office-services'
import { createScriptedSwish } from '../support/scripted-swish'
import { createVirtualTime, type VirtualTime } from '../support/virtual-time'

/*
 * Sequences in which money could go out or come in twice, or be left unasked about: a person who gives up too early, an answer
 * that cannot be stored, a clock that jumps.
 */

const SECOND = 1_000
const MINUTE = 60 * SECOND
const RESERVATION_SECONDS = 120

let time: VirtualTime
let swish: ReturnType<typeof createScriptedSwish>
let office: BoxOffice
let clockSkewMs: number
let keys = 0

beforeEach(async () => {
  clockSkewMs = 0
  time = createVirtualTime()
  swish = createScriptedSwish(PAYEE)
  office = await openBoxOffice({
    now: () => new Date(Date.parse(time.now()) + clockSkewMs).toISOString(),
    provider: swish.provider,
    timers: time.timers,
  })
})
afterEach(async () => {
  expect(office.brokenInvariants()).toEqual([])
  await office.close()
})

const by = () => ({ staffUserId: office.staffUserId, key: `key-of-this-sequence-${++keys}` })

/** Lets what has been asked for go on while time passes. */
async function run<T>(work: Promise<T>): Promise<T> {
  const going = { on: true }
  const stop = () => {
    going.on = false
  }
  work.then(stop, stop)
  await time.rest()
  while (going.on) await time.pass(SECOND)
  return work
}

async function reserve(seats: number, count: number): Promise<{ eventId: number; orderId: number }> {
  const eventId = await run(office.createEvent({ seats, reservationSeconds: RESERVATION_SECONDS }))
  return { eventId, orderId: await reserveMore(eventId, count) }
}

async function reserveMore(eventId: number, count: number): Promise<number> {
  const lines = [{ ticketTypeId: office.ticketTypeId, count }]
  const reserved = await run(office.till.reserve({ eventId, shiftId: office.shiftId, lines }, by()))
  if (!reserved.ok) throw new Error(reserved.error.code)
  return reserved.value.id
}

async function start(orderId: number): Promise<string> {
  await run(office.swish.start(orderId, { staffUserId: office.staffUserId })).catch(() => undefined)
  const live = await run(office.storage.read((db) => findLiveAttempt(db, orderId)))
  if (live === undefined) throw new Error('nothing waits')
  return live.instructionId
}

const orderRow = (id: number) =>
  run(office.storage.read((db) => db.selectFrom('order').selectAll().where('id', '=', id).executeTakeFirstOrThrow()))
const list = () => run(office.payments.list({ before: undefined, limit: 50 }))

async function paidOrder(): Promise<{ orderId: number; codes: string[] }> {
  const { orderId } = await reserve(4, 2)
  swish.decide(await start(orderId), 'PAID')
  await time.pass(MINUTE)
  return { orderId, codes: await run(office.ticketCodes(orderId)) }
}

test('a refund that somebody gave up too early is not sent a second time, and its money is booked when it goes', async () => {
  const { orderId, codes } = await paidOrder()
  swish.setRefunds('slow')
  const asked = await run(
    office.refunds.refundTickets(orderId, { ticketCodes: codes.slice(0, 1), reason: 'sjuk' }, by()),
  )
  if (!asked.ok) throw new Error(asked.error.code)
  const refundId = asked.value.id
  const found = { staffUserId: office.staffUserId, note: 'nothing at the bank' }
  await time.pass(5 * SECOND)
  expect(await run(office.refunds.settleByHand(refundId, 'not_paid', found))).toMatchObject({
    error: { code: 'not_waiting_for_person' },
  })

  await time.pass(11 * MINUTE)
  expect(await run(office.refunds.settleByHand(refundId, 'not_paid', found))).toMatchObject({
    value: { status: 'error', attention: 'failed' },
  })
  expect(await run(office.refunds.retry(refundId, by()))).toMatchObject({ error: { code: 'still_on_its_way' } })
  swish.setReachable(false)
  expect(await run(office.refunds.retry(refundId, by()))).toMatchObject({ error: { code: 'swish_unreachable' } })
  swish.setReachable(true)

  swish.finishRefunds()
  await time.pass(2 * 60 * MINUTE)
  expect(swish.refunds()).toHaveLength(1)
  const { entries, attention } = await list()
  expect(entries.find(({ kind }) => kind === 'refund')).toMatchObject({ refund: { status: 'paid', attention: null } })
  expect(attention).toEqual([])
})

test('late money does not get seats while another payment of its order is open', async () => {
  const { eventId, orderId } = await reserve(2, 2)
  const first = await start(orderId)
  const live = await run(office.storage.read((db) => findLiveAttempt(db, orderId)))
  await run(office.swish.cancel(live?.id ?? 0, office.staffUserId))
  await time.pass((RESERVATION_SECONDS + 5) * SECOND)
  // The seats are sold to somebody else, so that a second payment may begin before the first one's money is heard of.
  const other = await reserveMore(eventId, 2)
  await run(office.till.release(other, office.staffUserId))
  await start(orderId)
  swish.setReachable(false)
  await time.pass((RESERVATION_SECONDS + 5) * SECOND)
  swish.setReachable(true)
  swish.payAnyway(first)
  await time.pass(11 * MINUTE)
  expect(await orderRow(orderId)).toMatchObject({ status: 'paid' })
  const seats = await run(
    office.storage.read((db) =>
      db.selectFrom('event_seats').selectAll().where('event_id', '=', eventId).executeTakeFirstOrThrow(),
    ),
  )
  expect(seats).toMatchObject({ seats_taken: 2, tickets_sold: 2 })
})

test('nobody is charged for an order whose money has come and waits for a decision', async () => {
  const { eventId, orderId } = await reserve(2, 2)
  const first = await start(orderId)
  const live = await run(office.storage.read((db) => findLiveAttempt(db, orderId)))
  await run(office.swish.cancel(live?.id ?? 0, office.staffUserId))
  await time.pass((RESERVATION_SECONDS + 5) * SECOND)
  const other = await reserveMore(eventId, 2)
  expect(await run(office.till.payCash(other, { givenOre: 100_000 }, by()))).toMatchObject({ ok: true })
  swish.payAnyway(first)
  await time.pass(11 * MINUTE)
  expect((await list()).attention).toMatchObject([{ kind: 'refund_due', refundDue: { reason: 'seats_sold' } }])
  const again = await run(office.swish.start(orderId, { staffUserId: office.staffUserId }))
  expect(again).toMatchObject({ error: { code: 'money_waiting' } })
  expect(await run(office.till.payCash(orderId, { givenOre: 100_000 }, by()))).toMatchObject({
    error: { code: 'money_waiting' },
  })
})

test('a payment whose answer could not be stored is asked about all the same', async () => {
  const token = 'a'.repeat(32)
  const { eventId, orderId } = await reserve(4, 1)
  swish.setNextToken(token)
  await start(orderId)
  const second = await reserveMore(eventId, 1)
  // The database refuses the same token twice, as a full disk would refuse any.
  swish.setNextToken(token)
  swish.decide(await start(second), 'PAID')
  await time.pass(MINUTE)
  expect(await orderRow(second)).toMatchObject({ status: 'paid' })
})

test('a clock that is set back keeps no order locked behind a request that never arrived', async () => {
  const { orderId } = await reserve(4, 1)
  swish.setReachable(false)
  await start(orderId)
  clockSkewMs = -2 * 60 * MINUTE
  swish.setReachable(true)
  await time.pass(MINUTE)
  expect(await run(office.till.payCash(orderId, { givenOre: 100_000 }, by()))).toMatchObject({
    value: { status: 'paid' },
  })
})

test('a clock that jumps ahead does not hide money that crosses a cancel', async () => {
  const { orderId } = await reserve(4, 1)
  const instructionId = await start(orderId)
  const live = await run(office.storage.read((db) => findLiveAttempt(db, orderId)))
  await run(office.swish.cancel(live?.id ?? 0, office.staffUserId))
  clockSkewMs = 15 * MINUTE
  await time.pass(40 * SECOND)
  swish.payAnyway(instructionId)
  await time.pass(15 * MINUTE)
  expect(await orderRow(orderId)).toMatchObject({ status: 'paid' })
})

test('a hundred screens that ask about a payment put one question to Swish', async () => {
  let reads = 0
  const { provider } = swish
  const read = provider.read.bind(provider)
  provider.read = (id) => {
    reads++
    return read(id)
  }
  const { orderId } = await reserve(4, 1)
  await start(orderId)
  const live = await run(office.storage.read((db) => findLiveAttempt(db, orderId)))
  await run(Promise.all(Array.from({ length: 100 }, () => office.swish.readNow(live?.id ?? 0))))
  expect(reads).toBe(1)
})

test('a refund that failed is paid out of the drawer once, where Swish is sure that it did not go', async () => {
  const { orderId, codes } = await paidOrder()
  swish.setRefunds('failing')
  const request = { ticketCodes: codes.slice(0, 1), reason: 'sjuk' }
  const asked = await run(office.refunds.refundTickets(orderId, request, by()))
  if (!asked.ok) throw new Error(asked.error.code)
  const refundId = asked.value.id
  await time.pass(MINUTE)
  const cashier = { staffUserId: office.staffUserId, note: 'kontant' }
  const pay = (shiftId = office.shiftId) => run(office.refunds.settleFromDrawer(refundId, shiftId, cashier))

  swish.setReachable(false)
  expect(await pay()).toMatchObject({ error: { code: 'swish_unreachable' } })
  swish.setReachable(true)
  expect(await pay(99)).toMatchObject({ error: { code: 'shift_not_found' } })
  const answers = [await pay(), await pay()]
  expect(answers).toMatchObject([
    { value: { status: 'paid', attention: null, amountOre: 19_999 } },
    { error: { code: 'not_failed' } },
  ])
  expect(await run(office.refunds.retry(refundId, by()))).toMatchObject({ error: { code: 'not_failed' } })
  const paid = await run(
    office.storage.read((db) => db.selectFrom('payment').selectAll().where('refund_id', '=', refundId).execute()),
  )
  // Whole kronor left the drawer.
  expect(paid).toMatchObject([{ tender: 'cash', amount_ore: -19_999, rounding_ore: -1, shift_id: office.shiftId }])
  await time.pass(2 * 60 * MINUTE)
  const { entries, attention } = await list()
  expect(entries.find(({ kind }) => kind === 'refund')).toMatchObject({ refund: { status: 'paid', attention: null } })
  expect(attention).toEqual([])
})
