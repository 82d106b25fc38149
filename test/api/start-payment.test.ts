import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NewEvent, TicketType } from '#shared/contract/event-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectJson, expectJsonString, expectReserved, expectToken } from '../support/expect-answer'
import { PaymentStatusAnswer, readAs, type Visitor } from '../support/ticket-client'
import { waitUntil } from '../support/wait-until'

let office: BoxOffice
let ticketType: TicketType

beforeAll(async () => {
  office = await openBoxOffice({ maxSockets: 128 })
  ticketType = await office.staff.createTicketType()
})
afterAll(() => office[Symbol.asyncDispose]())

const statusOf = async (visitor: Visitor) => readAs(PaymentStatusAnswer, await visitor.paymentStatus())
const createEvent = (fields: Partial<NewEvent> = {}) =>
  office.staff.createEvent({ ticketTypeIds: [ticketType.id], ...fields })
const rowsOf = (count: number) => [{ ticket_type: ticketType.id, count }]

/** A visitor who has reserved `count` tickets of a new event. */
async function visitorWithReservation(count = 1, fields: Partial<NewEvent> = {}) {
  const event = await createEvent(fields)
  const visitor = office.newVisitor()
  expectReserved(await visitor.reserve(event.id, rowsOf(count)))
  return { event, visitor }
}

const untilStatus = (visitor: Visitor, status: string) =>
  waitUntil(`status ${status}`, async () => (await statusOf(visitor)).status === status)

describe('200: the Swish token', () => {
  test('as a JSON string of 34 bytes', async () => {
    const { visitor } = await visitorWithReservation(2)
    expectToken(await visitor.startPayment('kund@exempel.se'))
    expect(await statusOf(visitor)).toEqual({ status: 'RESERVED', mail: 'kund@exempel.se' })
  })

  test('for a form as well', async () => {
    const { visitor } = await visitorWithReservation()
    const answer = await visitor.send('POST', '/start-payment', { form: { email_address: 'form+ett@exempel.se' } })
    expectToken(answer)
    expect((await statusOf(visitor)).mail).toBe('form+ett@exempel.se')
  })

  test('the same one while the payment waits, however often and however many at once', async () => {
    const { visitor } = await visitorWithReservation()
    const email = 'otalig@exempel.se'
    const together = await Promise.all(Array.from({ length: 100 }, () => visitor.startPayment(email)))
    const tokens = new Set([...together.map(expectToken), expectToken(await visitor.startPayment(email))])
    expect(tokens.size).toBe(1)
    const orders = await office.staff.findOrders(email)
    expect(orders).toHaveLength(1)
    expect(orders[0]?.timeline.filter((entry) => /payment|swish/i.test(entry.kind)).length).toBeLessThan(5)
  })

  test('another one for another order', async () => {
    const visitors = await Promise.all(Array.from({ length: 5 }, () => visitorWithReservation()))
    const answers = await Promise.all(visitors.map(({ visitor }) => visitor.startPayment('a@exempel.se')))
    expect(new Set(answers.map(expectToken)).size).toBe(5)
  })

  test('a new one after the Swish request was cancelled', async () => {
    const { visitor } = await visitorWithReservation()
    const email = 'angrade@exempel.se'
    const first = expectToken(await visitor.startPayment(email))
    const [order] = await office.staff.findOrders(email)
    const cancelled = await office.staff.cancelPaymentAttempt(order?.paymentAttempt?.id ?? 0)
    expect(cancelled.status).toBe('cancelled')
    expect((await statusOf(visitor)).status).toBe('RESERVED')
    expect(expectToken(await visitor.startPayment(email))).not.toBe(first)
  })

  test('after the reservation ran out, when seats are left: it is renewed silently', async () => {
    const { visitor, event } = await visitorWithReservation(2, { seats: 2, reservationSeconds: 1 })
    await untilStatus(visitor, 'FAILED_EXPIRED_RESERVATION')
    expectToken(await visitor.startPayment('sen@exempel.se'))
    expect((await statusOf(visitor)).status).toBe('RESERVED')
    const late = await office.newVisitor().reserve(event.id, rowsOf(1))
    expectJson(late, 403, { error: 'OutOfTickets', tickets_left: 0 })
  })

  test('an address of 255 characters is taken', async () => {
    const { visitor } = await visitorWithReservation()
    const email = `${'a'.repeat(64)}@${`${'b'.repeat(61)}.`.repeat(3)}seab`
    expect(email).toHaveLength(255)
    expectToken(await visitor.startPayment(email))
  })
})

