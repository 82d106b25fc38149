import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Event, TicketType } from '#shared/contract/event-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectJson, expectJsonString, expectReserved, expectToken } from '../support/expect-answer'
import { headerValues, parseSetCookie } from '../support/http-client'
import { PaymentStatusAnswer, readAs, type TicketRow, type Visitor } from '../support/ticket-client'
import { waitUntil } from '../support/wait-until'

let office: BoxOffice
let visible: TicketType
let other: TicketType
let hidden: TicketType
let elsewhere: TicketType
let event: Event
let visitor: Visitor

beforeAll(async () => {
  office = await openBoxOffice()
  const { staff } = office
  visible = await staff.createTicketType({ title: 'Vuxen', priceOre: 20_000 })
  other = await staff.createTicketType({ title: 'Barn', priceOre: 5_000 })
  hidden = await staff.createTicketType({ title: 'Inbjudan', visible: false })
  elsewhere = await staff.createTicketType({ title: 'Annan kväll' })
  await staff.createEvent({ title: 'Annat evenemang', ticketTypeIds: [elsewhere.id] })
})
afterAll(() => office[Symbol.asyncDispose]())

beforeEach(async () => {
  event = await office.staff.createEvent({ seats: 10, ticketTypeIds: [visible.id, other.id, hidden.id] })
  visitor = office.newVisitor()
})

const post = (json: unknown) => visitor.send('POST', '/reserve_ticket/', { json })
const row = (count: unknown, ticketType: unknown = visible.id): TicketRow => ({ ticket_type: ticketType, count })
const seatsLeft = async (id = event.id) =>
  (await visitor.chapterEvents()).chapter_events.find((candidate) => candidate.id === id)?.tickets_left
const orderStatus = async (of: Visitor) => readAs(PaymentStatusAnswer, await of.paymentStatus()).status

describe('201', () => {
  test('reserves, sets the session cookie and takes the seats', async () => {
    expectReserved(await visitor.reserve(String(event.id), [row(2, String(visible.id)), row(1, String(other.id))]))
    expect(await orderStatus(visitor)).toBe('RESERVED')
    expect(await seatsLeft()).toBe(7)
  })

  test('the cookie is HttpOnly, SameSite=Lax, for the whole site and 14 days', async () => {
    const answer = await visitor.reserve(event.id, [row(1)])
    const [line = ''] = headerValues(answer, 'set-cookie')
    const { name, value, attributes } = parseSetCookie(line)
    expect(name).toBe('sessionid')
    expect(value.length).toBeGreaterThanOrEqual(22) // 128 bits take 22 characters of base64.
    const { expires = '', ...others } = attributes
    expect(others).toEqual({ httponly: '', path: '/', samesite: 'Lax', 'max-age': '1209600' })
    expect(Math.abs(Date.parse(expires) - Date.now() - 1_209_600_000)).toBeLessThan(5_000)
  })

  test.each([
    ['text', (id: number) => String(id)],
    ['integers', (id: number) => id],
  ])('takes ids as %s', async (_kind, write) => {
    expectReserved(await visitor.reserve(write(event.id), [row(1, write(visible.id))]))
  })

  test('ignores other fields in a row: a price from a client never counts', async () => {
    const email = 'pris@exempel.se'
    expectReserved(
      await visitor.reserve(event.id, [{ ...row(2), price: -100, title: 'Gratis', status: 'PAID', id: 1 }]),
    )
    expectToken(await visitor.startPayment(email))
    const [order] = await office.staff.findOrders(email)
    expect(order?.totalOre).toBe(40_000)
    expect(order?.lines).toEqual([
      { ticketTypeId: visible.id, ticketTypeTitle: 'Vuxen', vatRateBp: 600, count: 2, priceOre: 20_000 },
    ])
  })

  test('adds up the counts of rows with the same ticket type', async () => {
    expectReserved(await visitor.reserve(event.id, [row(1), row(2), row(1, String(visible.id))]))
    expect(await seatsLeft()).toBe(6)
  })

  test('takes exactly what the event allows per payment, and the very last seats', async () => {
    expectReserved(await visitor.reserve(event.id, [row(8)]))
    expectReserved(await office.newVisitor().reserve(event.id, [row(2)]))
    expect(await seatsLeft()).toBe(0)
  })

  test('takes a content type with a charset', async () => {
    const answer = await visitor.send('POST', '/reserve_ticket/', {
      json: { chapter_event: event.id, tickets: [row(1)] },
      headers: { 'content-type': 'application/json; charset=utf-8' },
    })
    expectReserved(answer)
  })
})

