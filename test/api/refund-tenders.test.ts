/** Tickets given back by every tender, by several at once, and for other tickets: the money, the seats, and who may. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ScanVerdict } from '#shared/contract/check-in-api'
import type { Problem } from '#shared/contract/common'
import type { TicketType } from '#shared/contract/event-api'
import type { ExchangePaymentRequest, Order, Refund, RefundRequest } from '#shared/contract/order-api'
import type { StaffUserChoice } from '#shared/contract/session-api'
import type { Settings } from '#shared/contract/settings-api'
import type { HttpAnswer } from '../support/http-client'
import { openNewsStream, type NewsStream } from '../support/news-stream'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAs, type StaffApi } from '../support/staff-api'
import { findViolations } from '../support/stored-data'
import { createSwishCustomer, type SwishCustomer } from '../support/swish-customer'

const PRICE = 19_999
const MANAGER_PIN = '111111'
let server: SourceServer
let manager: StaffApi
let cashier: StaffApi
let managerId: number
let customer: SwishCustomer
let news: NewsStream
let ticketType: TicketType
let shiftId: number

beforeAll(async () => {
  server = await startSourceServer()
  manager = await signInAs('manager', server.connections)
  cashier = await signInAs('cashier', server.connections)
  const { staffUsers } = await manager.call<{ staffUsers: StaffUserChoice[] }>('GET', '/staff-users')
  managerId = staffUsers.find(({ demoPin }) => demoPin === MANAGER_PIN)?.id ?? 0
  customer = createSwishCustomer(manager)
  await customer.set({ mode: 'by_hand', line: 'up' })
  news = await openNewsStream(`http://127.0.0.1:${String(server.port)}`, manager.cookie())
  ticketType = await manager.createTicketType({ priceOre: PRICE })
  shiftId = await cashier.shiftId()
  await setLimit(50_000)
}, 60_000)
afterAll(async () => {
  news[Symbol.dispose]()
  expect(findViolations(server.dataFolder)).toEqual([])
  await server[Symbol.asyncDispose]()
})

async function setLimit(refundLimitOre: number): Promise<void> {
  const { till } = await manager.call<Settings>('GET', '/settings')
  await manager.call('PUT', '/settings/till', { ...till, refundLimitOre })
}

type Part = ['cash' | 'card' | 'swish_by_eye' | 'swish', number?]

/** A paid order for a whole event of so many seats, paid by these tenders, each but the last with its part in öre. */
async function sell(count: number, ...parts: Part[]): Promise<Order & { codes: string[] }> {
  const event = await manager.createEvent({ seats: count, ticketTypeIds: [ticketType.id] })
  const { id } = await cashier.reserve(event.id, ticketType.id, count)
  for (const [tender, amountOre] of parts) {
    const path = `/orders/${String(id)}`
    const part = amountOre === undefined ? {} : { amountOre }
    if (tender === 'swish') {
      await cashier.startSwish(id, part)
      await customer.act(id, 'pay')
      await news.until('payment_attempt', ({ orderId, status }) => orderId === id && status === 'paid', 20_000)
    } else if (tender === 'cash') await cashier.call('POST', `${path}/cash-payments`, { givenOre: 1_000_000, ...part })
    else await cashier.call('POST', `${path}/recorded-payments`, { tender, ...part })
  }
  const order = await manager.getOrder(id)
  expect(order.status).toBe('paid')
  return { ...order, codes: order.tickets.map(({ code }) => code) }
}

const path = (orderId: number) => `/orders/${String(orderId)}/refunds`
const bodyFor = (ticketCodes: string[], more: Partial<RefundRequest> = {}): RefundRequest => ({
  ticketCodes,
  reason: 'Sjuk',
  shiftId,
  ...more,
})
const refund = (order: Order, ticketCodes: string[], more: Partial<RefundRequest> = {}, staff = cashier) =>
  staff.call<Refund>('POST', path(order.id), bodyFor(ticketCodes, more))
