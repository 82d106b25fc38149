import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Order } from '#shared/contract/order-api'
import { findForgotten, type LogEntry } from '../support/client-log'
import { openConnections, type HttpConnections } from '../support/http-client'
import { createSeededRandom, type SeededRandom } from '../support/seeded-random'
import { createTemporaryFolder, startServerProcess } from '../support/server-process'
import { signInAsDemoManager, type StaffApi } from '../support/staff-api'
import { findViolations, withDatabase } from '../support/stored-data'
import { createVisitor, PaymentStatusAnswer, readAs, ValidationAnswer } from '../support/ticket-client'
import { waitUntil } from '../support/wait-until'

const rounds = 20
const clients = 8

interface Scene {
  connections: HttpConnections
  staff: StaffApi
  random: SeededRandom
  ticketTypeId: number
  /** One with seats for everybody, one that sells out within the first rounds. */
  eventIds: number[]
  log: LogEntry[]
  /** Sessions with a payment that has not been seen paid. */
  waiting: Set<string>
  codes: string[]
  /** Cash sales that got no answer: they are sent again with their keys after the restart. */
  unanswered: CashSale[]
}

interface CashSale {
  orderKey: string
  paymentKey: string
  count: number
  eventId: number
}

test(`${String(rounds)} rounds of SIGKILL during load: nothing that was answered is missing`, async () => {
  await using folder = await createTemporaryFolder()
  let server = await startServerProcess({ dataFolder: folder.path, demo: true })
  const { port } = server
  // All lives of the server have one address, so one pool and one signed-in manager serve them all.
  using connections = openConnections(server.url, 32)
  const staff = await signInAsDemoManager(connections)
  const { id: ticketTypeId } = await staff.createTicketType()
  const large = await staff.createEvent({ seats: 1_000_000, ticketTypeIds: [ticketTypeId] })
  const scarceSeats = 60
  const scarce = await staff.createEvent({ seats: scarceSeats, ticketTypeIds: [ticketTypeId] })
  const scene: Scene = {
    connections,
    staff,
    random: createSeededRandom('kill test'),
    ticketTypeId,
    eventIds: [large.id, large.id, large.id, scarce.id],
    log: [],
    waiting: new Set(),
    codes: [],
    unanswered: [],
  }
  const startTimes: number[] = []

  for (let round = 0; round < rounds; round++) {
    const before = scene.log.length
    const running = Array.from({ length: clients }, () => actUntilCutOff(scene))
    await delay(100 + scene.random.below(500))
    await server.kill()
    await Promise.all(running)

    expect(findViolations(folder.path), `round ${String(round)}, after the kill`).toEqual([])
    server = await startServerProcess({ dataFolder: folder.path, port })
    startTimes.push(server.startMs)
    const told = scene.log.slice(before)
    expect(await findForgotten(told, connections, staff), `round ${String(round)}`).toEqual([])
    for (const sale of scene.unanswered.splice(0)) await sellForCash(scene, sale)
  }

  await waitUntil('the waiting payments', () => allPaid(scene), { timeoutMs: 20_000, everyMs: 250 })
  expect(await findForgotten(scene.log, connections, staff)).toEqual([])
  expectOneZeroPerTicket(scene.log)
  const taken = scene.log.reduce(
    (sum, entry) => sum + (entry.kind === 'reservation' && entry.eventId === scarce.id ? entry.count : 0),
    0,
  )
  expect(taken).toBeLessThanOrEqual(scarceSeats)
  const kinds = new Set(scene.log.map(({ kind }) => kind))
  expect(kinds).toEqual(new Set(['reservation', 'payment start', 'payment', 'cash sale', 'admission']))
  expectCashSalesOnce(scene.log, folder.path)
  expect(await server.stop()).toMatchObject({ code: 0 })
  expect(findViolations(folder.path)).toEqual([])
  const [median] = startTimes.sort((a, b) => a - b).slice(rounds / 2)
  process.stderr.write(`${String(scene.log.length)} answers kept; median start ${String(Math.round(median ?? 0))} ms\n`)
  await expectStrangerToKnowNothing(scene.log)
}, 120_000)

/** One client's life until the server is gone. */
async function actUntilCutOff(scene: Scene): Promise<void> {
  const actions = [reserveOnTheWeb, reserveOnTheWeb, sellAtTheTill, admit, admit, lookForPayment]
  try {
    for (;;) await scene.random.pick(actions)(scene)
  } catch (error) {
    if (!isCutOff(error)) throw error
  }
}

const isCutOff = (error: unknown) =>
  error instanceof Error && 'code' in error && ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(String(error.code))

