/** Money that Swish receives for an order that has ended here: nobody loses it, and a person decides. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Problem } from '#shared/contract/common'
import type { TicketType } from '#shared/contract/event-api'
import type { Order, Refund } from '#shared/contract/order-api'
import type { SwishPaymentList, SwishStatus } from '#shared/contract/swish-payments-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import type { HttpAnswer } from '../support/http-client'
import { openNewsStream, type NewsStream } from '../support/news-stream'
import { findViolations } from '../support/stored-data'
import { chooseSwish, openSwishStandIn, relayTo, type SwishStandIn } from '../support/swish-stand-in'
import { waitUntil } from '../support/wait-until'

const PRICE = 10_000
/** Between our cancel and the customer's money, which was on its way already. */
const LATE_MS = 700
let office: BoxOffice
let swish: SwishStandIn
let news: NewsStream
let ticketType: TicketType

beforeAll(async () => {
  office = await openBoxOffice()
  swish = await openSwishStandIn({ mode: 'by_hand', debitAfterMs: 100, refundAfterMs: 200 })
  swish.script = { cancel: () => ({ paidAfterMs: LATE_MS }) }
  swish.relay = relayTo(office.server.url)
  await chooseSwish(office.staff, swish)
  news = await openNewsStream(office.server.url, office.staff.cookie())
  ticketType = await office.staff.createTicketType()
})
afterAll(async () => {
  news[Symbol.dispose]()
  expect(findViolations(office.server.dataFolder)).toEqual([])
  await office[Symbol.asyncDispose]()
  await swish[Symbol.asyncDispose]()
})

function refusalOf(answer: HttpAnswer) {
  const { error } = answer.json() as Problem
  return { status: answer.status, code: error.code, ...(error.details && { details: error.details }) }
}

/** An order for the only seat of its event, whose payment is cancelled and all the same paid a moment later. */
async function cancelTooLate(reservationSeconds: number): Promise<Order> {
  const event = await office.staff.createEvent({ seats: 1, reservationSeconds, ticketTypeIds: [ticketType.id] })
  const order = await office.staff.reserve(event.id, ticketType.id, 1)
  const { id } = await office.staff.startSwish(order.id)
  await waitUntil('the reservation to be over', () =>
    Promise.resolve(reservationSeconds > 1 || new Date().toISOString() > order.expiresAt),
  )
  expect(await office.staff.cancelPaymentAttempt(id)).toMatchObject({ status: 'cancelled' })
  return order
}
const untilPaid = (order: Order) =>
  news.until('payment_attempt', ({ orderId, status }) => orderId === order.id && status === 'paid', 5_000)
const sellTheSeat = (order: Order) => office.staff.sellForCash(order.event.id, ticketType.id, 1)
const decide = (id: number, what: 'seatings' | 'refunds', key?: string) =>
  office.staff.send('POST', `/refunds-due/${String(id)}/${what}`, {}, key)
async function moneyDueOf(order: Order) {
  const { status, refundsDue, tickets } = await office.staff.getOrder(order.id)
  const [due] = refundsDue
  if (due === undefined) throw new Error(`Order ${String(order.id)} has no money due`)
  return { status, due, tickets }
}
const attentionCount = async () => (await office.staff.call<SwishStatus>('GET', '/swish')).attentionCount
const untilRefunded = (id: number) =>
  news.until('refund', (refund) => refund.id === id && refund.status === 'paid', 10_000)

test('gets its seats back when they are free', async () => {
  const order = await cancelTooLate(1)
  await untilPaid(order)
  const paid = await office.staff.getOrder(order.id)
  expect(paid).toMatchObject({ status: 'paid', refundsDue: [] })
  expect(paid.tickets).toHaveLength(1)
})

test('waits for a person when the seats are sold: no seat until there is one, then tickets, once', async () => {
  const before = await attentionCount()
  const order = await cancelTooLate(1)
  await sellTheSeat(order)
  await untilPaid(order)
  await waitUntil('the screens to say so', async () => (await attentionCount()) === before + 1)
  const { status, due } = await moneyDueOf(order)
  expect(status).toBe('expired')
  expect(due).toMatchObject({ amountOre: PRICE, reason: 'seats_sold', resolution: null })
  const { attention } = await office.staff.call<SwishPaymentList>('GET', '/swish-payments')
  expect(attention.filter((it) => it.order.id === order.id)).toMatchObject([{ kind: 'refund_due', refundDue: due }])

  expect(refusalOf(await decide(due.id, 'seatings'))).toEqual({
    status: 409,
    code: 'out_of_seats',
    details: { seatsLeft: 0 },
  })
  await office.staff.updateEvent(order.event.id, { seats: 2 })
  const key = randomUUID()
  const answers = await Promise.all(Array.from({ length: 5 }, () => decide(due.id, 'seatings', key)))
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  const seated = await office.staff.getOrder(order.id)
  expect(seated).toMatchObject({ status: 'paid', refundsDue: [{ resolution: 'seated' }] })
  expect(seated.payments).toHaveLength(1)
  const [ticket] = seated.tickets
  expect(await office.staff.checkIn(ticket?.code ?? '', order.event.id)).toMatchObject({ outcome: 'admitted' })
  for (const what of ['seatings', 'refunds'] as const) {
    expect(refusalOf(await decide(due.id, what))).toEqual({ status: 409, code: 'already_settled' })
  }
  await waitUntil('nobody to be needed any more', async () => (await attentionCount()) === before)
})