const tryRefund = async (order: Order, ticketCodes: string[], more: Partial<RefundRequest> = {}, staff = cashier) =>
  refusalOf(await staff.send('POST', path(order.id), bodyFor(ticketCodes, more)))

function refusalOf(answer: HttpAnswer) {
  if (answer.status < 300) return { status: answer.status }
  const { error } = answer.json() as Problem
  return { status: answer.status, code: error.code, ...(error.details && { details: error.details }) }
}
/** What moved since the sale: tender, exact amount, rounding. */
const moneyBack = (order: Order) =>
  order.payments
    .filter(({ amountOre }) => amountOre < 0)
    .map(({ tender, amountOre, roundingOre }) => [tender, amountOre, roundingOre])

describe('money goes back by the tender it came by', () => {
  test.each(['cash', 'card', 'swish_by_eye'] as const)('%s, at once', async (tender) => {
    const order = await sell(2, [tender])
    const [code = '', kept = ''] = order.codes
    const given = await refund(order, [code])
    expect(given).toMatchObject({ tender, status: 'paid', kind: 'refund', amountOre: PRICE, ticketCodes: [code] })
    const after = await manager.getOrder(order.id)
    // The drawer gives whole kronor: 200 kr for 199,99.
    expect(moneyBack(after)).toEqual([[tender, -PRICE, tender === 'cash' ? -1 : 0]])
    expect(after).toMatchObject({ status: 'paid', paidOre: 2 * PRICE })
    expect(await manager.checkIn(code, order.event.id)).toMatchObject({ outcome: 'refused', reason: 'refunded' })
    expect(await manager.checkIn(kept, order.event.id)).toMatchObject({ outcome: 'admitted' })
    // Its seat is on sale again, once.
    expect((await cashier.reserve(order.event.id, ticketType.id, 1)).status).toBe('reserved')
  })

  test('a split order gives Swish back first, then the card, what was seen, and cash last', async () => {
    const order = await sell(3, ['cash', 5_000], ['card', 7_000], ['swish_by_eye', 8_000], ['swish', 20_000], ['cash'])
    const [one = '', two = '', three = ''] = order.codes
    expect(await refund(order, [one])).toMatchObject({ tender: 'swish', status: 'initiated', amountOre: PRICE })
    expect(await refund(order, [two])).toMatchObject({ tender: 'swish', amountOre: 1 })
    // By now what this order gives back is above the limit.
    await refund(order, [three], {}, manager)
    await news.until(
      'refund',
      ({ orderId, status, amountOre }) => orderId === order.id && status === 'paid' && amountOre === 1,
      20_000,
    )
    const after = await manager.getOrder(order.id)
    const sums = new Map<string, number>()
    for (const { tender, amountOre } of after.payments) sums.set(tender, (sums.get(tender) ?? 0) + amountOre)
    expect([...sums.values()].every((sum) => sum === 0)).toBe(true)
    // The cash of one act is rounded together.
    expect(moneyBack(after).filter(([tender]) => tender !== 'swish')).toEqual([
      ['card', -7_000, 0],
      ['swish_by_eye', -8_000, 0],
      ['cash', -4_998, -2],
      ['cash', -2, 0],
      ['cash', -19_997, -1],
    ])
    expect(after).toMatchObject({ status: 'refunded', paidOre: 3 * PRICE })
  }, 40_000)

  test('and is told before, to the krona, with who may', async () => {
    const order = await sell(3, ['cash', 5_000], ['card', 7_000], ['swish_by_eye', 8_000], ['cash'])
    const quote = (ticketCodes: string[], staff = cashier) =>
      staff.send('POST', `/orders/${String(order.id)}/refund-quotes`, { ticketCodes })
    expect((await quote(order.codes.slice(0, 2))).json()).toEqual({
      amountOre: 2 * PRICE,
      ways: [
        { tender: 'card', amountOre: 7_000, payableOre: 7_000 },
        { tender: 'swish_by_eye', amountOre: 8_000, payableOre: 8_000 },
        { tender: 'cash', amountOre: 24_998, payableOre: 25_000 },
      ],
      permission: 'refund',
      approvalNeeded: false,
      limitOre: 50_000,
    })
    expect((await quote(order.codes)).json()).toMatchObject({ permission: 'large_refund', approvalNeeded: true })
    expect((await quote(order.codes, manager)).json()).toMatchObject({ approvalNeeded: false })
    await refund(order, order.codes.slice(0, 2))
    const back = moneyBack(await manager.getOrder(order.id)).filter(([tender]) => tender === 'cash')
    expect(back.reduce((sum, [, ore, rounding]) => sum + Number(ore) + Number(rounding), 0)).toBe(-25_000)
    expect(refusalOf(await quote(order.codes.slice(0, 1)))).toMatchObject({ code: 'ticket_not_refundable' })
  })

  test('a free ticket ends without money, also without a shift', async () => {
    const event = await manager.createEvent({ seats: 1, ticketTypeIds: [ticketType.id] })
    const { id } = await manager.reserve(event.id, ticketType.id, 1)
    await manager.call('PUT', `/orders/${String(id)}/discount`, { kind: 'complimentary', reason: 'Skådespelare' })
    const order = await manager.call<Order>('POST', `/orders/${String(id)}/cash-payments`, { givenOre: 0 })
    const codes = order.tickets.map(({ code }) => code)
    expect(await refund(order, codes, {}, manager)).toMatchObject({ tender: 'none', status: 'paid', amountOre: 0 })
    expect(await manager.getOrder(id)).toMatchObject({ status: 'refunded', payments: [] })
    expect((await manager.reserve(event.id, ticketType.id, 1)).status).toBe('reserved')
  })

  test('a discounted ticket gives back what was paid for it', async () => {
    const event = await manager.createEvent({ seats: 3, ticketTypeIds: [ticketType.id] })
    const { id } = await manager.reserve(event.id, ticketType.id, 3)
    await manager.call('PUT', `/orders/${String(id)}/discount`, { kind: 'percent', value: 3_333, reason: 'Grupp' })
    await manager.call('POST', `/orders/${String(id)}/recorded-payments`, { tender: 'card' })
    const order = await manager.getOrder(id)
    const given = []
    for (const { code } of order.tickets) given.push((await refund(order, [code], {}, manager)).amountOre)
    expect(given).toEqual(order.tickets.map(({ priceOre, discountOre }) => priceOre - discountOre))
    expect(given.reduce((sum, ore) => sum + ore, 0)).toBe(order.totalOre)
  })

  test('a void is a refund by another name', async () => {
    const order = await sell(1, ['card'])
    expect(await refund(order, order.codes, { kind: 'void', reason: 'Felslag' })).toMatchObject({ kind: 'void' })
    const { timeline } = await manager.getOrder(order.id)
    expect(timeline.find(({ kind }) => kind === 'tickets_refunded')?.detail).toMatchObject({ outcome: 'void' })
  })

  test('at a till it has a receipt in the register’s series', async () => {
    const order = await sell(1, ['cash'])
    await refund(order, order.codes)
    const { receipts } = await manager.getOrder(order.id)
    const back = receipts.find(({ kind }) => kind === 'return')
    expect(back).toMatchObject({ totalOre: -PRICE })
    expect((await manager.getOrder(order.id)).receipts.filter(({ kind }) => kind === 'return')).toHaveLength(1)
  })
})

