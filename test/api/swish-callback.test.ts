/** Calls that say they come from Swish: whoever sends them, whatever they hold, the truth is what Swish says when asked. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import type { HttpAnswer } from '../support/http-client'
import { rawRequest, sendRaw } from '../support/raw-http'
import { findViolations, hashTables, withDatabase } from '../support/stored-data'
import { chooseSwish, openSwishStandIn, type SwishStandIn } from '../support/swish-stand-in'
import { PaymentStatusAnswer, readAs, type Visitor } from '../support/ticket-client'
import { waitUntil } from '../support/wait-until'

const paths = ['/swish/callback', '/swish/callback/']
let office: BoxOffice
let swish: SwishStandIn
let eventId: number
let ticketTypeId: number
/** How often Swish was asked about a payment or a refund. */
let reads: number

beforeAll(async () => {
  office = await openBoxOffice({ maxSockets: 64 })
  swish = await openSwishStandIn({ mode: 'by_hand', debitAfterMs: 50, refundAfterMs: 100 })
  await chooseSwish(office.staff, swish)
  ticketTypeId = (await office.staff.createTicketType()).id
  eventId = (await office.staff.createEvent({ ticketTypeIds: [ticketTypeId] })).id
})
beforeEach(() => {
  reads = 0
  swish.script = { answer: ({ operation }) => void (reads += operation.startsWith('read') ? 1 : 0) }
})
afterAll(async () => {
  expect(findViolations(office.server.dataFolder)).toEqual([])
  await office[Symbol.asyncDispose]()
  await swish[Symbol.asyncDispose]()
})

interface Waiting {
  buyer: Visitor
  id: string
  identifier: string
}

/** A buyer's payment, which nobody asks Swish about in its first eight seconds. */
async function startPayment(): Promise<Waiting> {
  const buyer = office.newVisitor()
  expect((await buyer.reserve(eventId, [{ ticket_type: ticketTypeId, count: 1 }])).status).toBe(201)
  expect((await buyer.startPayment('kund@exempel.se')).status).toBe(200)
  const row = withDatabase(office.server.dataFolder, (database) =>
    database.prepare('SELECT instruction_id, callback_identifier FROM payment_attempt ORDER BY id DESC').get(),
  ) as { instruction_id: string; callback_identifier: string }
  return { buyer, id: row.instruction_id, identifier: row.callback_identifier }
}

const call = (body: string | Buffer | undefined, headers: Record<string, string> = {}, path = paths[0] ?? '') =>
  office.connections.send('POST', path, { headers, ...(body === undefined ? {} : { body }) })
const asSwish = (identifier: string) => ({ 'content-type': 'application/json', callbackidentifier: identifier })
const statusOf = (id: string) =>
  withDatabase(office.server.dataFolder, (database) =>
    database.prepare('SELECT status FROM payment_attempt WHERE instruction_id = ?').pluck().get(id),
  )
const untilPaid = ({ id }: Waiting) => waitUntil('the payment', () => Promise.resolve(statusOf(id) === 'paid'))
function expectTaken(answer: HttpAnswer): void {
  expect({ status: answer.status, body: answer.text }).toEqual({ status: 200, body: '' })
}

test.each(paths)('%s answers 200 to whatever it is sent, believes none of it, and asks nobody', async (path) => {
  const { id, identifier } = await startPayment()
  const paid = JSON.stringify({ id, status: 'PAID', amount: 100, currency: 'SEK', payeeAlias: '1234679304' })
  const other = 'F'.repeat(32)
  const before = hashTables(office.server.dataFolder)
  const calls: [string | Buffer | undefined, Record<string, string>][] = [
    [paid, { 'content-type': 'application/json' }],
    [paid, asSwish(other)],
    [paid, asSwish(identifier.toLowerCase())],
    [paid, asSwish(`${identifier} `.repeat(2))],
    [paid, asSwish(identifier.slice(0, 31))],
    [JSON.stringify({ id: other, status: 'PAID' }), asSwish(identifier)],
    [JSON.stringify({ id: other, status: 'PAID' }), asSwish(other)],
    [undefined, {}],
    [undefined, asSwish(other)],
    ['', { 'content-type': 'application/json' }],
    ['{', asSwish(other)],
    ['null', asSwish(other)],
    ['[]', asSwish(other)],
    [`{"__proto__":{"id":"${id}"}}`, asSwish(other)],
    ['['.repeat(10_000), asSwish(other)],
    [Buffer.from([0xff, 0xfe, 0x00, 0xc3]), asSwish(other)],
    [`id=${id}&status=PAID`, { 'content-type': 'application/x-www-form-urlencoded' }],
    [paid, {}],
    [paid, { 'content-type': 'text/plain' }],
    [paid, { 'content-type': 'image/png; charset=klingon' }],
    [paid, { 'content-type': 'application/json;' }],
    ['x'.repeat(32_768), asSwish(other)],
  ]
  for (const [body, headers] of calls) {
    const answer = await call(body, headers, path)
    expect(
      { status: answer.status, body: answer.text },
      `${JSON.stringify(headers)} ${String(body).slice(0, 60)}`,
    ).toEqual({ status: 200, body: '' })
  }
  expect(reads).toBe(0)
  expect(hashTables(office.server.dataFolder)).toEqual(before)
  expect(office.server.isAlive()).toBe(true)
  await cancelAtSwish()
})

