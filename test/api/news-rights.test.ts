/** What the stream of news tells to whom: nothing that the same person could not read over HTTP. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Order } from '#shared/contract/order-api'
import type { StreamEventName } from '#shared/contract/stream'
import type { Role } from '#shared/domain/access/permissions'
import { openNewsStream, type NewsStream } from '../support/news-stream'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAs, type StaffApi } from '../support/staff-api'
import { waitUntil } from '../support/wait-until'

const forEverybody: StreamEventName[] = ['hello', 'catalogue', 'seats', 'check_in', 'settings', 'swish']
const ofOrders: StreamEventName[] = ['order', 'payment_attempt', 'refund', 'mail', 'swish_simulator']

const ofSupervisors: StreamEventName[] = ['scan_conflict']

let server: SourceServer
let manager: StaffApi
let streams: Record<Role, NewsStream>

beforeAll(async () => {
  server = await startSourceServer()
  manager = await signInAs('manager', server.connections)
  streams = { manager: await open('manager'), cashier: await open('cashier'), door: await open('door') }
  await playAnEvening()
  // What everybody hears after everything else.
  await manager.createTicketType()
  await waitUntil('the last news', () => Promise.resolve(all().every((stream) => stream.of('catalogue').length > 0)))
}, 60_000)
afterAll(async () => {
  for (const stream of all()) stream[Symbol.dispose]()
  await server[Symbol.asyncDispose]()
})

const all = () => Object.values(streams)
async function open(role: Role): Promise<NewsStream> {
  const staff = await signInAs(role, server.connections)
  return openNewsStream(`http://127.0.0.1:${String(server.port)}`, staff.cookie())
}

/** Something of everything that there is news of. */
async function playAnEvening(): Promise<void> {
  const heard = streams.manager
  await manager.putLanSettings({ open: false, hostNames: [], allowedOrigins: [] })
  const [event] = (await manager.catalogue()).events
  const order = await manager.call<Order>('POST', '/orders', {
    eventId: event?.id,
    shiftId: await manager.shiftId(),
    lines: [{ ticketTypeId: event?.ticketTypeIds[0], count: 2 }],
    email: 'kund@exempel.se',
  })
  await manager.startSwish(order.id, { payer: '070 123 45 67' })
  await heard.until('payment_attempt', ({ status }) => status === 'paid', 20_000)
  const [used, other] = (await manager.getOrder(order.id)).tickets
  await manager.checkIn(used?.code ?? '')
  await heard.until('check_in', ({ admitted }) => admitted > 0)
  await heard.until('mail', () => true)
  await manager.call('POST', '/check-ins/uploads', {
    scans: [
      {
        ...{ nonce: randomUUID(), scanned: used?.code, at: new Date().toISOString(), doorId: 1, eventId: null },
        ...{ mode: 'entry', outcome: 'admitted', reason: null },
      },
    ],
  })
  await heard.until('scan_conflict', () => true)
  await manager.refund(order.id, [other?.code ?? ''])
  await heard.until('refund', () => true)
  // The simulator that cannot be reached changes how Swish stands.
  await manager.call('PUT', '/swish-simulator', { mode: 'automatic', line: 'down' })
  await manager.send('POST', '/settings/swish/tests')
  await heard.until('swish', () => true)
}

const heardOf = (stream: NewsStream) =>
  [...forEverybody, ...ofOrders, ...ofSupervisors].filter((name) => stream.of(name).length > 0)

test('a manager hears everything', () => {
  expect(heardOf(streams.manager)).toEqual([...forEverybody, ...ofOrders, ...ofSupervisors])
})

test('a cashier hears nothing of what a supervisor has to look at', () => {
  expect(heardOf(streams.cashier)).toEqual([...forEverybody, ...ofOrders])
})

test('the door hears nothing of orders, payments, refunds and mails', () => {
  expect(heardOf(streams.door)).toEqual(forEverybody)
})
