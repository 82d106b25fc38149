import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Event, TicketType } from '#shared/contract/event-api'
import type { Order, OrderSummary } from '#shared/contract/order-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectJson, expectJsonString, expectReserved, expectToken } from '../support/expect-answer'
import { openConnections } from '../support/http-client'
import { lanAddress } from '../support/lan-address'
import { createTemporaryFolder, startServerProcess } from '../support/server-process'
import { signInAsDemoManager } from '../support/staff-api'
import { createVisitor, PaymentStatusAnswer, readAs } from '../support/ticket-client'
import { waitUntil } from '../support/wait-until'

let office: BoxOffice
let ticketType: TicketType
let event: Event
const doorPassword = 'hemligt-vid-dörren'

beforeAll(async () => {
  office = await openBoxOffice()
  ticketType = await office.staff.createTicketType()
  event = await office.staff.createEvent({ title: 'Vårkonsert & "kör"', seats: 1_000, ticketTypeIds: [ticketType.id] })
})
afterAll(() => office[Symbol.asyncDispose]())

const validate = (externalId: string, more?: Record<string, unknown>) => office.newVisitor().validate(externalId, more)
const put = (json: unknown) => office.connections.send('PUT', '/validate_ticket/', { json })
const unknownTicket = { times_used: -1, status: 'Ticket does not exist' }

async function paidCode(): Promise<string> {
  const order = await office.staff.sellForCash(event.id, ticketType.id, 1)
  return order.tickets[0]?.code ?? ''
}

/** An order of the ticket API, unpaid: its tickets have codes already. */
async function reservedOnline(eventId: number): Promise<Order> {
  expectReserved(await office.newVisitor().reserve(eventId, [{ ticket_type: ticketType.id, count: 1 }]))
  const { orders } = await office.staff.call<{ orders: OrderSummary[] }>('GET', '/orders?limit=1')
  return office.staff.getOrder(orders[0]?.id ?? 0)
}

const known = (code: string, timesUsed: number, status = 'PAID') => ({
  times_used: timesUsed,
  status,
  external_id: code,
  chapter_event: event.title,
})

describe('200 for a known ticket', () => {
  test('says how often it was used before this call: 0, then 1, then 2', async () => {
    const code = await paidCode()
    for (const timesUsed of [0, 1, 2, 3]) expectJson(await validate(code), 200, known(code, timesUsed))
  })

  test('its body has the documented order of fields', async () => {
    const code = await paidCode()
    expect((await validate(code)).text).toBe(JSON.stringify(known(code, 0)))
  })

  test('each ticket of an order is one of its own', async () => {
    const { tickets } = await office.staff.sellForCash(event.id, ticketType.id, 3)
    for (const { code } of tickets) expectJson(await validate(code), 200, known(code, 0))
  })

  test('use_ticket false only looks', async () => {
    const code = await paidCode()
    for (let i = 0; i < 3; i++) expectJson(await validate(code, { use_ticket: false }), 200, known(code, 0))
    expectJson(await validate(code, { use_ticket: true }), 200, known(code, 0))
    expectJson(await validate(code, { use_ticket: false }), 200, known(code, 1))
    expectJson(await validate(code), 200, known(code, 1))
  })

  test('is matched without regard to case and surrounding space', async () => {
    const code = await paidCode()
    expectJson(await validate(code.toLowerCase()), 200, known(code, 0))
    expectJson(await validate(`  ${code}\n`), 200, known(code, 1))
    expectJson(await validate(`\t${code[0]?.toLowerCase() ?? ''}${code.slice(1)} `), 200, known(code, 2))
  })

  test('other fields in the body are ignored', async () => {
    const code = await paidCode()
    expectJson(await validate(code, { times_used: 7, status: 'REFUNDED', id: 1 }), 200, known(code, 0))
  })

  test('counts uses of the ticket API and of the staff door together', async () => {
    const code = await paidCode()
    expect((await office.staff.checkIn(code)).outcome).toBe('admitted')
    expectJson(await validate(code, { use_ticket: false }), 200, known(code, 1))
    const other = await paidCode()
    expectJson(await validate(other), 200, known(other, 0))
    expect(await office.staff.checkIn(other)).toMatchObject({ outcome: 'refused', reason: 'already_used' })
  })
})