describe('paid', () => {
  test.concurrent('the order is PAID with a reference and its mail; a new start is refused', async () => {
    const { visitor, event } = await visitorWithReservation(2)
    expectToken(await visitor.startPayment('betald@exempel.se'))
    await untilStatus(visitor, 'PAID')
    const status = await statusOf(visitor)
    expect(status).toEqual({
      status: 'PAID',
      mail: 'betald@exempel.se',
      reference: expect.stringMatching(/^\S{6,}$/) as string,
    })
    expectJsonString(await visitor.startPayment('betald@exempel.se'), 403, 'AlreadyPaidPayment')
    const [order] = await office.staff.findOrders('betald@exempel.se')
    expect(order).toMatchObject({ status: 'paid', event: { id: event.id }, totalOre: 20_000 })
    expect(order?.tickets.map(({ code }) => code)).toEqual([
      expect.stringMatching(/^[A-Z]{6}$/),
      expect.stringMatching(/^[A-Z]{6}$/),
    ])
  })

  test.concurrent('a started payment holds its seats beyond the reservation, until Swish answers', async () => {
    const { visitor, event } = await visitorWithReservation(2, { seats: 2, reservationSeconds: 1 })
    expectToken(await visitor.startPayment('langsam@exempel.se'))
    const startedAt = performance.now()
    const late = office.newVisitor()
    await waitUntil('the reservation time to be over, with the payment still waiting', async () => {
      expectJson(await late.reserve(event.id, rowsOf(1)), 403, { error: 'OutOfTickets', tickets_left: 0 })
      return performance.now() - startedAt > 2_500
    })
    expect((await statusOf(visitor)).status).toBe('RESERVED')
    await untilStatus(visitor, 'PAID')
    expectJson(await late.reserve(event.id, rowsOf(1)), 403, { error: 'OutOfTickets', tickets_left: 0 })
  })
})

