/**
 * The server dies at each step of a payment and of a refund, while Swish lives on. Started again, with nobody's help and no
 * callback ever, it must bring every sale to where Swish and the tickets agree.
 */
import { randomUUID } from 'node:crypto'
import { cp } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Order, Refund } from '#shared/contract/order-api'
import type { SimulatorMode } from '#shared/contract/swish-simulator-api'
import { openConnections, type HttpConnections } from '../support/http-client'
import {
  createTemporaryFolder,
  startServerProcess,
  type ServerProcess,
  type TemporaryFolder,
} from '../support/server-process'
import { signInAsDemoManager, type StaffApi } from '../support/staff-api'
import { findViolations, withDatabase } from '../support/stored-data'
import { chooseSwish, openSwishStandIn, relayTo, type SwishStandIn } from '../support/swish-stand-in'
import { createVisitor, PaymentStatusAnswer, readAs, type Visitor } from '../support/ticket-client'
import { waitUntil } from '../support/wait-until'

const PRICE = 10_000
const SETTLED_WITHIN_MS = 15_000
const rounds = process.env['LUCKA_SOAK'] === undefined ? 1 : 3
const killAtStep = fileURLToPath(new URL('../support/kill-at-step.mjs', import.meta.url))

/** A step that the server dies at by itself, or what Swish does with the request whose answer the server dies waiting for. */
type Point = { step: string } | { swish: 'got' | 'carried_out' }

const paymentPoints: [name: string, point: Point, isPaidAtSwish: boolean][] = [
  ['before the attempt is stored', { step: 'attempt_storing' }, false],
  ['after the attempt is stored', { step: 'attempt_stored' }, false],
  ['before the request is sent', { step: 'request_leaving' }, false],
  ['after the request is sent, which Swish does not carry out', { swish: 'got' }, false],
  ['before the answer is read, which Swish has given', { swish: 'carried_out' }, true],
  ['after the answer is read', { step: 'answer_read' }, true],
  ['before the token is stored', { step: 'token_storing' }, true],
  ['after the token is stored', { step: 'token_stored' }, true],
  ['before PAID is seen', { step: 'news_asking' }, true],
  ['after PAID is seen', { step: 'news_read' }, true],
  ['before PAID is written', { step: 'news_writing' }, true],
  ['before the tickets are made', { step: 'tickets_making' }, true],
  ['after the tickets are made', { step: 'tickets_made' }, true],
  ['after the mail is queued', { step: 'mail_queued' }, true],
  ['before PAID is committed', { step: 'news_committing' }, true],
  ['after PAID is committed', { step: 'news_written' }, true],
]

/** `isStored`: the refund is known to the server that starts again. */
const refundPoints: [name: string, point: Point, isStored: boolean][] = [
  ['before the refund’s id is stored', { step: 'refund_storing' }, false],
  ['after the refund’s id is stored', { step: 'refund_stored' }, true],
  ['before the refund is sent', { step: 'refund_leaving' }, true],
  ['after the refund is sent, which Swish does not carry out', { swish: 'got' }, true],
  ['after the refund is carried out, before the answer is read', { swish: 'carried_out' }, true],
  ['after the refund’s answer is read', { step: 'refund_answer_read' }, true],
  ['before the refund is settled', { step: 'refund_settling#2' }, true],
  ['after the refund is settled', { step: 'refund_settled#2' }, true],
]

let template: TemporaryFolder
let eventId: number
let ticketTypeId: number

beforeAll(async () => {
  template = await createTemporaryFolder()
  await using server = await startServerProcess({ dataFolder: template.path, demo: true })
  using connections = openConnections(server.url)
  const staff = await signInAsDemoManager(connections)
  ticketTypeId = (await staff.createTicketType()).id
  eventId = (await staff.createEvent({ ticketTypeIds: [ticketTypeId] })).id
  expect(await server.stop()).toMatchObject({ code: 0 })
})
afterAll(() => template[Symbol.asyncDispose]())

/** One box office, one Swish, one buyer; the server has several lives. */
interface Scene extends AsyncDisposable {
  readonly swish: SwishStandIn
  readonly buyer: Visitor
  readonly email: string
  readonly staff: StaffApi
  server(): ServerProcess
  dataFolder: string
  /** Starts it again on the same data and port. Swish's callbacks reach nobody any more, until they are let through. */
  startAgain(): Promise<void>
  letCallbacksThrough(): void
}