describe('a ticket that is not paid is reported and its use is not counted', () => {
  test('RESERVED, then PAID', async () => {
    const { id, tickets, totalOre } = await reservedOnline(event.id)
    const code = tickets[0]?.code ?? ''
    for (let i = 0; i < 3; i++) expectJson(await validate(code), 200, known(code, 0, 'RESERVED'))
    await office.staff.call('POST', `/orders/${String(id)}/take-ups`, { shiftId: await office.staff.shiftId() })
    await office.staff.call('POST', `/orders/${String(id)}/cash-payments`, { givenOre: totalOre })
    expectJson(await validate(code), 200, known(code, 0))
  })

  test('CANCELLED', async () => {
    const { id, tickets } = await reservedOnline(event.id)
    await office.staff.cancelOrder(id)
    const code = tickets[0]?.code ?? ''
    for (let i = 0; i < 2; i++) expectJson(await validate(code), 200, known(code, 0, 'CANCELLED'))
  })

  test('FAILED_EXPIRED_RESERVATION', async () => {
    const brief = await office.staff.createEvent({
      title: 'Kort',
      reservationSeconds: 1,
      ticketTypeIds: [ticketType.id],
    })
    const { tickets } = await reservedOnline(brief.id)
    const code = tickets[0]?.code ?? ''
    const expired = { ...known(code, 0, 'FAILED_EXPIRED_RESERVATION'), chapter_event: 'Kort' }
    await waitUntil('the reservation to end', async () => (await validate(code)).text === JSON.stringify(expired))
    for (let i = 0; i < 2; i++) expectJson(await validate(code), 200, expired)
  })

  // No call of this version refunds or blocks an order: both are written into the database of a stopped server.
  test('REFUNDED and FAILED_ADMIN', async () => {
    await using folder = await createTemporaryFolder()
    const states = [
      { status: 'REFUNDED', stored: 'refunded', code: '' },
      { status: 'FAILED_ADMIN', stored: 'failed_admin', code: '' },
    ]
    {
      await using server = await startServerProcess({ dataFolder: folder.path, demo: true })
      using connections = openConnections(server.url)
      const staff = await signInAsDemoManager(connections)
      const { id } = await staff.createEvent({ title: event.title, ticketTypeIds: [1] })
      const orderIds: number[] = []
      for (const state of states) {
        const order = await staff.sellForCash(id, 1, 1)
        orderIds.push(order.id)
        state.code = order.tickets[0]?.code ?? ''
        expectJson(await createVisitor(connections).validate(state.code), 200, known(state.code, 0))
      }
      expect(await server.stop()).toMatchObject({ code: 0 })
      const database = new Database(join(folder.path, 'lucka.sqlite'))
      const setStatus = database.prepare('UPDATE "order" SET status = ? WHERE id = ?')
      states.forEach(({ stored }, index) => setStatus.run(stored, orderIds[index]))
      database.prepare('UPDATE event_seats SET seats_taken = 0, tickets_sold = 0 WHERE event_id = ?').run(id)
      database.close()
    }
    await using server = await startServerProcess({ dataFolder: folder.path })
    using connections = openConnections(server.url)
    for (const { code, status } of states) {
      for (let i = 0; i < 2; i++) {
        expectJson(await createVisitor(connections).validate(code), 200, known(code, 1, status))
      }
    }
  })
})

describe('200 for an unknown ticket', () => {
  const lookAlikes = ['АВСЕНК', 'ＡＢＣＤＥＦ', 'ABCDEſ', 'ABCDıF', 'ABCDE\u0301']
  const others = [
    'ZZZZZZ',
    'ABCDE',
    'ABCDEFG',
    'ABC DEF',
    '123456',
    'ABC\u0000EF',
    '',
    '      ',
    "' OR '1'='1",
    'https://exempel.se/ABCDEF',
  ]
  test.each([...lookAlikes, ...others])('%j', async (externalId) => {
    expectJson(await validate(externalId), 200, unknownTicket)
  })

  test('10 KiB of letters', async () => {
    expectJson(await validate('A'.repeat(10_240)), 200, unknownTicket)
  })

  test('a known code with something inside or beside it', async () => {
    const code = await paidCode()
    for (const externalId of [
      `${code}A`,
      `${code.slice(0, 3)} ${code.slice(3)}`,
      `${code}\u0000`,
      `"${code}"`,
      `${code},${code}`,
    ]) {
      expectJson(await validate(externalId), 200, unknownTicket)
    }
    expectJson(await validate(code), 200, known(code, 0))
  })
})

describe('400 InvalidRequestData', () => {
  test.each([
    {},
    [],
    null,
    '',
    0,
    { external_id: null },
    { external_id: 7 },
    { external_id: true },
    { external_id: ['ABCDEF'] },
    { external_id: { $ne: '' } },
  ])('for %j', async (body) => {
    expectJsonString(await put(body), 400, 'InvalidRequestData')
  })

  test.each(['false', 'true', 0, 1, null, [false], {}])(
    'for a use_ticket of %j, and nothing is counted',
    async (useTicket) => {
      const code = await paidCode()
      expectJsonString(await put({ external_id: code, use_ticket: useTicket }), 400, 'InvalidRequestData')
      expectJson(await validate(code), 200, known(code, 0))
    },
  )

  test.each([7, null, [doorPassword], {}, true])('for a password of %j', async (password) => {
    expectJsonString(await put({ external_id: 'ZZZZZZ', password }), 400, 'InvalidRequestData')
  })

  test.each([
    ['not JSON', 'application/json', '{"external_id": "ABC'],
    ['an empty body', 'application/json', ''],
    ['a text', 'text/plain', '{"external_id":"ABCDEF"}'],
    ['over 32 KiB', 'application/json', JSON.stringify({ external_id: 'A'.repeat(33_000) })],
  ])('for %s', async (_name, contentType, body) => {
    const answer = await office.connections.send('PUT', '/validate_ticket/', {
      body,
      headers: { 'content-type': contentType },
    })
    expectJsonString(answer, 400, 'InvalidRequestData')
  })
})

