/** Money back by Swish: from the request at the counter to the customer's account, and what becomes of the tickets. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Problem } from '#shared/contract/common'
import type { TicketType } from '#shared/contract/event-api'
import type { Order, Refund } from '#shared/contract/order-api'
import type { SwishPaymentList } from '#shared/contract/swish-payments-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectJson } from '../support/expect-answer'
import type { HttpAnswer } from '../support/http-client'
import { openNewsStream, type NewsStream } from '../support/news-stream'
import { findViolations } from '../support/stored-data'
import { createSwishCustomer, type SwishCustomer } from '../support/swish-customer'

const PRICE = 10_000
let office: BoxOffice
let customer: SwishCustomer
let news: NewsStream
let ticketType: TicketType

beforeAll(async () => {
  office = await openBoxOffice()
  customer = createSwishCustomer(office.staff)
  await customer.set({ mode: 'by_hand', line: 'up' })
  news = await openNewsStream(office.server.url, office.staff.cookie())
  ticketType = await office.staff.createTicketType()
})
afterAll(async () => {
  news[Symbol.dispose]()
  expect(findViolations(office.server.dataFolder)).toEqual([])
  await office[Symbol.asyncDispose]()
})

/** A paid order for a whole event of so many seats. */
async function sellBySwish(count: number): Promise<Order & { codes: string[] }> {
  const event = await office.staff.createEvent({ seats: count, ticketTypeIds: [ticketType.id] })
  const { id } = await office.staff.reserve(event.id, ticketType.id, count)
  await office.staff.startSwish(id)
  await customer.act(id, 'pay')
  await news.until('payment_attempt', ({ orderId, status }) => orderId === id && status === 'paid')
  const order = await office.staff.getOrder(id)
  return { ...order, codes: order.tickets.map(({ code }) => code) }
}
const untilRefund = (id: number, status: Refund['status']) =>
  news.until('refund', (it) => it.id === id && it.status === status, 20_000)
const askRefund = (orderId: number, body: unknown, key?: string) =>
  office.staff.send('POST', `/orders/${String(orderId)}/refunds`, body, key)
const bodyFor = (...ticketCodes: string[]) => ({ ticketCodes, reason: 'Sjuk' })
const reserveOne = async (eventId: number) =>
  office.staff.send('POST', '/orders', {
    eventId,
    shiftId: await office.staff.shiftId(),
    lines: [{ ticketTypeId: ticketType.id, count: 1 }],
  })

function refusalOf(answer: HttpAnswer) {
  const { error } = answer.json() as Problem
  return { status: answer.status, code: error.code, ...(error.details && { details: error.details }) }
}