async function openScene(
  point: Point,
  at: 'create_payment' | 'create_refund',
  mode: SimulatorMode = 'automatic',
): Promise<Scene> {
  const folder = await createTemporaryFolder()
  await cp(template.path, folder.path, { recursive: true })
  const swish = await openSwishStandIn({ mode, payAfterMs: 200, debitAfterMs: 100, refundAfterMs: 200 })
  const dying =
    'step' in point ? { nodeOptions: ['--import', killAtStep], env: { LUCKA_TEST_KILL_AT: point.step } } : {}
  let server = await startServerProcess({ dataFolder: folder.path, ...dying })
  const { port } = server
  const connections: HttpConnections = openConnections(server.url)
  const staff = await signInAsDemoManager(connections)
  await chooseSwish(staff, swish)
  swish.relay = relayTo(server.url)
  let isFirst = true
  swish.script = {
    answer: ({ operation }) => {
      if (!('swish' in point) || operation !== at || !isFirst) return undefined
      isFirst = false
      setImmediate(() => void server.kill())
      return { kind: 'silent', acted: point.swish === 'carried_out' }
    },
    // The refund's only news is that it is paid.
    callback: ({ status }) => (status === 'DEBITED' ? { kind: 'lost' } : undefined),
  }
  return {
    swish,
    buyer: createVisitor(connections),
    email: `kund-${randomUUID()}@exempel.se`,
    staff,
    server: () => server,
    dataFolder: folder.path,
    async startAgain() {
      swish.relay = undefined
      server = await startServerProcess({ dataFolder: folder.path, port })
    },
    letCallbacksThrough() {
      swish.relay = relayTo(server.url)
    },
    async [Symbol.asyncDispose]() {
      connections.close()
      await server.kill()
      await swish[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}

async function reserve({ buyer }: Scene): Promise<void> {
  expect((await buyer.reserve(eventId, [{ ticket_type: ticketTypeId, count: 2 }])).status).toBe(201)
}

/** Waits for the end that is planned; whatever is asked meanwhile is cut off. */
async function untilDead(scene: Scene, what: string): Promise<void> {
  const timer = new AbortController()
  const tooLate = new Promise<never>((_resolve, reject) => {
    const id = setTimeout(() => {
      reject(new Error(`${what} was never reached`))
    }, 10_000)
    timer.signal.addEventListener('abort', () => {
      clearTimeout(id)
    })
  })
  const end = await Promise.race([scene.server().ended(), tooLate])
  timer.abort()
  expect(end).toMatchObject({ signal: 'SIGKILL' })
  expect(findViolations(scene.dataFolder), 'after the kill').toEqual([])
}

const count = (dataFolder: string, sql: string) =>
  withDatabase(dataFolder, (database) => database.prepare(sql).pluck().get() as number)
const openPayments = ({ dataFolder }: Scene) =>
  count(dataFolder, "SELECT count(*) FROM payment_attempt WHERE status IN ('initiated', 'created', 'unknown')")
const openRefunds = ({ dataFolder }: Scene) =>
  count(dataFolder, "SELECT count(*) FROM refund WHERE status NOT IN ('paid', 'error')")

/** Looks at the data from outside: a request would be help. */
const untilSettled = (scene: Scene) =>
  waitUntil('everything to be settled', () => Promise.resolve(openPayments(scene) + openRefunds(scene) === 0), {
    timeoutMs: SETTLED_WITHIN_MS,
    everyMs: 100,
  })

async function onlyOrder({ staff, email }: Scene): Promise<Order> {
  const [order, ...others] = await staff.findOrders(email)
  if (order === undefined || others.length > 0) throw new Error('There must be one order with this address')
  return order
}

/** Paid, tickets, one mail and the money at Swish: all of them, once. */
async function expectSold(scene: Scene): Promise<Order> {
  const order = await onlyOrder(scene)
  expect(order).toMatchObject({ status: 'paid', paymentAttempt: { status: 'paid' } })
  expect(order.tickets).toHaveLength(2)
  expect(order.payments).toMatchObject([{ tender: 'swish', amountOre: 2 * PRICE }])
  expect(order.refundsDue).toEqual([])
  expect(count(scene.dataFolder, 'SELECT count(*) FROM mail')).toBe(1)
  const paid = (await scene.swish.payments()).filter(({ status }) => status === 'PAID')
  expect(paid.map(({ amount }) => amount)).toEqual([(2 * PRICE) / 100])
  expect(readAs(PaymentStatusAnswer, await scene.buyer.paymentStatus()).status).toBe('PAID')
  return order
}

async function expectSound(scene: Scene): Promise<void> {
  expect(findViolations(scene.dataFolder)).toEqual([])
  const known = withDatabase(scene.dataFolder, (database) =>
    database
      .prepare('SELECT instruction_id FROM payment_attempt UNION SELECT instruction_id FROM refund')
      .pluck()
      .all(),
  )
  for (const { id } of [...(await scene.swish.payments()), ...(await scene.swish.refunds())]) {
    expect(known, 'everything at Swish is known here').toContain(id)
  }
}

describe.each(Array.from({ length: rounds }, (_, round) => round + 1))('round %i: dies', { concurrent: true }, () => {
  test.each(paymentPoints)('%s', { timeout: 60_000 }, async (name, point, isPaidAtSwish) => {
    await using scene = await openScene(point, 'create_payment')
    await reserve(scene)
    const answered = scene.buyer.startPayment(scene.email).catch(() => undefined)
    await untilDead(scene, name)
    await answered

    await scene.startAgain()
    await untilSettled(scene)
    await expectSound(scene)
    if (isPaidAtSwish) await expectSold(scene)
    else {
      expect(await scene.swish.payments()).toEqual([])
      expect(readAs(PaymentStatusAnswer, await scene.buyer.paymentStatus()).status).toBe('RESERVED')
      scene.letCallbacksThrough()
      // The buyer presses the button again, and again.
      const again = await Promise.all([1, 2, 3].map(() => scene.buyer.startPayment(scene.email)))
      expect(again.map(({ status }) => status)).toEqual([200, 200, 200])
      expect(new Set(again.map(({ text }) => text)).size).toBe(1)
      await untilSettled(scene)
      await expectSold(scene)
    }
    expect((await scene.buyer.startPayment(scene.email)).text).toBe('"AlreadyPaidPayment"')
    await expectSound(scene)
  })

  /** The customer pays what the screen shows, and nothing else: with the answer the QR was lost. */
  test.each([
    ['after the attempt is stored', { step: 'attempt_stored' }],
    ['before the answer is read, which Swish has given', { swish: 'carried_out' }],
    ['after the answer is read', { step: 'answer_read' }],
    ['after the token is stored', { step: 'token_stored' }],
  ] as [string, Point][])(
    '%s, and the buyer presses the button until there is a QR',
    { timeout: 60_000 },
    async (name, point) => {
      await using scene = await openScene(point, 'create_payment', 'by_hand')
      await reserve(scene)
      const answered = scene.buyer.startPayment(scene.email).catch(() => undefined)
      await untilDead(scene, name)
      await answered

      await scene.startAgain()
      scene.letCallbacksThrough()
      await waitUntil(
        'a QR',
        async () => {
          const both = await Promise.all([scene.buyer.startPayment(scene.email), scene.buyer.startPayment(scene.email)])
          expect(scene.swish.waitingCount()).toBeLessThanOrEqual(1)
          return both.every(({ status }) => status === 200) && both[0].text === both[1].text
        },
        { timeoutMs: SETTLED_WITHIN_MS, everyMs: 250 },
      )
      scene.swish.act('pay')
      await untilSettled(scene)
      await expectSold(scene)
      await expectSound(scene)
    },
  )

  test.each(refundPoints)('%s', { timeout: 60_000 }, async (name, point, isStored) => {
    await using scene = await openScene(point, 'create_refund')
    await reserve(scene)
    expect((await scene.buyer.startPayment(scene.email)).status).toBe(200)
    await waitUntil('the sale', () => Promise.resolve(openPayments(scene) === 0))
    const order = await expectSold(scene)
    const [code = '', kept = ''] = order.tickets.map((ticket) => ticket.code)
    const key = randomUUID()
    const ask = () =>
      scene.staff.call<Refund>(
        'POST',
        `/orders/${String(order.id)}/refunds`,
        { ticketCodes: [code], reason: 'Sjuk' },
        key,
      )
    const answered = ask().catch(() => undefined)
    await untilDead(scene, name)
    await answered

    await scene.startAgain()
    await untilSettled(scene)
    await expectSound(scene)
    if (isStored) await expectRefunded(scene, order.id)
    else {
      expect(await scene.swish.refunds()).toEqual([])
      expect((await scene.staff.getOrder(order.id)).refunds).toEqual([])
    }
    scene.letCallbacksThrough()
    // The manager presses the button again, and again: the same intention.
    const again = await Promise.all([ask(), ask(), ask()])
    expect(new Set(again.map(({ id }) => id)).size).toBe(1)
    await untilSettled(scene)
    await expectRefunded(scene, order.id)
    expect(await scene.staff.checkIn(code)).toMatchObject({ outcome: 'refused', reason: 'refunded' })
    expect(await scene.staff.checkIn(kept)).toMatchObject({ outcome: 'admitted' })
    await expectSound(scene)
  })
})

async function expectRefunded({ staff, swish, dataFolder }: Scene, orderId: number): Promise<void> {
  const order = await staff.getOrder(orderId)
  expect(order).toMatchObject({ status: 'paid', refunds: [{ status: 'paid', amountOre: PRICE }] })
  expect(order.payments.map(({ amountOre }) => amountOre)).toEqual([2 * PRICE, -PRICE])
  expect((await swish.refunds()).map(({ status, amount }) => [status, amount])).toEqual([['PAID', PRICE / 100]])
  expect(count(dataFolder, 'SELECT count(*) FROM mail')).toBe(1)
}