describe('400 InvalidRequestData', () => {
  test.each([
    '',
    ' ',
    'kund',
    '@exempel.se',
    'kund@',
    'kund@@exempel.se',
    'a@b@exempel.se',
    'kund@exempel.se\r\nBcc: annan@exempel.se',
    'kund@exempel.se\n',
    'kund@exempel.se,annan@exempel.se',
    'kund@exempel.se;annan@exempel.se',
    'kund@exempel.se annan@exempel.se',
    'Kund <kund@exempel.se>',
    'kund\u0000@exempel.se',
    7,
    true,
    null,
    ['kund@exempel.se'],
    { address: 'kund@exempel.se' },
  ])('for the address %j', async (email) => {
    const { visitor } = await visitorWithReservation()
    const answer = await visitor.send('POST', '/start_payment/', { json: { email_address: email } })
    expectJsonString(answer, 400, 'InvalidRequestData')
    expect(await statusOf(visitor)).toMatchObject({ status: 'RESERVED' })
  })

  test.each([256, 30_000])('for an address of %d characters', async (length) => {
    const { visitor } = await visitorWithReservation()
    expectJsonString(await visitor.startPayment('@exempel.se'.padStart(length, 'a')), 400, 'InvalidRequestData')
  })

  test.each([' kund@exempel.se', 'kund@exempel.se.', 'k@b', '"k u"@exempel.se', 'kund@exämpel.se', '😀@exempel.se'])(
    'or an accepted single recipient for %j',
    async (email) => {
      const { visitor } = await visitorWithReservation()
      const answer = await visitor.send('POST', '/start_payment/', { json: { email_address: email } })
      if (answer.status === 200) {
        expectToken(answer)
        expect((await statusOf(visitor)).mail).toMatch(/^[^\s,;]+@[^\s,;@]+$|^"[^"]+"@[^\s,;@]+$/)
      } else {
        expectJsonString(answer, 400, 'InvalidRequestData')
      }
    },
  )

  test.each([
    ['not JSON', 'application/json', '{"email_address":'],
    ['an empty body', 'application/json', ''],
    ['no address', 'application/json', '{}'],
    ['a list', 'application/json', '["kund@exempel.se"]'],
    ['a text', 'text/plain', '{"email_address":"kund@exempel.se"}'],
    ['JSON sent as a form', 'application/x-www-form-urlencoded', '{"email_address":"kund@exempel.se"}'],
    ['a form sent as JSON', 'application/json', 'email_address=kund%40exempel.se'],
    [
      'a form with the field twice',
      'application/x-www-form-urlencoded',
      'email_address=a%40b.se&email_address=c%40d.se',
    ],
    ['a form with two recipients', 'application/x-www-form-urlencoded', 'email_address=a%40b.se%2Cc%40d.se'],
    ['a form of several parts', 'multipart/form-data; boundary=x', '--x\r\n\r\n--x--'],
    ['over 32 KiB', 'application/json', `{"email_address":"kund@exempel.se"${' '.repeat(32_768)}}`],
  ])('for %s', async (_name, contentType, body) => {
    const { visitor } = await visitorWithReservation()
    const answer = await visitor.send('POST', '/start_payment/', { body, headers: { 'content-type': contentType } })
    expectJsonString(answer, 400, 'InvalidRequestData')
  })
})

describe('without a usable session', () => {
  test('400 InvalidSession: no session cookie at all', async () => {
    expectJsonString(await office.newVisitor().startPayment('kund@exempel.se'), 400, 'InvalidSession')
  })

  test.each(['x', '0123456789abcdef0123456789abcdef', 'a.b', '%00', "' OR 1=1 --", 'a'.repeat(4_000)])(
    '403 SessionExpired: the unknown cookie %j',
    async (value) => {
      const visitor = office.newVisitor()
      visitor.cookies.set('sessionid', value)
      expectJsonString(await visitor.startPayment('kund@exempel.se'), 403, 'SessionExpired')
    },
  )

  test('403 SessionExpired: a real cookie with one character changed', async () => {
    const { visitor } = await visitorWithReservation()
    const value = visitor.cookies.get('sessionid') ?? ''
    for (const at of [0, 10]) {
      const forged = office.newVisitor()
      forged.cookies.set('sessionid', value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1))
      expectJsonString(await forged.startPayment('kund@exempel.se'), 403, 'SessionExpired')
    }
  })

  test('a staff cookie is no buyer session', async () => {
    const answer = await office.newVisitor().send('POST', '/start_payment/', {
      json: { email_address: 'kund@exempel.se' },
      headers: { cookie: 'lucka_staff=x' },
    })
    expectJsonString(answer, 400, 'InvalidSession')
  })
})

test('an order that costs nothing is paid at once', async () => {
  const free = await office.staff.createTicketType({ priceOre: 0 })
  const event = await office.staff.createEvent({ ticketTypeIds: [free.id] })
  const visitor = office.newVisitor()
  expectReserved(await visitor.reserve(event.id, [{ ticket_type: free.id, count: 2 }]))
  expectToken(await visitor.startPayment('gratis@exempel.se'))
  expect((await statusOf(visitor)).status).toBe('PAID')
})

test('408 SessionExpired: the reservation had run out and its seats have been sold since', async () => {
  const { visitor, event } = await visitorWithReservation(2, { seats: 2, reservationSeconds: 1 })
  await untilStatus(visitor, 'FAILED_EXPIRED_RESERVATION')
  expectReserved(await office.newVisitor().reserve(event.id, rowsOf(1)))
  expectJsonString(await visitor.startPayment('forsent@exempel.se'), 408, 'SessionExpired')
})