describe.concurrent('is followed until the customer has the money', () => {
  test('one ticket of three: it is dead, and its seat on sale from the start', async () => {
    const order = await sellBySwish(3)
    const [code = '', kept = ''] = order.codes
    expect(refusalOf(await reserveOne(order.event.id))).toMatchObject({ code: 'out_of_seats' })

    const refund = await office.staff.refund(order.id, [code])
    expect(refund).toMatchObject({ status: 'initiated', amountOre: PRICE, ticketCodes: [code], attention: null })
    // Before any money has moved.
    expect((await reserveOne(order.event.id)).status).toBe(201)
    expect(await office.staff.checkIn(code, order.event.id)).toMatchObject({ outcome: 'refused' })
    const atTheApi = await office.newVisitor().validate(code)
    expectJson(atTheApi, 200, {
      times_used: 0,
      status: 'REFUNDED',
      external_id: code,
      chapter_event: order.event.title,
    })
    expectJson(await office.newVisitor().validate(code), 200, atTheApi.json())
    expect(await office.staff.checkIn(kept, order.event.id)).toMatchObject({ outcome: 'admitted' })

    await untilRefund(refund.id, 'paid')
    const way = news.of('refund').flatMap((it) => (it.id === refund.id ? [it.status] : []))
    expect([...new Set(way)]).toEqual(['initiated', 'created', 'debited', 'paid'])
    const after = await office.staff.getOrder(order.id)
    expect(after).toMatchObject({
      status: 'paid',
      refunds: [{ id: refund.id, status: 'paid', createdBy: refund.createdBy }],
    })
    expect(after.payments.map(({ amountOre }) => amountOre)).toEqual([3 * PRICE, -PRICE])
    expect(after.tickets.map(({ refundId, timesUsed }) => [refundId, timesUsed])).toEqual([
      [refund.id, 0],
      [null, 1],
      [null, 0],
    ])
    const { entries } = await office.staff.call<SwishPaymentList>('GET', '/swish-payments')
    expect(entries.find((it) => it.kind === 'refund' && it.refund.id === refund.id)).toMatchObject({
      order: { id: order.id },
      by: refund.createdBy,
    })
  }, 30_000)

  test('an order is refunded when its last ticket is', async () => {
    const order = await sellBySwish(3)
    const [one = '', two = '', three = ''] = order.codes
    await office.staff.refund(order.id, [one])
    expect((await office.staff.getOrder(order.id)).status).toBe('paid')
    const last = await office.staff.refund(order.id, [two, three])
    expect(last).toMatchObject({ amountOre: 2 * PRICE })
    expect((await office.staff.getOrder(order.id)).status).toBe('refunded')
    await untilRefund(last.id, 'paid')
    const { payments } = await office.staff.getOrder(order.id)
    expect(payments.reduce((sum, { amountOre }) => sum + amountOre, 0)).toBe(0)
  }, 30_000)

  test('asking Swish now settles what it says', async () => {
    const order = await sellBySwish(1)
    const { id } = await office.staff.refund(order.id, order.codes)
    const read = (refundId: number) => office.staff.send('POST', `/refunds/${String(refundId)}/reads`, {})
    expect(refusalOf(await read(999_999))).toEqual({ status: 404, code: 'refund_not_found' })
    await untilRefund(id, 'created')
    expect((await read(id)).json()).toMatchObject({ id, status: 'created' })
    await untilRefund(id, 'debited')
    expect((await read(id)).json()).toMatchObject({ id, status: 'debited' })
  }, 30_000)

  test('only what has failed is tried again, and only what is open is settled by hand', async () => {
    const order = await sellBySwish(1)
    const refund = await office.staff.refund(order.id, order.codes)
    const retry = (id: number) => office.staff.send('POST', `/refunds/${String(id)}/retries`, {})
    const settle = (id: number) =>
      office.staff.send('POST', `/refunds/${String(id)}/settlements`, { outcome: 'paid', note: 'Kontant' })
    expect(refusalOf(await retry(refund.id))).toEqual({ status: 409, code: 'not_failed' })
    expect(refusalOf(await retry(999_999))).toEqual({ status: 404, code: 'refund_not_found' })
    expect(refusalOf(await settle(999_999))).toEqual({ status: 404, code: 'refund_not_found' })
    await untilRefund(refund.id, 'paid')
    expect(refusalOf(await settle(refund.id))).toEqual({ status: 409, code: 'already_settled' })
    expect(refusalOf(await retry(refund.id))).toEqual({ status: 409, code: 'not_failed' })
  }, 30_000)

  test('at the door it says why', async () => {
    const order = await sellBySwish(1)
    const [code = ''] = order.codes
    await office.staff.refund(order.id, [code])
    expect(await office.staff.checkIn(code, order.event.id)).toMatchObject({ outcome: 'refused', reason: 'refunded' })
  })
})