describe('the drawer', () => {
  test('gives cash only when a shift is named, and only an open one', async () => {
    const order = await sell(1, ['cash'])
    const { shiftId: _, ...without } = bodyFor(order.codes)
    expect(refusalOf(await cashier.send('POST', path(order.id), without))).toEqual({
      status: 409,
      code: 'shift_needed',
    })
    expect(await tryRefund(order, order.codes, { shiftId: 999_999 })).toEqual({ status: 404, code: 'shift_not_found' })
    expect((await manager.getOrder(order.id)).status).toBe('paid')
  })

  test('is not needed for a card', async () => {
    const order = await sell(1, ['card'])
    const { shiftId: _, ...without } = bodyFor(order.codes)
    expect((await manager.send('POST', path(order.id), without)).status).toBe(201)
    expect((await manager.getOrder(order.id)).receipts.filter(({ kind }) => kind === 'return')).toEqual([])
  })
})

describe('above the limit', () => {
  const approval = (pin = MANAGER_PIN) => ({ approval: { staffUserId: managerId, pin } })

  test('somebody with the larger right allows it, and stands on the refund', async () => {
    const order = await sell(3, ['card'])
    const needed = { status: 403, code: 'approval_needed', details: { permission: 'large_refund', limitOre: 50_000 } }
    expect(await tryRefund(order, order.codes)).toEqual(needed)
    expect((await manager.getOrder(order.id)).refunds).toEqual([])
    const given = await refund(order, order.codes, approval())
    expect(given.approvedBy).not.toBeNull()
    expect(given.approvedBy).not.toBe(given.createdBy)
  })

  test('whoever has it needs nobody; at the limit nobody needs anybody', async () => {
    const one = await sell(3, ['card'])
    expect(await refund(one, one.codes, {}, manager)).toMatchObject({ approvedBy: null })
    await setLimit(PRICE)
    const other = await sell(2, ['card'])
    expect(await refund(other, other.codes.slice(0, 1))).toMatchObject({ approvedBy: null })
    await setLimit(PRICE - 1)
    expect(await tryRefund(other, other.codes.slice(1))).toMatchObject({ code: 'approval_needed' })
    await setLimit(50_000)
  })

  test('many small refunds of one order are a large one; the last one repeated is still the same', async () => {
    const order = await sell(3, ['card'])
    const key = randomUUID()
    await refund(order, order.codes.slice(0, 1))
    const second = () => cashier.send('POST', path(order.id), bodyFor(order.codes.slice(1, 2)), key)
    expect((await second()).status).toBe(201)
    expect(await tryRefund(order, order.codes.slice(2))).toMatchObject({ status: 403, code: 'approval_needed' })
    expect((await second()).status).toBe(201)
    await refund(order, order.codes.slice(2), approval())
  })

  test('a wrong PIN refunds nothing, and no PIN stands in what is kept or logged', async () => {
    const order = await sell(3, ['card'])
    expect(await tryRefund(order, order.codes, approval('918273'))).toMatchObject({
      status: 403,
      code: 'wrong_pin',
      details: { triesLeft: 4 },
    })
    expect((await manager.getOrder(order.id)).refunds).toEqual([])
    await refund(order, order.codes, approval())
    expect(server.log()).not.toMatch(/918273/)
  })

  test('without any right to refund, the smaller one is asked for', async () => {
    const door = await signInAs('door', server.connections)
    const order = await sell(1, ['card'])
    expect(await tryRefund(order, order.codes, {}, door)).toMatchObject({ status: 403, code: 'not_permitted' })
  })
})