describe('400 InvalidRequestData', () => {
  const malformedBodies = (): [string, unknown][] => [
    ['null', null],
    ['a list', []],
    ['a text', ''],
    ['a number', 0],
    ['nothing in it', {}],
    ['no event', { tickets: [row(1)] }],
    ['no tickets', { chapter_event: event.id }],
    ['empty tickets', { chapter_event: event.id, tickets: [] }],
    ['tickets null', { chapter_event: event.id, tickets: null }],
    ['tickets an object', { chapter_event: event.id, tickets: row(1) }],
    ['a row null', { chapter_event: event.id, tickets: [null] }],
    ['a row a list', { chapter_event: event.id, tickets: [[visible.id, 1]] }],
    ['a row without type', { chapter_event: event.id, tickets: [{ count: 1 }] }],
    ['a row without count', { chapter_event: event.id, tickets: [{ ticket_type: visible.id }] }],
    ['a good and a malformed row', { chapter_event: event.id, tickets: [row(1), row(0)] }],
    ['an unknown event and a malformed row', { chapter_event: 0, tickets: [row(0)] }],
  ]
  test('for a malformed body', async () => {
    for (const [name, body] of malformedBodies()) {
      const answer = await post(body)
      expect({ name, status: answer.status, body: answer.text }).toEqual({
        name,
        status: 400,
        body: '"InvalidRequestData"',
      })
    }
    expect(await seatsLeft()).toBe(10)
  })

  test.each([0, -1, 1.5, '2', true, false, [2], null, {}, 2 ** 53])('for a count of %j', async (count) => {
    expectJsonString(await post({ chapter_event: event.id, tickets: [row(count)] }), 400, 'InvalidRequestData')
    expect(await seatsLeft()).toBe(10)
  })

  test.each([
    ['not JSON', 'application/json', '{"chapter_event": 1,'],
    ['an empty body', 'application/json', ''],
    ['a text', 'text/plain', '{"chapter_event":1,"tickets":[{"ticket_type":1,"count":1}]}'],
    ['a form', 'application/x-www-form-urlencoded', 'chapter_event=1&tickets=1'],
    ['over 32 KiB', 'application/json', `{"chapter_event":1,"tickets":[]${' '.repeat(32_768)}}`],
  ])('for %s', async (_name, contentType, body) => {
    const answer = await visitor.send('POST', '/reserve_ticket/', { body, headers: { 'content-type': contentType } })
    expectJsonString(answer, 400, 'InvalidRequestData')
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
})

describe('403', () => {
  test('TooManyTickets: more than the event allows per payment, in one row or in several', async () => {
    expectJsonString(await visitor.reserve(event.id, [row(9)]), 403, 'TooManyTickets')
    expectJsonString(await visitor.reserve(event.id, [row(5), row(4)]), 403, 'TooManyTickets')
    expectJsonString(await visitor.reserve(event.id, [row(5), row(4, other.id)]), 403, 'TooManyTickets')
    expectJsonString(await visitor.reserve(event.id, [row(1e9)]), 403, 'TooManyTickets')
    expectJsonString(await visitor.reserve(event.id, [row(2 ** 31), row(2 ** 31)]), 403, 'TooManyTickets')
    const largest = Number.MAX_SAFE_INTEGER
    expectJsonString(await visitor.reserve(event.id, [row(largest), row(largest)]), 403, 'TooManyTickets')
    expect(await seatsLeft()).toBe(10)
  })

  test('OutOfTickets: not enough seats left, with how many there are', async () => {
    expectReserved(await office.newVisitor().reserve(event.id, [row(8)]))
    expectJson(await visitor.reserve(event.id, [row(3)]), 403, { error: 'OutOfTickets', tickets_left: 2 })
    expect(await seatsLeft()).toBe(2)
    expect(visitor.cookies.get('sessionid')).toBeUndefined()
  })

  test('SalesStopped: from the very moment on', async () => {
    const stopping = await office.staff.createEvent({
      ticketTypeIds: [visible.id],
      salesStopAt: new Date(Date.now() + 1_000).toISOString(),
    })
    expectReserved(await visitor.reserve(stopping.id, [row(1)]))
    const late = office.newVisitor()
    await waitUntil('the sales to stop', async () => (await seatsLeft(stopping.id)) === undefined)
    expectJsonString(await late.reserve(stopping.id, [row(1)]), 403, 'SalesStopped')
  })
})

describe('404', () => {
  const noIds = [0, -1, 987_654_321, '0', '-1', '987654321', '', ' ', 'x', '7 OR 1=1', '٧', '1e0', '0x1', '1.0', 1.5]
  const strangeValues = [null, true, {}, [], [1], 2 ** 60, '9'.repeat(40)]

  test.each([...noIds, ...strangeValues])('EventDoesNotExist for %j', async (id) => {
    expectJsonString(await visitor.reserve(id, [row(1)]), 404, 'EventDoesNotExist')
  })

  test.each([...noIds, ...strangeValues])('TicketTypeDoesNotExist for %j', async (id) => {
    expectJsonString(await visitor.reserve(event.id, [row(1, id)]), 404, 'TicketTypeDoesNotExist')
  })

  test('ids are matched as they are written, without spaces, zeros or lists round them', async () => {
    for (const write of [(id: number) => ` ${String(id)}`, (id: number) => `0${String(id)}`, (id: number) => [id]]) {
      expectJsonString(await visitor.reserve(write(event.id), [row(1)]), 404, 'EventDoesNotExist')
      expectJsonString(await visitor.reserve(event.id, [row(1, write(visible.id))]), 404, 'TicketTypeDoesNotExist')
    }
  })

  test('TicketTypeDoesNotExist for a hidden type and for one that the event does not offer', async () => {
    expectJsonString(await visitor.reserve(event.id, [row(1, hidden.id)]), 404, 'TicketTypeDoesNotExist')
    expectJsonString(await visitor.reserve(event.id, [row(1, elsewhere.id)]), 404, 'TicketTypeDoesNotExist')
  })

  test('an archived event is not there any more', async () => {
    await office.staff.updateEvent(event.id, { archived: true })
    expectJsonString(await visitor.reserve(event.id, [row(1)]), 404, 'EventDoesNotExist')
    expect(await seatsLeft()).toBeUndefined()
  })

  test('all or nothing: one bad row in either order reserves nothing', async () => {
    for (const rows of [
      [row(1), row(1, hidden.id)],
      [row(1, elsewhere.id), row(1)],
    ]) {
      expectJsonString(await visitor.reserve(event.id, rows), 404, 'TicketTypeDoesNotExist')
    }
    expect(await seatsLeft()).toBe(10)
  })
})

describe('a second reservation in the same session', () => {
  test('replaces the first: its seats are free again, the cookie is new and the old one is dead', async () => {
    expectReserved(await visitor.reserve(event.id, [row(8)]))
    const firstCookie = visitor.cookies.get('sessionid') ?? ''
    // Ten seats, eight of them the session's own: eight more only fit when the first eight go back in the same step.
    expectReserved(await visitor.reserve(event.id, [row(8, other.id)]))
    expect(visitor.cookies.get('sessionid')).not.toBe(firstCookie)
    expect(await seatsLeft()).toBe(2)
    const old = office.newVisitor()
    old.cookies.set('sessionid', firstCookie)
    expectJsonString(await old.startPayment('gammal@exempel.se'), 403, 'SessionExpired')
    expectJsonString(await old.paymentStatus(), 400, 'No ticket attached to session')
  })

  test('that is refused leaves the first as it was', async () => {
    expectReserved(await visitor.reserve(event.id, [row(4)]))
    expectReserved(await office.newVisitor().reserve(event.id, [row(4)]))
    const cookie = visitor.cookies.get('sessionid')
    expectJson(await visitor.reserve(event.id, [row(7)]), 403, {
      error: 'OutOfTickets',
      tickets_left: expect.any(Number) as number,
    })
    expectJsonString(await visitor.reserve(event.id, [row(1, hidden.id)]), 404, 'TicketTypeDoesNotExist')
    expect(visitor.cookies.get('sessionid')).toBe(cookie)
    expect(await orderStatus(visitor)).toBe('RESERVED')
    expect(await seatsLeft()).toBe(2)
  })

  test('cancels a started payment first', async () => {
    const email = 'ersatt@exempel.se'
    expectReserved(await visitor.reserve(event.id, [row(3)]))
    expectToken(await visitor.startPayment(email))
    expectReserved(await visitor.reserve(event.id, [row(2)]))
    const [replaced] = await office.staff.findOrders(email)
    expect(replaced?.status).toBe('cancelled')
    expect(replaced?.paymentAttempt?.status).toBe('cancelled')
    expect(await seatsLeft()).toBe(8)
    expect(await orderStatus(visitor)).toBe('RESERVED')
  })

  test('leaves a started payment as it is when it is refused', async () => {
    const email = 'vantar@exempel.se'
    expectReserved(await visitor.reserve(event.id, [row(3)]))
    expectToken(await visitor.startPayment(email))
    expectReserved(await office.newVisitor().reserve(event.id, [row(5)]))
    expectJson(await visitor.reserve(event.id, [row(6)]), 403, { error: 'OutOfTickets', tickets_left: 5 })
    expectJsonString(await visitor.reserve(event.id, [row(9)]), 403, 'TooManyTickets')
    expectJsonString(await visitor.reserve(event.id, [row(1, hidden.id)]), 404, 'TicketTypeDoesNotExist')
    expect((await office.staff.findOrders(email))[0]?.paymentAttempt?.status).not.toBe('cancelled')
    await waitUntil('the payment', async () => (await orderStatus(visitor)) === 'PAID')
  })

  test('is refused when the first is paid', async () => {
    expectReserved(await visitor.reserve(event.id, [row(3)]))
    expectToken(await visitor.startPayment('betald@exempel.se'))
    await waitUntil('the payment', async () => (await orderStatus(visitor)) === 'PAID')
    expectJsonString(await visitor.reserve(event.id, [row(2)]), 403, 'AlreadyPaidPayment')
    expect(await orderStatus(visitor)).toBe('PAID')
    expect(await seatsLeft()).toBe(7)
  })
})

describe('a reservation', () => {
  test('lasts as long as the event says, then its seats are for sale again', async () => {
    const brief = await office.staff.createEvent({ seats: 2, reservationSeconds: 1, ticketTypeIds: [visible.id] })
    expectReserved(await visitor.reserve(brief.id, [row(2)]))
    const next = office.newVisitor()
    expectJson(await next.reserve(brief.id, [row(1)]), 403, { error: 'OutOfTickets', tickets_left: 0 })
    await waitUntil('the reservation to end', async () => (await orderStatus(visitor)) === 'FAILED_EXPIRED_RESERVATION')
    expect(await seatsLeft(brief.id)).toBe(2)
    expectReserved(await next.reserve(brief.id, [row(2)]))
  })

  test('keeps the price at which it was made', async () => {
    const email = 'forepris@exempel.se'
    const dear = await office.staff.createTicketType({ priceOre: 10_000 })
    const concert = await office.staff.createEvent({ ticketTypeIds: [dear.id] })
    expectReserved(await visitor.reserve(concert.id, [row(1, dear.id)]))
    await office.staff.updateTicketType(dear.id, { priceOre: 30_000 })
    expectToken(await visitor.startPayment(email))
    const [order] = await office.staff.findOrders(email)
    expect(order?.totalOre).toBe(10_000)
    expect(order?.paymentAttempt?.amountOre).toBe(10_000)
  })
})