describe('is refused', () => {
  test('for an order that is not there or not paid, and in cash from no drawer', async () => {
    const event = await office.staff.createEvent({ ticketTypeIds: [ticketType.id] })
    const reserved = await office.staff.reserve(event.id, ticketType.id, 1)
    const cash = await office.staff.sellForCash(event.id, ticketType.id, 1)
    const [code = ''] = cash.tickets.map((it) => it.code)
    expect(refusalOf(await askRefund(999_999, bodyFor(code)))).toEqual({ status: 404, code: 'order_not_found' })
    expect(refusalOf(await askRefund(reserved.id, bodyFor(code)))).toEqual({ status: 409, code: 'not_refundable' })
    expect(refusalOf(await askRefund(cash.id, bodyFor(code)))).toEqual({ status: 409, code: 'shift_needed' })
  })

  test('for a ticket that was used, is refunded, or belongs to another order: then nothing is', async () => {
    const order = await sellBySwish(3)
    const other = await sellBySwish(1)
    const [used = '', refunded = '', good = ''] = order.codes
    await office.staff.checkIn(used, order.event.id)
    await office.staff.refund(order.id, [refunded])
    for (const [ticketCode, reason] of [
      [used, 'used'],
      [refunded, 'refunded'],
      [other.codes[0] ?? '', 'not_in_order'],
    ] as const) {
      expect(refusalOf(await askRefund(order.id, bodyFor(good, ticketCode)))).toEqual({
        status: 409,
        code: 'ticket_not_refundable',
        details: { ticketCode, reason },
      })
    }
    expect((await office.staff.getOrder(order.id)).refunds).toHaveLength(1)
    expect(await office.staff.checkIn(good, order.event.id)).toMatchObject({ outcome: 'admitted' })
  })

  test('when the Swish that was paid is not the one in use', async () => {
    const order = await sellBySwish(1)
    const settings = { payeeAlias: '1230000000', apiBase: null, authority: null, callbackUrl: null, tls12Only: false }
    const choose = (environment: string | null) =>
      office.staff.call('PUT', '/settings/swish', { ...settings, environment })
    await choose(null)
    expect(refusalOf(await askRefund(order.id, bodyFor(...order.codes)))).toEqual({
      status: 409,
      code: 'swish_not_set_up',
    })
    await choose('simulator')
    expect((await askRefund(order.id, bodyFor(...order.codes))).status).toBe(201)
  })

  test.each([
    ['no tickets', { ticketCodes: [], reason: 'Sjuk' }],
    ['one ticket twice', { ticketCodes: ['ABCDEF', 'ABCDEF'], reason: 'Sjuk' }],
    ['no code', { ticketCodes: ['abc'], reason: 'Sjuk' }],
    ['no reason', { ticketCodes: ['ABCDEF'] }],
    ['a blank reason', { ticketCodes: ['ABCDEF'], reason: ' ' }],
    ['an amount', { ticketCodes: ['ABCDEF'], reason: 'Sjuk', amountOre: 1 }],
  ])('with %s', async (_what, body) => {
    const order = await sellBySwish(1)
    expect(refusalOf(await askRefund(order.id, body))).toMatchObject({ status: 400, code: 'malformed_request' })
  })
})

describe('the same key', () => {
  test('is the same refund, however often and however many at once', async () => {
    const order = await sellBySwish(2)
    const [code = '', other = ''] = order.codes
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 5 }, () => askRefund(order.id, bodyFor(code), key)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    expect(new Set(answers.map((answer) => (answer.json() as Refund).id)).size).toBe(1)
    expect(refusalOf(await askRefund(order.id, bodyFor(other), key))).toEqual({
      status: 422,
      code: 'idempotency_key_reused',
    })
    expect(refusalOf(await askRefund(order.id, { ...bodyFor(code), reason: 'Annat' }, key))).toMatchObject({
      status: 422,
    })
    expect((await office.staff.getOrder(order.id)).refunds).toHaveLength(1)
  })

  test('without one, or with one that is too short, nothing is done', async () => {
    const order = await sellBySwish(1)
    expect((await askRefund(order.id, bodyFor(...order.codes), 'kort')).status).toBe(400)
    expect((await office.staff.getOrder(order.id)).refunds).toEqual([])
  })

  test('ten people refund one ticket at once with keys of their own: one refund', async () => {
    const order = await sellBySwish(2)
    const [code = ''] = order.codes
    const answers = await Promise.all(Array.from({ length: 10 }, () => askRefund(order.id, bodyFor(code))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)])
    expect((await office.staff.getOrder(order.id)).refunds).toHaveLength(1)
  })
})

test('a refund that meets no line is sent when there is one, once', async () => {
  const order = await sellBySwish(1)
  await customer.set({ mode: 'by_hand', line: 'down' })
  const refund = await office.staff.refund(order.id, order.codes)
  await news.until('swish', ({ state }) => state === 'unreachable')
  await customer.set({ mode: 'by_hand', line: 'up' })
  await untilRefund(refund.id, 'paid')
  const { payments } = await office.staff.getOrder(order.id)
  expect(payments.map(({ amountOre }) => amountOre)).toEqual([PRICE, -PRICE])
}, 30_000)
