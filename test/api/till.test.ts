/** Selling at the till over HTTP: baskets that hold their seats, every tender, parts, discounts, practice. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Problem } from '#shared/contract/common'
import type { Event, TicketType } from '#shared/contract/event-api'
import type { OpenOrder, Order, OrderAdmission, OrderSummary } from '#shared/contract/order-api'
import type { Register, Shift } from '#shared/contract/shift-api'
import type { StaffUserChoice } from '#shared/contract/session-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectReserved } from '../support/expect-answer'
import { openConnections, type HttpAnswer } from '../support/http-client'
import { signInAs, type StaffApi } from '../support/staff-api'
import { findViolations } from '../support/stored-data'
import { createSwishCustomer } from '../support/swish-customer'
import { waitUntil } from '../support/wait-until'

let office: BoxOffice
let cashier: StaffApi
let standard: TicketType
let student: TicketType
let shiftId: number
let otherShiftId: number

beforeAll(async () => {
  office = await openBoxOffice()
  cashier = await signInAs('cashier', openConnections(office.server.url))
  standard = await office.staff.createTicketType({ title: 'Standard', priceOre: 19_999 })
  student = await office.staff.createTicketType({ title: 'Student', priceOre: 9_950 })
  shiftId = await cashier.shiftId()
  const second = await office.staff.call<Register>('POST', '/registers', { name: 'Kassa 2' })
  otherShiftId = (await office.staff.call<Shift>('POST', '/shifts', { registerId: second.id, floatOre: 0 })).id
})
afterAll(async () => {
  expect(findViolations(office.server.dataFolder)).toEqual([])
  await office[Symbol.asyncDispose]()
})

const newEvent = (seats = 50, more: { reservationSeconds?: number } = {}) =>
  office.staff.createEvent({ seats, ticketTypeIds: [standard.id, student.id], ...more })
const lines = (standards: number, students = 0) =>
  [
    { ticketTypeId: standard.id, count: standards },
    { ticketTypeId: student.id, count: students },
  ].filter(({ count }) => count > 0)
const begin = (event: Event, standards: number, students = 0, more: Record<string, unknown> = {}) =>
  cashier.call<Order>('POST', '/orders', { eventId: event.id, shiftId, lines: lines(standards, students), ...more })
const on = (order: { id: number }, path = '') => `/orders/${String(order.id)}${path}`
const edit = (order: Order, standards: number, students = 0, revision = order.revision) =>
  cashier.send('PUT', on(order), { lines: lines(standards, students), revision })
const cash = (order: Order, givenOre: number, amountOre?: number, key?: string) =>
  cashier.send('POST', on(order, '/cash-payments'), { givenOre, ...(amountOre !== undefined && { amountOre }) }, key)
const record = (order: Order, tender: 'card' | 'swish_by_eye', more: Record<string, unknown> = {}) =>
  cashier.send('POST', on(order, '/recorded-payments'), { tender, ...more })
const seatsLeft = async ({ id }: Event) =>
  (await office.staff.catalogue()).events.find((event) => event.id === id)?.seatsLeft

function refusalOf(answer: HttpAnswer) {
  const { error } = answer.json() as Problem
  return { status: answer.status, code: error.code, ...(error.details && { details: error.details }) }
}
function orderIn(answer: HttpAnswer): Order {
  if (answer.status >= 300) throw new Error(`${String(answer.status)} ${answer.text}`)
  return answer.json() as Order
}

describe('a basket', () => {
  test('holds its seats from the first ticket on, and gives back what is taken out of it', async () => {
    const event = await newEvent(10)
    const order = await begin(event, 1)
    expect(order).toMatchObject({ status: 'reserved', tickets: [], shiftId, totalOre: 19_999, revision: 1 })
    expect(await seatsLeft(event)).toBe(9)
    const more = orderIn(await edit(order, 4, 2))
    expect(more).toMatchObject({ totalOre: 4 * 19_999 + 2 * 9_950, revision: 2, lines: [{ count: 4 }, { count: 2 }] })
    expect(await seatsLeft(event)).toBe(4)
    expect(orderIn(await edit(more, 1)).lines).toMatchObject([{ count: 1 }])
    expect(await seatsLeft(event)).toBe(9)
    await cashier.cancelOrder(order.id)
    expect(await seatsLeft(event)).toBe(10)
  })

  test('that asks for more than there is stays as it was, and is told how many it may hold', async () => {
    const event = await newEvent(5)
    const order = await begin(event, 2)
    await begin(event, 1)
    expect(refusalOf(await edit(order, 5))).toEqual({ status: 409, code: 'out_of_seats', details: { seatsLeft: 4 } })
    expect(await cashier.getOrder(order.id)).toMatchObject({ lines: [{ count: 2 }], revision: 1 })
    expect(await seatsLeft(event)).toBe(2)
  })

  test('of two tills that change it the second is told; the same wish again is no change', async () => {
    const order = await begin(await newEvent(), 1)
    const changed = orderIn(await edit(order, 3))
    expect(refusalOf(await edit(order, 2))).toEqual({ status: 409, code: 'edit_conflict' })
    expect(orderIn(await edit(order, 3))).toMatchObject({ revision: changed.revision, lines: [{ count: 3 }] })
  })

  test('keeps the price that a ticket was put in at', async () => {
    const event = await newEvent()
    const order = await begin(event, 1)
    await office.staff.updateTicketType(standard.id, { priceOre: 29_900 })
    expect(orderIn(await edit(order, 2)).totalOre).toBe(2 * 19_999)
    await office.staff.updateTicketType(standard.id, { priceOre: 19_999 })
  })

  test('that was left alone ends, and is taken up again by the next change when there are seats', async () => {
    const event = await newEvent(2, { reservationSeconds: 1 })
    const order = await begin(event, 2)
    await waitUntil('the seats to be free', async () => (await seatsLeft(event)) === 2)
    expect(orderIn(await edit(order, 1))).toMatchObject({ status: 'reserved', lines: [{ count: 1 }] })
    expect(await seatsLeft(event)).toBe(1)
  })

  test.each([
    ['no lines', { lines: [], revision: 1 }],
    ['a count of 0', { lines: [{ ticketTypeId: 1, count: 0 }], revision: 1 }],
    ['no revision', { lines: [{ ticketTypeId: 1, count: 1 }] }],
    ['a price', { lines: [{ ticketTypeId: 1, count: 1, priceOre: 1 }], revision: 1 }],
  ])('with %s is malformed', async (_what, body) => {
    const order = await begin(await newEvent(), 1)
    expect(refusalOf(await cashier.send('PUT', on(order), body))).toMatchObject({ status: 400 })
    expect((await cashier.getOrder(order.id)).revision).toBe(1)
  })

  test('is refused on a shift that is not there, and for an order of the ticket API', async () => {
    const event = await newEvent()
    const wanted = { eventId: event.id, shiftId: 987_654, lines: lines(1) }
    expect(refusalOf(await cashier.send('POST', '/orders', wanted))).toEqual({ status: 404, code: 'shift_not_found' })
    const online = await reservedOnline(event)
    expect(refusalOf(await edit(online, 2))).toMatchObject({ status: 409, code: 'not_editable' })
  })
})

async function reservedOnline(event: Event): Promise<Order> {
  expectReserved(await office.newVisitor().reserve(event.id, [{ ticket_type: standard.id, count: 1 }]))
  const { orders } = await cashier.call<{ orders: OrderSummary[] }>('GET', '/orders?limit=1')
  return cashier.getOrder(orders[0]?.id ?? 0)
}
const openOrders = async () => (await cashier.call<{ orders: OpenOrder[] }>('GET', '/open-orders')).orders

describe('parked', () => {
  test('under a name, several at once, and taken up on another till', async () => {
    const event = await newEvent()
    const [first, second] = [await begin(event, 2), await begin(event, 1)]
    await cashier.call('POST', on(first, '/parkings'), { name: 'Bord 4' })
    await cashier.call('POST', on(second, '/parkings'), { name: 'Grupp 8' })
    const waiting = (await openOrders()).filter(({ eventId }) => eventId === event.id)
    expect(waiting.map(({ parkedName, ticketCount }) => [parkedName, ticketCount])).toEqual([
      ['Bord 4', 2],
      ['Grupp 8', 1],
    ])
    const found = await cashier.call<{ orders: OrderSummary[] }>('GET', '/orders?search=bord')
    expect(found.orders.map(({ id }) => id)).toContain(first.id)
    const taken = await office.staff.call<Order>('POST', on(first, '/take-ups'), { shiftId: otherShiftId })
    expect(taken).toMatchObject({ parkedName: null, shiftId: otherShiftId })
    expect(taken.timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['parked', 'taken_up']))
    expect(orderIn(await cash(taken, 50_000))).toMatchObject({ status: 'paid', shiftId: otherShiftId })
  })

  test('what is paid is not parked, nor taken up', async () => {
    const order = orderIn(await cash(await begin(await newEvent(), 1), 20_000))
    const parked = await cashier.send('POST', on(order, '/parkings'), { name: 'x' })
    expect(refusalOf(parked)).toEqual({ status: 409, code: 'not_payable', details: { status: 'paid' } })
    const taken = await cashier.send('POST', on(order, '/take-ups'), { shiftId })
    expect(refusalOf(taken)).toEqual({ status: 409, code: 'not_payable', details: { status: 'paid' } })
  })
})

describe('tenders', () => {
  test('cash: whole kronor, the change, tickets; the same click again is the same sale', async () => {
    const order = await begin(await newEvent(), 2)
    const key = randomUUID()
    const paid = orderIn(await cash(order, 50_000, undefined, key))
    expect(paid).toMatchObject({
      status: 'paid',
      paidOre: 39_998,
      payments: [{ tender: 'cash', amountOre: 39_998, roundingOre: 2, givenOre: 50_000, changeOre: 10_000 }],
    })
    expect(paid.tickets).toHaveLength(2)
    const again = await Promise.all([cash(order, 50_000, undefined, key), cash(order, 50_000, undefined, key)])
    expect(again.map((answer) => orderIn(answer).payments.length)).toEqual([1, 1])
    expect(refusalOf(await cash(order, 50_000))).toMatchObject({ status: 409, code: 'not_payable' })
  })

  test.each(['card', 'swish_by_eye'] as const)('%s: the exact sum, with its reference', async (tender) => {
    const order = await begin(await newEvent(), 1)
    expect(orderIn(await record(order, tender, { reference: '0042' }))).toMatchObject({
      status: 'paid',
      payments: [{ tender, amountOre: 19_999, roundingOre: 0, reference: '0042' }],
    })
  })

  test('an order of the ticket API is paid at the till once it has been taken up', async () => {
    const order = await reservedOnline(await newEvent())
    expect(refusalOf(await cash(order, 20_000))).toEqual({ status: 409, code: 'shift_needed' })
    await cashier.call('POST', on(order, '/take-ups'), { shiftId })
    const paid = orderIn(await cash(order, 20_000))
    expect(paid.tickets.map(({ code }) => code)).toEqual(order.tickets.map(({ code }) => code))
  })

  test('everybody who stands at the door is let in with the sale', async () => {
    const order = await begin(await newEvent(), 3)
    const admit = (key?: string) => cashier.send('POST', on(order, '/admissions'), {}, key)
    expect(refusalOf(await admit())).toEqual({ status: 409, code: 'not_paid' })
    const paid = orderIn(await cash(order, 100_000))
    await cashier.checkIn(paid.tickets[0]?.code ?? '')
    const key = randomUUID()
    const expected: OrderAdmission = { admitted: 2, alreadyIn: 1 }
    expect((await admit(key)).json()).toEqual(expected)
    expect((await admit(key)).json()).toEqual(expected)
    expect((await cashier.getOrder(order.id)).tickets.map(({ timesUsed }) => timesUsed)).toEqual([1, 1, 1])
  })
})

describe('in parts', () => {
  test('200 in cash, 100 by card, the rest by Swish: paid once the last has come', async () => {
    const customer = createSwishCustomer(office.staff)
    await customer.set({ mode: 'by_hand', line: 'up' })
    const order = await begin(await newEvent(), 2)
    expect(orderIn(await cash(order, 20_000, 20_000))).toMatchObject({
      status: 'reserved',
      paidOre: 20_000,
      tickets: [],
    })
    expect(orderIn(await record(order, 'card', { amountOre: 10_000 }))).toMatchObject({ paidOre: 30_000 })
    expect(refusalOf(await record(order, 'card', { amountOre: 10_000 }))).toEqual({
      status: 422,
      code: 'too_much',
      details: { restOre: 9_998 },
    })
    const attempt = await cashier.startSwish(order.id)
    expect(attempt.amountOre).toBe(9_998)
    await customer.act(order.id, 'pay')
    await waitUntil('the sale', async () => (await cashier.getOrder(order.id)).status === 'paid')
    const paid = await cashier.getOrder(order.id)
    expect(paid.payments.map(({ tender, amountOre }) => [tender, amountOre])).toEqual([
      ['cash', 20_000],
      ['card', 10_000],
      ['swish', 9_998],
    ])
    expect(paid.tickets).toHaveLength(2)
  })

  test('a part keeps its seats beyond their time, and cannot be given up before it is given back', async () => {
    const event = await newEvent(1, { reservationSeconds: 1 })
    const order = await begin(event, 1)
    const part = orderIn(await cash(order, 10_000, 10_000))
    await waitUntil('the time to be out', () => Promise.resolve(new Date().toISOString() > part.expiresAt))
    const other = { eventId: event.id, shiftId, lines: lines(1) }
    expect(refusalOf(await cashier.send('POST', '/orders', other))).toMatchObject({ code: 'out_of_seats' })
    expect(refusalOf(await cashier.send('DELETE', on(order)))).toEqual({ status: 409, code: 'part_paid' })
    const [payment] = part.payments
    const reverse = (key?: string) =>
      cashier.send('POST', on(order, `/payments/${String(payment?.id)}/reversals`), {}, key)
    expect(orderIn(await reverse())).toMatchObject({
      paidOre: 0,
      payments: [{ amountOre: 10_000 }, { amountOre: -10_000, reversesId: payment?.id }],
    })
    expect(refusalOf(await reverse())).toEqual({ status: 409, code: 'already_reversed' })
    expect(await cashier.cancelOrder(order.id)).toMatchObject({ status: 'cancelled' })
  })

  test('a part that came by Swish goes back by Swish', async () => {
    const customer = createSwishCustomer(office.staff)
    await customer.set({ mode: 'by_hand', line: 'up' })
    const order = await begin(await newEvent(), 1)
    await cashier.startSwish(order.id, { amountOre: 5_000 })
    await customer.act(order.id, 'pay')
    await waitUntil('the part', async () => (await cashier.getOrder(order.id)).paidOre === 5_000)
    const [payment] = (await cashier.getOrder(order.id)).payments
    const back = await cashier.call<Order>('POST', on(order, `/payments/${String(payment?.id)}/reversals`), {})
    expect(back).toMatchObject({ paidOre: 0, refunds: [{ tender: 'swish', amountOre: 5_000 }] })
    await waitUntil('the money', async () => (await cashier.getOrder(order.id)).refunds[0]?.status === 'paid', {
      timeoutMs: 20_000,
      everyMs: 200,
    })
    expect(orderIn(await cash(order, 20_000)).status).toBe('paid')
  })

  test.each([
    ['öre', 10_050, 10_050, 'not_whole_kronor'],
    ['less than it is to pay', 5_000, 10_000, 'too_little_cash'],
    ['more than is left', 50_000, 30_000, 'too_much'],
  ])('a part in cash of %s is refused', async (_what, givenOre, amountOre, code) => {
    const order = await begin(await newEvent(), 1)
    expect(refusalOf(await cash(order, givenOre, amountOre))).toMatchObject({ status: 422, code })
    expect(await cashier.getOrder(order.id)).toMatchObject({ paidOre: 0, payments: [] })
  })
})

describe('discounts', () => {
  const put = (order: Order, body: unknown) => cashier.send('PUT', on(order, '/discount'), body)
  async function approval() {
    const { staffUsers } = await cashier.call<{ staffUsers: StaffUserChoice[] }>('GET', '/staff-users')
    const manager = staffUsers.find(({ role }) => role === 'manager')
    return { staffUserId: manager?.id, pin: manager?.demoPin }
  }

  test('need the right for it, or the PIN of somebody who has it', async () => {
    const order = await begin(await newEvent(), 2)
    const wish = { kind: 'percent', value: 1_000, reason: 'Väntade länge' }
    expect(refusalOf(await put(order, wish))).toMatchObject({
      status: 403,
      code: 'approval_needed',
      details: { permission: 'discount' },
    })
    const wrong = { ...wish, approval: { ...(await approval()), pin: '999999' } }
    expect(refusalOf(await put(order, wrong))).toMatchObject({ status: 403, code: 'wrong_pin' })
    const given = orderIn(await put(order, { ...wish, approval: await approval() }))
    expect(given).toMatchObject({
      grossOre: 39_998,
      totalOre: 35_998,
      discount: { kind: 'percent', amountOre: 4_000, reason: 'Väntade länge', approvedBy: 'Maja Lind' },
    })
    const more = orderIn(await edit(given, 3))
    expect(more).toMatchObject({ grossOre: 59_997, totalOre: 53_997, discount: { amountOre: 6_000 } })
    const paid = orderIn(await record(more, 'card'))
    expect(paid.tickets.reduce((sum, { priceOre, discountOre }) => sum + priceOre - discountOre, 0)).toBe(53_997)
  })

  test('a free ticket costs nothing, and is finished without money', async () => {
    const order = await begin(await newEvent(), 1)
    const free = orderIn(await put(order, { kind: 'complimentary', reason: 'Press', approval: await approval() }))
    expect(free).toMatchObject({ totalOre: 0, discount: { kind: 'complimentary', amountOre: 19_999 } })
    const paid = orderIn(await cash(free, 0))
    expect(paid).toMatchObject({ status: 'paid', payments: [], tickets: [{ priceOre: 19_999, discountOre: 19_999 }] })
  })

  test('is taken away again, but not once a part has been paid', async () => {
    const order = await begin(await newEvent(), 1)
    await put(order, { kind: 'amount', value: 5_000, reason: 'Rabatt', approval: await approval() })
    expect(await cashier.call<Order>('DELETE', on(order, '/discount'))).toMatchObject({
      totalOre: 19_999,
      discount: null,
    })
    await cash(order, 10_000, 10_000)
    const late = await put(order, { kind: 'amount', value: 5_000, reason: 'Rabatt', approval: await approval() })
    expect(refusalOf(late)).toEqual({ status: 409, code: 'part_paid' })
  })

  test('a voucher of one use is used once, whoever is first', async () => {
    const code = `EN-${randomUUID().slice(0, 8)}`
    await office.staff.call('POST', '/vouchers', {
      code,
      title: 'Femtio kronor',
      kind: 'amount',
      value: 5_000,
      maxUses: 1,
      validFrom: null,
      validTo: null,
      eventId: null,
    })
    const event = await newEvent()
    const orders = [await begin(event, 1), await begin(event, 1), await begin(event, 1)]
    const answers = await Promise.all(orders.map((order) => put(order, { kind: 'voucher', code: code.toLowerCase() })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const refused = answers.find(({ status }) => status === 409)
    expect(refused && refusalOf(refused)).toEqual({ status: 409, code: 'voucher_used_up' })
  })
})

describe('practice', () => {
  test('takes no seats, makes no tickets, and its money is play money', async () => {
    const event = await newEvent(1)
    const order = await begin(event, 5, 0, { training: true })
    expect(await seatsLeft(event)).toBe(1)
    const paid = orderIn(await cash(order, 100_000))
    expect(paid).toMatchObject({ status: 'paid', training: true, tickets: [] })
    expect(await seatsLeft(event)).toBe(1)
    const report = await cashier.call<{ training?: unknown }>('GET', `/shifts/${String(shiftId)}/x-report`)
    expect(report).toBeDefined()
  })
})

test('ten registers sell flat out at once: every sale once, none lost, none beyond the seats', async () => {
  const event = await newEvent(150)
  const registers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      office.staff.call<Register>('POST', '/registers', { name: `Lucka ${String(index + 1)}` }),
    ),
  )
  const sold = await Promise.all(
    registers.map(async ({ id: registerId }) => {
      const shift = await office.staff.call<Shift>('POST', '/shifts', { registerId, floatOre: 0 })
      const paid: Order[] = []
      for (let sale = 0; sale < 10; sale++) {
        const begun = await office.staff.send('POST', '/orders', {
          eventId: event.id,
          shiftId: shift.id,
          lines: lines(2),
        })
        if (begun.status === 409) return paid
        const order = orderIn(begun)
        const key = randomUUID()
        const clicks = await Promise.all([cash(order, 40_000, undefined, key), cash(order, 40_000, undefined, key)])
        expect(new Set(clicks.map((answer) => orderIn(answer).id)).size).toBe(1)
        paid.push(orderIn(clicks[0]))
      }
      return paid
    }),
  )
  const orders = sold.flat()
  expect(new Set(orders.map(({ id }) => id)).size).toBe(75)
  expect(await seatsLeft(event)).toBe(0)
  const receipts = orders.flatMap((order) => order.receipts)
  expect(receipts).toHaveLength(75)
  for (const { name } of registers) {
    const numbers = receipts.filter(({ registerName }) => registerName === name).map(({ number }) => number)
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
  }
})