async function reserveOnTheWeb({ connections, random, eventIds, ticketTypeId, log, waiting }: Scene): Promise<void> {
  const visitor = createVisitor(connections)
  const eventId = random.pick(eventIds)
  const count = 1 + random.below(3)
  const answer = await visitor.reserve(eventId, [{ ticket_type: ticketTypeId, count }])
  if (answer.status === 403) return
  expect(answer.status).toBe(201)
  const cookie = visitor.cookies.get('sessionid') ?? ''
  log.push({ kind: 'reservation', cookie, eventId, count })
  if (random.below(8) > 0) return
  const email = `kund-${randomUUID()}@exempel.se`
  const started = await visitor.startPayment(email)
  expect(started.status).toBe(200)
  log.push({ kind: 'payment start', cookie, email, token: started.json() as string })
  waiting.add(cookie)
}

async function sellAtTheTill(scene: Scene): Promise<void> {
  const eventId = scene.eventIds[0] ?? 0
  const sale = { orderKey: randomUUID(), paymentKey: randomUUID(), count: 1 + scene.random.below(2), eventId }
  try {
    await sellForCash(scene, sale)
  } catch (error) {
    scene.unanswered.push(sale)
    throw error
  }
}

async function sellForCash({ staff, ticketTypeId, log, codes }: Scene, sale: CashSale): Promise<void> {
  const lines = [{ ticketTypeId, count: sale.count }]
  const shiftId = await staff.shiftId()
  const reserved = await staff.send('POST', '/orders', { eventId: sale.eventId, shiftId, lines }, sale.orderKey)
  expect(reserved.status).toBe(201)
  const { id, totalOre } = reserved.json() as Order
  const paid = await staff.send('POST', `/orders/${String(id)}/cash-payments`, { givenOre: totalOre }, sale.paymentKey)
  expect(paid.status).toBe(201)
  const sold = (paid.json() as Order).tickets.map(({ code }) => code)
  log.push({ kind: 'cash sale', orderId: id, codes: sold })
  codes.push(...sold)
}

async function admit({ connections, random, codes, log }: Scene): Promise<void> {
  if (codes.length === 0) return
  const code = random.pick(codes.slice(-40))
  const { times_used: timesUsed } = readAs(ValidationAnswer, await createVisitor(connections).validate(code))
  log.push({ kind: 'admission', code, timesUsed })
}

/** Looks at one waiting payment, as a web shop polls. */
async function lookForPayment(scene: Scene): Promise<void> {
  if (scene.waiting.size > 0) await lookAtPayment(scene, scene.random.pick([...scene.waiting]))
}

async function lookAtPayment({ connections, log, waiting }: Scene, cookie: string): Promise<void> {
  const visitor = createVisitor(connections)
  visitor.cookies.set('sessionid', cookie)
  const { status } = readAs(PaymentStatusAnswer, await visitor.paymentStatus())
  if (status === 'PAID' && waiting.delete(cookie)) log.push({ kind: 'payment', cookie })
}

/**
 * Each waiting payment ends, however often the server died in between. The simulator forgets with its process what it
 * was asked, as Swish would not, so a buyer whose payment is unknown starts it again.
 */
async function allPaid(scene: Scene): Promise<boolean> {
  for (const cookie of scene.waiting) {
    await lookAtPayment(scene, cookie)
    const started = scene.log.find((entry) => entry.kind === 'payment start' && entry.cookie === cookie)
    if (!scene.waiting.has(cookie) || started?.kind !== 'payment start') continue
    const visitor = createVisitor(scene.connections)
    visitor.cookies.set('sessionid', cookie)
    expect([200, 403]).toContain((await visitor.startPayment(started.email)).status)
  }
  return scene.waiting.size === 0
}

function expectOneZeroPerTicket(log: readonly LogEntry[]): void {
  const zeros = log.flatMap((entry) => (entry.kind === 'admission' && entry.timesUsed === 0 ? [entry.code] : []))
  expect(new Set(zeros).size).toBe(zeros.length)
}

/** A sale that was sent again with its key is one sale: the till has no order that nobody was told of. */
function expectCashSalesOnce(log: readonly LogEntry[], dataFolder: string): void {
  const orders = new Set(log.flatMap((entry) => (entry.kind === 'cash sale' ? [entry.orderId] : [])))
  expect(countOrders(dataFolder, 'till')).toBe(orders.size)
}

const countOrders = (dataFolder: string, channel: 'api' | 'till') =>
  withDatabase(dataFolder, (database) =>
    database.prepare('SELECT count(*) FROM "order" WHERE channel = ?').pluck().get(channel),
  )

/** The control: a server that never heard of these clients must be found out, entry by entry. */
async function expectStrangerToKnowNothing(log: readonly LogEntry[]): Promise<void> {
  await using folder = await createTemporaryFolder()
  await using stranger = await startServerProcess({ dataFolder: folder.path, demo: true })
  using connections = openConnections(stranger.url)
  const sample = log.slice(0, 200)
  const forgotten = await findForgotten(sample, connections, await signInAsDemoManager(connections))
  expect(forgotten).toHaveLength(sample.length)
}