describe('with the right identifier', () => {
  test('a forged PAID makes one question, and changes nothing', async () => {
    const { id, identifier, buyer } = await startPayment()
    const forged = JSON.stringify({ id, status: 'PAID', amount: 100, currency: 'SEK', payeeAlias: '1234679304' })
    expectTaken(await call(forged, asSwish(identifier)))
    await waitUntil('the question', () => Promise.resolve(reads === 1))
    const before = hashTables(office.server.dataFolder)
    expect(readAs(PaymentStatusAnswer, await buyer.paymentStatus()).status).toBe('RESERVED')
    expect(statusOf(id)).toBe('created')
    expect(hashTables(office.server.dataFolder)).toEqual(before)
    await cancelAtSwish()
  })

  test('an empty body is enough, and lower-case ids are understood', async () => {
    for (const bodyOf of [() => undefined, () => '', (id: string) => JSON.stringify({ id: id.toLowerCase() })]) {
      const payment = await startPayment()
      swish.act('pay')
      expectTaken(await call(bodyOf(payment.id), asSwish(payment.identifier)))
      await untilPaid(payment)
    }
  })

  test('200 of them at once are one answer each and a few questions', async () => {
    const payment = await startPayment()
    const body = JSON.stringify({ id: payment.id, status: 'PAID' })
    const early = await Promise.all(Array.from({ length: 200 }, () => call(body, asSwish(payment.identifier))))
    early.forEach(expectTaken)
    swish.act('pay')
    const late = await Promise.all(Array.from({ length: 200 }, () => call(body, asSwish(payment.identifier))))
    late.forEach(expectTaken)
    await untilPaid(payment)
    expect(reads).toBeLessThanOrEqual(3)
    const [order] = await office.staff.findOrders('kund@exempel.se')
    expect(order?.payments).toHaveLength(1)
  })

  test('it is answered before Swish is', async () => {
    const payment = await startPayment()
    swish.act('pay')
    let isAsked = false
    swish.script = {
      answer: ({ operation }) => {
        isAsked ||= operation === 'read_payment'
        return operation === 'read_payment' ? { kind: 'slow', ms: 1_500 } : undefined
      },
    }
    const startedAt = performance.now()
    expectTaken(await call(undefined, asSwish(payment.identifier)))
    expect(performance.now() - startedAt).toBeLessThan(500)
    await waitUntil('the question', () => Promise.resolve(isAsked))
    expect(statusOf(payment.id)).toBe('created')
    await untilPaid(payment)
  })

  test('a refund is found as well', async () => {
    const payment = await startPayment()
    swish.act('pay')
    await call(undefined, asSwish(payment.identifier))
    await untilPaid(payment)
    const [order] = await office.staff.findOrders('kund@exempel.se')
    const { id } = await office.staff.refund(order?.id ?? 0, order?.tickets.map(({ code }) => code) ?? [])
    await waitUntil('Swish to have paid it', async () => (await swish.refunds()).at(-1)?.status === 'PAID')
    const { body, identifier } = swish.callbacks.at(-1) ?? { body: '', identifier: null }
    const startedAt = performance.now()
    expectTaken(await call(body, asSwish(identifier ?? '')))
    await waitUntil('the refund', async () => {
      const { refunds } = await office.staff.getOrder(order?.id ?? 0)
      return refunds.find((refund) => refund.id === id)?.status === 'paid'
    })
    // Nobody asks by themselves that soon.
    expect(performance.now() - startedAt).toBeLessThan(3_000)
  })
})

test('more than 32 KiB is refused', async () => {
  for (const path of paths) expect((await call('x'.repeat(32_769), asSwish('F'.repeat(32)), path)).status).toBe(400)
})

test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s is not how Swish calls', async (method) => {
  for (const path of paths) {
    const answer = await office.connections.send(method, path)
    expect(answer.status).toBe(405)
    expect(answer.headers.allow).toBe('POST')
  }
})

test('a header that comes twice, or is no text, wakes nothing', async () => {
  const { identifier } = await startPayment()
  for (const values of [[identifier, identifier], ['\u00e5'.repeat(16)], ['']]) {
    const headers: [string, string][] = [
      ['host', `127.0.0.1:${String(office.server.port)}`],
      ['content-length', '0'],
      ...values.map((value): [string, string] => ['callbackIdentifier', value]),
    ]
    const answer = await sendRaw(office.server.port, rawRequest('POST', '/swish/callback', headers))
    expect(answer.status).toBe(200)
  }
  expect(reads).toBe(0)
  await cancelAtSwish()
})

/** Nothing may wait when the next test plays the only customer. */
async function cancelAtSwish(): Promise<void> {
  await waitUntil('nothing to wait', async () => {
    for (const order of await office.staff.findOrders('kund@exempel.se')) {
      if (order.status === 'reserved') await office.staff.cancelOrder(order.id)
    }
    return swish.waitingCount() === 0
  })
}
