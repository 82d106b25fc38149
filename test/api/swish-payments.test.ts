/** Payments by Swish as the till and the Payments view know them, with somebody playing the customer. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Problem } from '#shared/contract/common'
import type { NewEvent, TicketType } from '#shared/contract/event-api'
import type { Order, PaymentAttempt } from '#shared/contract/order-api'
import type { SwishPaymentList, SwishStatus } from '#shared/contract/swish-payments-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import type { HttpAnswer } from '../support/http-client'
import { openNewsStream, type NewsStream } from '../support/news-stream'
import { findViolations } from '../support/stored-data'
import { createSwishCustomer, type SwishCustomer } from '../support/swish-customer'
import { waitUntil } from '../support/wait-until'

const PRICE = 10_000
let office: BoxOffice
let customer: SwishCustomer
let news: NewsStream
let ticketType: TicketType

beforeAll(async () => {
  office = await openBoxOffice()
  customer = createSwishCustomer(office.staff)
  news = await openNewsStream(office.server.url, office.staff.cookie())
  ticketType = await office.staff.createTicketType()
})
beforeEach(() => customer.set({ mode: 'by_hand', line: 'up' }))
afterAll(async () => {
  news[Symbol.dispose]()
  expect(findViolations(office.server.dataFolder)).toEqual([])
  await office[Symbol.asyncDispose]()
})

const createEvent = (fields: Partial<NewEvent> = {}) =>
  office.staff.createEvent({ ticketTypeIds: [ticketType.id], ...fields })
async function reserveAtTill(count = 1, fields: Partial<NewEvent> = {}): Promise<Order> {
  return office.staff.reserve((await createEvent(fields)).id, ticketType.id, count)
}
const payCash = (order: Order) =>
  office.staff.send('POST', `/orders/${String(order.id)}/cash-payments`, { givenOre: order.totalOre })
const untilAttempt = (orderId: number, status: PaymentAttempt['status']) =>
  news.until('payment_attempt', (it) => it.orderId === orderId && it.status === status)
const listPayments = (query = '') => office.staff.call<SwishPaymentList>('GET', `/swish-payments${query}`)
const entriesOf = (entries: SwishPaymentList['entries'], orderId: number) =>
  entries.filter(({ order }) => order.id === orderId)
const statusOfSwish = () => office.staff.call<SwishStatus>('GET', '/swish')

function refusalOf(answer: HttpAnswer) {
  const { error } = answer.json() as Problem
  return { status: answer.status, code: error.code, ...(error.details && { details: error.details }) }
}

describe('asking the customer', () => {
  test('by QR: paid within seconds with nobody asking, told to every screen, listed with who sold it', async () => {
    const order = await reserveAtTill(2)
    await customer.set({ mode: 'automatic', line: 'up' })
    const attempt = await office.staff.startSwish(order.id)
    expect(attempt).toMatchObject({ status: 'created', payerAlias: null, amountOre: 2 * PRICE, attention: null })
    expect(attempt.token).toMatch(/^[0-9a-f]{32}$/)
    const startedAt = performance.now()
    await untilAttempt(order.id, 'paid')
    expect(performance.now() - startedAt).toBeLessThan(6_000)

    const paid = await office.staff.getOrder(order.id)
    expect(paid).toMatchObject({ status: 'paid', paymentAttempt: { status: 'paid', token: null } })
    expect(paid.tickets).toHaveLength(2)
    expect(paid.payments).toMatchObject([{ tender: 'swish', amountOre: 2 * PRICE }])
    expect(entriesOf((await listPayments()).entries, order.id)).toMatchObject([
      { kind: 'payment', attempt: { id: attempt.id, status: 'paid' }, by: paid.payments[0]?.takenBy },
    ])
  })

  test.each([
    ['070-123 45 67', '46701234567'],
    ['+46 70 123 45 68', '46701234568'],
    ['0046 70 1234569', '46701234569'],
  ])('by a request to %s: no QR, and paid when the customer says so', async (payer, payerAlias) => {
    const order = await reserveAtTill()
    const attempt = await office.staff.startSwish(order.id, { payer })
    expect(attempt).toMatchObject({ status: 'created', payerAlias, token: null })
    expect(await customer.waitingOf(order.id)).toMatchObject({ payerAlias, amountOre: PRICE })
    await customer.act(order.id, 'pay')
    await untilAttempt(order.id, 'paid')
  })

  test.each(['', '0', '070', 'Kim', '070-123 45 67 89 01', '070-123 45 6x', '+46 (0) 8', ';;'])(
    'not by a request to %j, which is no number',
    async (payer) => {
      const order = await reserveAtTill()
      const answer = await office.staff.send('POST', `/orders/${String(order.id)}/swish-payments`, { payer })
      expect(refusalOf(answer)).toEqual(
        payer === '' ? { status: 400, code: 'malformed_request' } : { status: 422, code: 'invalid_phone_number' },
      )
      expect((await office.staff.getOrder(order.id)).paymentAttempt).toBeNull()
    },
  )

  test('again and again while it waits is one request', async () => {
    const order = await reserveAtTill()
    const attempts = await Promise.all(Array.from({ length: 10 }, () => office.staff.startSwish(order.id)))
    expect(new Set(attempts.map(({ id, token }) => `${String(id)} ${String(token)}`)).size).toBe(1)
    expect(
      (await customer.waiting()).filter(({ message }) => message.startsWith(`L${String(order.id)} `)),
    ).toHaveLength(1)
  })

  test('is refused for what is paid, given up, or not there', async () => {
    const paid = await reserveAtTill()
    expect((await payCash(paid)).status).toBe(201)
    const released = await reserveAtTill()
    await office.staff.cancelOrder(released.id)
    const start = (id: number) => office.staff.send('POST', `/orders/${String(id)}/swish-payments`, {})
    expect(refusalOf(await start(paid.id))).toEqual({ status: 409, code: 'already_paid' })
    expect(refusalOf(await start(released.id))).toEqual({ status: 409, code: 'not_payable' })
    expect(refusalOf(await start(999_999))).toEqual({ status: 404, code: 'order_not_found' })
  })
})

describe('the customer or the bank says no', () => {
  test.each([
    ['decline', 'declined', null],
    ['time_out', 'error', 'TM01'],
    ['bank_refuses', 'error', 'RF07'],
    ['bank_id_cancelled', 'error', 'BANKIDCL'],
  ] as const)('%s: told with its code, and cash is taken at once', async (deed, status, errorCode) => {
    const order = await reserveAtTill()
    await office.staff.startSwish(order.id)
    await customer.act(order.id, deed)
    expect(await untilAttempt(order.id, status)).toMatchObject({ status, errorCode, token: null, attention: null })
    expect((await payCash(order)).status).toBe(201)
  })

  test('and a new try is a new request', async () => {
    const order = await reserveAtTill()
    const first = await office.staff.startSwish(order.id, { payer: '070-123 45 60' })
    await customer.act(order.id, 'decline')
    await untilAttempt(order.id, 'declined')
    const second = await office.staff.startSwish(order.id)
    expect(second.id).not.toBe(first.id)
    await customer.act(order.id, 'pay')
    await untilAttempt(order.id, 'paid')
    const kinds = entriesOf((await listPayments()).entries, order.id).map(
      (it) => it.kind === 'payment' && it.attempt.status,
    )
    expect(kinds).toEqual(['paid', 'declined'])
  })
})

describe('cancel', () => {
  test('ends it at Swish; doing it again, or too late, tells how it ended', async () => {
    const order = await reserveAtTill()
    const { id } = await office.staff.startSwish(order.id)
    expect(await office.staff.cancelPaymentAttempt(id)).toMatchObject({ id, status: 'cancelled', token: null })
    expect(await customer.waitingOf(order.id)).toBeUndefined()
    expect(await office.staff.cancelPaymentAttempt(id)).toMatchObject({ status: 'cancelled' })

    const again = await office.staff.startSwish(order.id)
    await customer.act(order.id, 'pay')
    // Whether or not the callback has been taken up: the customer was faster.
    expect(await office.staff.cancelPaymentAttempt(again.id)).toMatchObject({ status: 'paid' })
    expect(await office.staff.getOrder(order.id)).toMatchObject({ status: 'paid' })
  })

  test('of nothing is 404', async () => {
    expect(refusalOf(await office.staff.send('DELETE', '/payment-attempts/999999'))).toEqual({
      status: 404,
      code: 'payment_attempt_not_found',
    })
  })

  test('while Swish cannot be asked is kept, and done by itself once it can', async () => {
    const order = await reserveAtTill()
    const { id } = await office.staff.startSwish(order.id)
    await customer.set({ mode: 'by_hand', line: 'down' })
    expect(await office.staff.cancelPaymentAttempt(id)).toMatchObject({ status: 'created', cancelRequested: true })
    // It may be paid this moment: the seats and the order stay as they are.
    expect(refusalOf(await payCash(order))).toEqual({ status: 409, code: 'payment_in_progress' })
    expect(refusalOf(await office.staff.send('DELETE', `/orders/${String(order.id)}`))).toEqual({
      status: 409,
      code: 'payment_in_progress',
    })
    await customer.set({ mode: 'by_hand', line: 'up' })
    expect(await untilAttempt(order.id, 'cancelled')).toMatchObject({ cancelRequested: false })
    expect((await payCash(order)).status).toBe(201)
  })
})

describe('asking Swish now', () => {
  test('settles what it says', async () => {
    const order = await reserveAtTill()
    const { id } = await office.staff.startSwish(order.id)
    const read = () => office.staff.call<PaymentAttempt>('POST', `/payment-attempts/${String(id)}/reads`, {})
    await customer.act(order.id, 'pay')
    expect(await read()).toMatchObject({ status: 'paid' })
    expect(await read()).toMatchObject({ status: 'paid' })
  })

  test('about nothing is 404', async () => {
    const answer = await office.staff.send('POST', '/payment-attempts/999999/reads', {})
    expect(refusalOf(answer)).toEqual({ status: 404, code: 'payment_attempt_not_found' })
  })
})

describe('without a line to Swish', () => {
  test('a start is refused, every screen is told, cash works, and the way back needs nobody', async () => {
    const order = await reserveAtTill()
    await customer.set({ mode: 'by_hand', line: 'down' })
    await news.until('swish', ({ state }) => state === 'unreachable')
    expect(await statusOfSwish()).toMatchObject({ state: 'unreachable', problem: 'no_connection' })
    const answer = await office.staff.send('POST', `/orders/${String(order.id)}/swish-payments`, {})
    expect(refusalOf(answer)).toEqual({ status: 502, code: 'swish_unreachable' })
    expect((await payCash(order)).status).toBe(201)
    const downs = news.of('swish').length
    await customer.set({ mode: 'by_hand', line: 'up' })
    await waitUntil('the screens to hear of it', () => Promise.resolve(news.of('swish').length > downs))
    expect(await statusOfSwish()).toMatchObject({ state: 'ready', problem: null })
    const next = await reserveAtTill()
    expect(await office.staff.startSwish(next.id)).toMatchObject({ status: 'created' })
    await customer.act(next.id, 'pay')
    await untilAttempt(next.id, 'paid')
  })
})

describe('a bank that stays silent (DS24)', () => {
  async function silentPayment(fields: Partial<NewEvent> = {}) {
    const order = await reserveAtTill(1, { seats: 1, ...fields })
    const { id } = await office.staff.startSwish(order.id)
    await customer.act(order.id, 'bank_silent')
    const attempt = await untilAttempt(order.id, 'unknown')
    return { order, id, attempt }
  }
  const settle = (id: number, outcome: 'paid' | 'not_paid') =>
    office.staff.send('POST', `/payment-attempts/${String(id)}/settlements`, { outcome, note: 'Ringde banken' })

  test('is unknown, waits for a person, and keeps its seats whatever the clock says', async () => {
    const before = (await statusOfSwish()).attentionCount
    const { order, id, attempt } = await silentPayment({ reservationSeconds: 1 })
    expect(attempt).toMatchObject({ errorCode: 'DS24', attention: 'bank_silent' })
    await news.until('swish', ({ attentionCount }) => attentionCount === before + 1)
    expect(entriesOf((await listPayments()).attention, order.id)).toMatchObject([
      { kind: 'payment', attempt: { id, attention: 'bank_silent' } },
    ])
    await waitUntil('the reservation to be over', () => Promise.resolve(new Date().toISOString() > order.expiresAt))
    const taken = await office.staff.send('POST', '/orders', {
      eventId: order.event.id,
      shiftId: await office.staff.shiftId(),
      lines: [{ ticketTypeId: ticketType.id, count: 1 }],
    })
    expect(refusalOf(taken)).toMatchObject({ status: 409, code: 'out_of_seats' })
    expect(refusalOf(await payCash(order))).toEqual({ status: 409, code: 'payment_in_progress' })
    // Neither a cancel nor another look makes it less unknown.
    expect(await office.staff.cancelPaymentAttempt(id)).toMatchObject({ status: 'unknown' })
    expect((await settle(id, 'not_paid')).json()).toMatchObject({ status: 'error', attention: null })
  })

  test('settled by hand as paid gives the tickets, once', async () => {
    const { order, id } = await silentPayment()
    const answers = await Promise.all([settle(id, 'paid'), settle(id, 'paid'), settle(id, 'paid')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const paid = await office.staff.getOrder(order.id)
    expect(paid).toMatchObject({ status: 'paid', paymentAttempt: { status: 'paid', attention: null } })
    expect(paid.payments).toHaveLength(1)
    expect(paid.timeline.find(({ kind }) => kind === 'payment_settled_by_hand')).toMatchObject({
      by: paid.payments[0]?.takenBy,
      detail: { outcome: 'paid', note: 'Ringde banken' },
    })
    expect(entriesOf((await listPayments()).attention, order.id)).toEqual([])
  })

  test('settled by hand as not paid frees the order for another try', async () => {
    const { order, id } = await silentPayment()
    expect((await settle(id, 'not_paid')).json()).toMatchObject({ status: 'error', attention: null })
    expect(refusalOf(await settle(id, 'paid'))).toEqual({ status: 409, code: 'already_settled' })
    expect((await payCash(order)).status).toBe(201)
  })

  test('a payment that Swish will still answer is not settled by hand', async () => {
    const order = await reserveAtTill()
    const { id } = await office.staff.startSwish(order.id)
    expect(refusalOf(await settle(id, 'paid'))).toEqual({ status: 409, code: 'not_waiting_for_person' })
    await office.staff.cancelPaymentAttempt(id)
    expect(refusalOf(await settle(id, 'paid'))).toEqual({ status: 409, code: 'already_settled' })
    expect(refusalOf(await settle(999_999, 'paid'))).toEqual({ status: 404, code: 'payment_attempt_not_found' })
  })
})

test('the list pages from the newest to the oldest without losing any', async () => {
  const order = await reserveAtTill()
  for (let i = 0; i < 5; i++) await office.staff.cancelPaymentAttempt((await office.staff.startSwish(order.id)).id)
  const seen: number[] = []
  let before: string | undefined
  for (;;) {
    const page = await listPayments(`?limit=2${before === undefined ? '' : `&before=${before}`}`)
    expect(page.entries.length).toBeLessThanOrEqual(2)
    if (before !== undefined) expect(page.attention).toEqual([])
    seen.push(...page.entries.flatMap((it) => (it.kind === 'payment' ? [it.attempt.id] : [])))
    before = page.entries.at(-1)?.at
    if (!page.more) break
  }
  expect(seen).toEqual([...seen].sort((a, b) => b - a))
  expect(new Set(seen).size).toBe(Math.max(...seen))
})