describe('401 Incorrect password: who is trusted', () => {
  const forwarders: [string, string][] = [
    ['forwarded', 'for=192.0.2.60;proto=http'],
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-for', '192.0.2.60, 127.0.0.1'],
    ['x-forwarded-host', 'biljetter.exempel.se'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-port', '443'],
    ['x-forwarded-server', 'proxy'],
    ['x-forwarded-prefix', '/biljetter'],
    ['via', '1.1 proxy'],
  ]

  test.each(forwarders)('from loopback through a forwarder that says %s: %s', async (name, value) => {
    const code = await paidCode()
    for (const json of [
      { external_id: code },
      { external_id: code, password: 'fel' },
      { external_id: code, use_ticket: false },
    ]) {
      const answer = await office.connections.send('PUT', '/validate_ticket/', { json, headers: { [name]: value } })
      expectJsonString(answer, 401, 'Incorrect password')
    }
    expectJson(await validate(code), 200, known(code, 0))
  })

  test('the same answer for a known and an unknown ticket', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.60' }
    const answers = await Promise.all(
      [await paidCode(), 'ZZZZZZ'].map((externalId) =>
        office.connections.send('PUT', '/validate_ticket/', { json: { external_id: externalId }, headers }),
      ),
    )
    for (const answer of answers) expectJsonString(answer, 401, 'Incorrect password')
  })

  test('the door password opens it for a forwarded call; a wrong one never does', async () => {
    await using own = await openBoxOffice()
    await own.staff.putLanSettings({ open: false, hostNames: [], allowedOrigins: [], doorPassword })
    const order = await own.staff.sellForCash(1, 1, 1)
    const code = order.tickets[0]?.code ?? ''
    const forwarded = (password: string) =>
      own.connections.send('PUT', '/validate_ticket/', {
        json: { external_id: code, password },
        headers: { 'x-forwarded-for': '192.0.2.60' },
      })
    for (const wrong of ['', `${doorPassword} `]) expectJsonString(await forwarded(wrong), 401, 'Incorrect password')
    expectJson(await forwarded(doorPassword), 200, { ...known(code, 0), chapter_event: order.event.title })
    expectJson(await own.newVisitor().validate(code), 200, { ...known(code, 1), chapter_event: order.event.title })
  })

  test.skipIf(lanAddress === undefined)(
    'from the LAN only with the door password, and only while the LAN is open',
    async () => {
      await using own = await openBoxOffice({ host: '0.0.0.0' })
      const order = await own.staff.sellForCash(1, 1, 1)
      const code = order.tickets[0]?.code ?? ''
      using lan = openConnections(`http://${lanAddress ?? ''}:${String(own.server.port)}`)
      const visitor = createVisitor(lan)

      await own.staff.putLanSettings({ open: false, hostNames: [], allowedOrigins: [] })
      const closed = await lan.send('GET', '/get_chapterevents/').catch(() => undefined)
      expect(closed === undefined || closed.status >= 400).toBe(true)

      await own.staff.putLanSettings({ open: true, hostNames: [], allowedOrigins: [], doorPassword })
      expect((await visitor.chapterEvents()).chapter_events).toHaveLength(2)
      expectJsonString(await visitor.validate(code), 401, 'Incorrect password')
      expectJsonString(await visitor.validate(code, { password: 'fel lösenord' }), 401, 'Incorrect password')
      expectJson(await visitor.validate(code, { password: doorPassword }), 200, {
        ...known(code, 0),
        chapter_event: order.event.title,
      })
      expect((await lan.send('GET', '/api/v1/staff-users')).status).toBeGreaterThanOrEqual(400)
    },
  )
})

test('a web buyer’s own tickets go through the door: reserve, pay, validate', async () => {
  const visitor = office.newVisitor()
  expectReserved(await visitor.reserve(event.id, [{ ticket_type: ticketType.id, count: 2 }]))
  expectToken(await visitor.startPayment('hela-vagen@exempel.se'))
  const [order] = await office.staff.findOrders('hela-vagen@exempel.se')
  const codes = order?.tickets.map(({ code }) => code) ?? []
  expect(codes).toHaveLength(2)
  for (const code of codes) expectJson(await validate(code), 200, known(code, 0, 'RESERVED'))
  await waitUntil(
    'the payment',
    async () => readAs(PaymentStatusAnswer, await visitor.paymentStatus()).status === 'PAID',
  )
  for (const code of codes) expectJson(await validate(code), 200, known(code, 0))
})