describe('a used ticket', () => {
  test('goes back only when that is said, by the larger right; then it is dead', async () => {
    const order = await sell(2, ['card'])
    const [code = '', other = ''] = order.codes
    await manager.checkIn(code, order.event.id)
    expect(await tryRefund(order, [code], {}, manager)).toMatchObject({
      code: 'ticket_not_refundable',
      details: { ticketCode: code, reason: 'used' },
    })
    expect(await tryRefund(order, [code, other], { evenUsed: true })).toMatchObject({ code: 'approval_needed' })
    await refund(order, [code, other], { evenUsed: true }, manager)
    expect(await manager.checkIn(code, order.event.id)).toMatchObject({ outcome: 'refused', reason: 'refunded' })
  })
})

describe('at once', () => {
  test('ten refunds of one ticket are one', async () => {
    const order = await sell(2, ['cash'])
    const [code = ''] = order.codes
    const answers = await Promise.all(Array.from({ length: 10 }, () => tryRefund(order, [code])))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)])
    expect(moneyBack(await manager.getOrder(order.id))).toHaveLength(1)
  })

  test('the same key, clicked five times, is one refund', async () => {
    const order = await sell(1, ['cash'])
    const key = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => cashier.send('POST', path(order.id), bodyFor(order.codes), key)),
    )
    expect(new Set(answers.map((answer) => (answer.json() as Refund).id)).size).toBe(1)
    expect(moneyBack(await manager.getOrder(order.id))).toHaveLength(1)
  })

  test('refund and check-in: the money or the seat, never both', async () => {
    for (let round = 0; round < 10; round++) {
      const order = await sell(1, ['card'])
      const [code = ''] = order.codes
      const [refunded, checkedIn] = await Promise.all([
        tryRefund(order, [code], {}, manager),
        manager.send('POST', '/check-ins', { scanned: code, doorId: 1, eventId: order.event.id, mode: 'entry' }),
      ])
      const admitted = (checkedIn.json() as ScanVerdict).outcome === 'admitted'
      expect(refunded.status === 201).toBe(!admitted)
    }
  }, 60_000)
})

