/** Clients that send everything up to five times, partly at once, partly after the server died: one effect each. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Order, PaymentAttempt, Refund } from '#shared/contract/order-api'
import { openConnections, type HttpAnswer } from '../support/http-client'
import { createSeededRandom } from '../support/seeded-random'
import { createTemporaryFolder, startServerProcess } from '../support/server-process'
import { signInAsDemoManager } from '../support/staff-api'
import { findViolations } from '../support/stored-data'
import { chooseSwish, openSwishStandIn, relayTo } from '../support/swish-stand-in'
import { waitUntil } from '../support/wait-until'

const sales = 30
/** Swish takes one a second. */
const refunds = 8

interface Wish {
  path: string
  body: unknown
  /** The same key with it must be refused. */
  otherBody: unknown
  key: string
  /** How often it is sent before the server dies, and after. */
  before: number
  after: number
  answers: HttpAnswer[]
}

test('payments and refunds, each sent one to five times around a crash: one effect each', async () => {
  await using folder = await createTemporaryFolder()
  await using swish = await openSwishStandIn({ payAfterMs: 400, debitAfterMs: 50, refundAfterMs: 100 })
  let server = await startServerProcess({ dataFolder: folder.path, demo: true })
  const { port } = server
  using connections = openConnections(server.url, 64)
  const staff = await signInAsDemoManager(connections)
  await chooseSwish(staff, swish)
  swish.relay = relayTo(server.url)
  const ticketTypeId = (await staff.createTicketType()).id
  const eventId = (await staff.createEvent({ seats: 500, ticketTypeIds: [ticketTypeId] })).id
  const random = createSeededRandom('retry storm')

  const wish = (path: string, body: unknown, otherBody: unknown): Wish => {
    const times = 1 + random.below(5)
    const before = random.below(times + 1)
    return { path, body, otherBody, key: randomUUID(), before, after: times - before, answers: [] }
  }
  const send = async (it: Wish) => {
    await delay(random.below(60))
    const answer = await staff.send('POST', it.path, it.body, it.key).catch(() => undefined)
    if (answer !== undefined) it.answers.push(answer)
  }
  const sendAll = (wishes: Wish[], when: 'before' | 'after') =>
    Promise.all(wishes.flatMap((it) => Array.from({ length: it[when] }, () => send(it))))

  async function storm(wishes: Wish[]): Promise<void> {
    const sending = sendAll(wishes, 'before')
    await delay(30 + random.below(60))
    await server.kill()
    await sending
    expect(findViolations(folder.path)).toEqual([])
    server = await startServerProcess({ dataFolder: folder.path, port })
    await sendAll(wishes, 'after')
    // Whoever has no answer yet sends once more, as a client does.
    await waitUntil(
      'everybody to have an answer',
      async () => {
        const silent = wishes.filter(({ answers }) => !answers.some(({ status }) => status === 201))
        await Promise.all(silent.map(send))
        return silent.length === 0
      },
      { timeoutMs: 30_000, everyMs: 500 },
    )
  }

  const orders = await Promise.all(Array.from({ length: sales }, () => staff.reserve(eventId, ticketTypeId, 2)))
  const payments = orders.map(({ id }, index) => {
    const payer = { payer: `+4670${String(1_000_000 + index)}` }
    const path = `/orders/${String(id)}/swish-payments`
    return index % 2 === 0 ? wish(path, payer, {}) : wish(path, {}, payer)
  })
  await storm(payments)
  for (const { path, otherBody, key } of payments) {
    expect((await staff.send('POST', path, otherBody, key)).json()).toMatchObject({
      error: { code: 'idempotency_key_reused' },
    })
  }
  const paid = await waitUntil(
    'all sales',
    async () => {
      const now = await Promise.all(orders.map(({ id }) => staff.getOrder(id)))
      return now.every(({ status }) => status === 'paid') && now
    },
    { timeoutMs: 40_000, everyMs: 500 },
  )
  expectOneMoney(
    paid,
    (await swish.payments()).filter(({ status }) => status === 'PAID'),
  )
  // After all is over the same key is still the same payment.
  for (const [index, { path, body, key }] of payments.entries()) {
    const answer = await staff.send('POST', path, body, key)
    expect(answer.status).toBe(201)
    expect(answer.json()).toMatchObject({ orderId: orders[index]?.id, status: 'paid' })
  }
  // One key, one payment; another one only where a QR was lost with its answer, before anybody saw it.
  for (const { answers } of payments) {
    const shown = answers.filter(({ status }) => status === 201).map((answer) => (answer.json() as PaymentAttempt).id)
    expect(new Set(shown).size).toBe(1)
  }

  const givenBack = paid.slice(0, refunds).map(({ id, tickets }) => {
    const [one = '', two = ''] = tickets.map(({ code }) => code)
    const body = (code: string) => ({ ticketCodes: [code], reason: 'Sjuk' })
    return wish(`/orders/${String(id)}/refunds`, body(one), body(two))
  })
  await storm(givenBack)
  for (const { path, otherBody, key, answers } of givenBack) {
    expect((await staff.send('POST', path, otherBody, key)).json()).toMatchObject({
      error: { code: 'idempotency_key_reused' },
    })
    expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1)
    expect((answers[0]?.json() as Refund).status).toBe('initiated')
  }
  await waitUntil(
    'all refunds',
    async () => (await swish.refunds()).filter(({ status }) => status === 'PAID').length === refunds,
    { timeoutMs: 30_000, everyMs: 500 },
  )
  expect(await swish.refunds()).toHaveLength(refunds)
  await waitUntil('them to be known here', async () => {
    const now = await Promise.all(paid.slice(0, refunds).map(({ id }) => staff.getOrder(id)))
    return now.every((order) => order.refunds.length === 1 && order.refunds[0]?.status === 'paid')
  })
  expect(findViolations(folder.path)).toEqual([])
  const sent = [...payments, ...givenBack].reduce((sum, { answers }) => sum + answers.length, 0)
  process.stderr.write(`${String(sent)} answers to ${String(sales + refunds)} wishes\n`)
}, 120_000)

/** Money at Swish and money here are the same, order by order. */
function expectOneMoney(orders: Order[], paid: { amount: number; message: string }[]): void {
  expect(paid).toHaveLength(orders.length)
  for (const { id, payments, tickets } of orders) {
    const mine = paid.filter(({ message }) => message.split(' ')[0] === `L${String(id)}`)
    expect(mine.map(({ amount }) => amount * 100)).toEqual(payments.map(({ amountOre }) => amountOre))
    expect(tickets).toHaveLength(2)
  }
}