test('is sent back when a person says so, once, and followed until the customer has it', async () => {
  const order = await cancelTooLate(1)
  await sellTheSeat(order)
  await untilPaid(order)
  const { due } = await moneyDueOf(order)
  const key = randomUUID()
  const answers = await Promise.all([
    decide(due.id, 'refunds', key),
    decide(due.id, 'refunds', key),
    decide(due.id, 'refunds'),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409].sort())
  const refund = answers.find(({ status }) => status === 201)?.json() as Refund
  expect(refund).toMatchObject({ amountOre: PRICE, ticketCodes: [] })
  await untilRefunded(refund.id)
  const after = await office.staff.getOrder(order.id)
  expect(after).toMatchObject({ status: 'expired', refundsDue: [{ resolution: 'refunded' }] })
  expect(after.payments.map(({ amountOre }) => amountOre)).toEqual([PRICE, -PRICE])
  expect(refusalOf(await decide(due.id, 'seatings'))).toEqual({ status: 409, code: 'already_settled' })
})

test('for an order that was given up waits as well', async () => {
  const order = await cancelTooLate(600)
  await office.staff.cancelOrder(order.id)
  await untilPaid(order)
  const { status, due } = await moneyDueOf(order)
  expect({ status, reason: due.reason }).toEqual({ status: 'cancelled', reason: 'order_closed' })
  expect((await decide(due.id, 'seatings')).status).toBe(200)
  expect(await office.staff.getOrder(order.id)).toMatchObject({ status: 'paid', tickets: [{ timesUsed: 0 }] })
})

test('for an order that was paid in cash meanwhile is only sent back', async () => {
  const order = await cancelTooLate(600)
  const cash = `/orders/${String(order.id)}/cash-payments`
  expect((await office.staff.send('POST', cash, { givenOre: order.totalOre })).status).toBe(201)
  await untilPaid(order)
  const { status, due, tickets } = await moneyDueOf(order)
  expect({ status, reason: due.reason }).toEqual({ status: 'paid', reason: 'paid_twice' })
  expect(refusalOf(await decide(due.id, 'seatings'))).toEqual({ status: 409, code: 'not_seatable' })
  const refund = (await decide(due.id, 'refunds')).json() as Refund
  await untilRefunded(refund.id)
  expect(await office.staff.getOrder(order.id)).toMatchObject({ status: 'paid', tickets })
})

test('is settled by hand when the customer got it some other way, once', async () => {
  const order = await cancelTooLate(1)
  await sellTheSeat(order)
  await untilPaid(order)
  const { due } = await moneyDueOf(order)
  const settle = (id: number, body: unknown = { note: 'Kontant i kassan' }) =>
    office.staff.send('POST', `/refunds-due/${String(id)}/settlements`, body)
  expect((await settle(due.id, { note: ' ' })).status).toBe(400)
  expect(refusalOf(await settle(999_999))).toEqual({ status: 404, code: 'refund_due_not_found' })
  const answers = await Promise.all([settle(due.id), settle(due.id), settle(due.id)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  const after = await office.staff.getOrder(order.id)
  expect(after.refundsDue).toMatchObject([{ resolution: 'settled_by_hand', resolvedBy: after.timeline.at(-1)?.by }])
  expect(after.timeline.at(-1)?.detail).toMatchObject({ note: 'Kontant i kassan' })
  for (const what of ['seatings', 'refunds'] as const) {
    expect(refusalOf(await decide(due.id, what))).toEqual({ status: 409, code: 'already_settled' })
  }
})

test('what is not there is 404', async () => {
  for (const what of ['seatings', 'refunds'] as const) {
    expect(refusalOf(await decide(999_999, what))).toEqual({ status: 404, code: 'refund_due_not_found' })
  }
})

test('a refund that the bank refuses waits for a person, is tried anew under another id, or settled by hand', async () => {
  const event = await office.staff.createEvent({ seats: 1, ticketTypeIds: [ticketType.id] })
  const { id } = await office.staff.reserve(event.id, ticketType.id, 1)
  await office.staff.startSwish(id)
  swish.act('pay')
  const order = await news
    .until('payment_attempt', ({ orderId, status }) => orderId === id && status === 'paid')
    .then(() => office.staff.getOrder(id))
  const { script } = swish
  swish.script = { ...script, refund: () => ({ errorCode: 'RF07' }) }
  const untilFailed = (refundId: number) =>
    news.until('refund', (it) => it.id === refundId && it.status === 'error' && it.attention === 'failed', 10_000)
  const first = await office.staff.refund(
    id,
    order.tickets.map(({ code }) => code),
  )
  expect(await untilFailed(first.id)).toMatchObject({ errorCode: 'RF07', attention: 'failed' })

  const retry = (refundId: number, key?: string) =>
    office.staff.send('POST', `/refunds/${String(refundId)}/retries`, {}, key)
  const key = randomUUID()
  const answers = await Promise.all([retry(first.id, key), retry(first.id, key), retry(first.id)])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409])
  const second = answers.find(({ status }) => status === 201)?.json() as Refund
  expect(second).toMatchObject({ ticketCodes: first.ticketCodes, amountOre: PRICE })
  await untilFailed(second.id)

  const settle = (refundId: number) =>
    office.staff.send('POST', `/refunds/${String(refundId)}/settlements`, { outcome: 'paid', note: 'Bankgiro' })
  expect(refusalOf(await settle(first.id))).toEqual({ status: 409, code: 'already_settled' })
  expect((await settle(second.id)).json()).toMatchObject({ attention: null })
  expect(refusalOf(await settle(second.id))).toEqual({ status: 409, code: 'already_settled' })
  expect(refusalOf(await retry(second.id))).toEqual({ status: 409, code: 'not_failed' })
  swish.script = script
  expect((await swish.refunds()).filter(({ message }) => message.startsWith(`L${String(id)} `))).toHaveLength(2)
})