describe('an exchange', () => {
  /** A basket for another evening. */
  async function basket(count: number, priceOre = PRICE, seats = 10) {
    const type = priceOre === PRICE ? ticketType : await manager.createTicketType({ priceOre })
    const event = await manager.createEvent({ seats, ticketTypeIds: [type.id] })
    return cashier.reserve(event.id, type.id, count)
  }
  const send = (
    to: Order,
    from: Order,
    ticketCodes: string[],
    more: Partial<ExchangePaymentRequest> = {},
    key?: string,
  ) =>
    cashier.send(
      'POST',
      `/orders/${String(to.id)}/exchange-payments`,
      { fromOrderId: from.id, ticketCodes, reason: 'Annan kväll', ...more },
      key,
    )

  test('of the same price moves the ticket and no money', async () => {
    const from = await sell(1, ['card'])
    const to = await basket(1)
    const paid = (await send(to, from, from.codes)).json() as Order
    expect(paid).toMatchObject({ status: 'paid', payments: [{ tender: 'exchange', amountOre: PRICE }] })
    const before = await manager.getOrder(from.id)
    expect(before).toMatchObject({ status: 'refunded', refunds: [{ kind: 'exchange', tender: 'exchange' }] })
    expect(moneyBack(before)).toEqual([['exchange', -PRICE, 0]])
    expect(before.timeline.at(-1)).toMatchObject({ kind: 'exchanged' })
    expect(await manager.checkIn(from.codes[0] ?? '')).toMatchObject({ reason: 'refunded' })
    expect(await manager.checkIn(paid.tickets[0]?.code ?? '')).toMatchObject({ outcome: 'admitted' })
    expect((await cashier.reserve(from.event.id, ticketType.id, 1)).status).toBe('reserved')
  })

  test('to something dearer waits until the difference is paid', async () => {
    const from = await sell(1, ['cash'])
    const to = await basket(2)
    const tooSmall = { status: 422, code: 'exchange_too_small', details: { worthOre: PRICE, restOre: 2 * PRICE } }
    expect(refusalOf(await send(to, from, from.codes))).toEqual(tooSmall)
    expect((await manager.getOrder(from.id)).status).toBe('paid')
    await cashier.call('POST', `/orders/${String(to.id)}/recorded-payments`, { tender: 'card', amountOre: PRICE })
    expect((await send(to, from, from.codes)).json()).toMatchObject({ status: 'paid' })
  })

  test('to something cheaper gives the rest back, by Swish where it came by Swish', async () => {
    const from = await sell(2, ['cash', 20_000], ['swish'])
    const to = await basket(1, 12_000)
    expect((await send(to, from, from.codes)).status).toBe(201)
    const old = await manager.getOrder(from.id)
    // 399,98 − 120,00: the 199,98 by Swish first, then 80,00 in cash; what is left of the cash pays the new ticket.
    expect(old.refunds.map(({ tender, amountOre }) => [tender, amountOre])).toEqual([
      ['exchange', 12_000],
      ['swish', 19_998],
      ['cash', 8_000],
    ])
    await news.until('refund', ({ orderId, status }) => orderId === from.id && status === 'paid', 20_000)
  }, 40_000)

  test('and back again: money goes home by the tender it first came by', async () => {
    const from = await sell(2, ['swish', 15_000], ['card'])
    const to = await basket(2)
    const exchanged = (await send(to, from, from.codes)).json() as Order
    const third = await basket(2)
    const again = (
      await send(
        third,
        exchanged,
        exchanged.tickets.map(({ code }) => code),
      )
    ).json() as Order
    const codes = again.tickets.map(({ code }) => code)
    expect(await refund(again, codes)).toMatchObject({ tender: 'swish', amountOre: 15_000 })
    const { refunds } = await manager.getOrder(again.id)
    expect(refunds.map(({ tender, amountOre }) => [tender, amountOre])).toEqual([
      ['swish', 15_000],
      ['card', 2 * PRICE - 15_000],
    ])
    await news.until(
      'refund',
      ({ orderId, status, tender }) => orderId === again.id && status === 'paid' && tender === 'swish',
      20_000,
    )
  }, 40_000)

  test('asked for twice at once happens once', async () => {
    const from = await sell(1, ['card'])
    const [one, other] = [await basket(1), await basket(1)]
    const answers = await Promise.all([send(one, from, from.codes), send(other, from, from.codes)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const key = randomUUID()
    const source = await sell(1, ['card'])
    const target = await basket(1)
    const same = await Promise.all([1, 2, 3].map(() => send(target, source, source.codes, {}, key)))
    expect(same.map(({ status }) => status)).toEqual([201, 201, 201])
  })

  test('is refused with its own tickets, used ones, and from nowhere', async () => {
    const from = await sell(2, ['card'])
    const [used = '', good = ''] = from.codes
    await manager.checkIn(used, from.event.id)
    const to = await basket(1)
    expect(refusalOf(await send(to, from, [used]))).toMatchObject({ code: 'ticket_not_refundable' })
    expect(refusalOf(await send(from, from, [good]))).toMatchObject({ code: 'same_order' })
    expect(refusalOf(await send(to, { ...from, id: 999_999 }, [good]))).toMatchObject({ code: 'from_order_not_found' })
    expect((await manager.getOrder(to.id)).status).toBe('reserved')
  })

  test('whose rest is above the limit needs an approval', async () => {
    const from = await sell(4, ['card'])
    const to = await basket(1)
    expect(refusalOf(await send(to, from, from.codes))).toMatchObject({ code: 'approval_needed' })
    const approval = { staffUserId: managerId, pin: MANAGER_PIN }
    expect((await send(to, from, from.codes, { approval })).status).toBe(201)
  })
})

test('a Swish refund that has not failed is not paid out of the drawer', async () => {
  const order = await sell(1, ['swish'])
  const { id } = await refund(order, order.codes)
  const settle = (body: unknown) => manager.send('POST', `/refunds/${String(id)}/settlements`, body)
  expect(refusalOf(await settle({ outcome: 'paid_in_cash', shiftId, note: 'Kontant' }))).toMatchObject({
    status: 409,
    code: 'not_failed',
  })
  expect((await settle({ outcome: 'paid_in_cash', note: 'Kontant' })).status).toBe(400)
})
