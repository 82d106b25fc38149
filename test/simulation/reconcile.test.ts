import { afterEach, expect, test } from 'vitest'
import { openPlayedOffice, type PlayedOffice, type SeenRequest } from '../support/played-office'

/*
 * Swish cannot call a box office on a venue's own network: everything is found by asking, soon enough for the person who waits
 * and never as a storm.
 */

const SECOND = 1_000
const MINUTE = 60 * SECOND
const OPEN = 500

let played: PlayedOffice
afterEach(async () => {
  expect(played.box().failures).toEqual([])
  expect(played.box().brokenInvariants()).toEqual([])
  await played.close()
})

/** Five hundred payments that wait for their customers. */
async function openPayments(count: number): Promise<number[]> {
  played = await openPlayedOffice({ callbacks: false })
  const { run, box } = played
  const eventId = await run(box().createEvent({ seats: count, reservationSeconds: 600 }))
  const orders: number[] = []
  for (let made = 0; made < count; made++) orders.push(await played.reserve(eventId, 1))
  await run(Promise.all(orders.map((orderId) => box().swish.start(orderId, {}))))
  return orders
}

const reads = (since: number) => played.requests.filter(({ method, atMs }) => method === 'GET' && atMs >= since)
const payAll = () => {
  for (const { instructionId } of played.engine.waiting()) played.engine.perform(instructionId, 'pay')
}
async function paidCount(): Promise<number> {
  const rows = await played
    .box()
    .storage.read((db) => db.selectFrom('order').select('id').where('status', '=', 'paid').execute())
  return rows.length
}

/** The most requests in any span of this length. */
function mostIn(spanMs: number, requests: SeenRequest[]): number {
  let first = 0
  let most = 0
  requests.forEach(({ atMs }, last) => {
    while (atMs - (requests[first]?.atMs ?? 0) >= spanMs) first++
    most = Math.max(most, last - first + 1)
  })
  return most
}

function shortestGap(requests: SeenRequest[]): number {
  const last = new Map<string, number>()
  let shortest = Number.POSITIVE_INFINITY
  for (const { path, atMs } of requests) {
    shortest = Math.min(shortest, atMs - (last.get(path) ?? Number.NEGATIVE_INFINITY))
    last.set(path, atMs)
  }
  return shortest
}

test('a start finds five hundred payments that were paid in the dark: all settled within a minute', async () => {
  await openPayments(OPEN)
  await played.stop()
  payAll()
  await played.time.pass(10 * MINUTE)
  await played.start()
  const startedMs = played.time.elapsedMs()
  while ((await paidCount()) < OPEN) await played.time.pass(SECOND)
  const tookMs = played.time.elapsedMs() - startedMs
  const asked = reads(startedMs)
  process.stderr.write(
    `${OPEN} open payments: settled in ${tookMs / SECOND} s, ${asked.length} reads, at most ${mostIn(SECOND, asked)} a second\n`,
  )
  expect(tookMs).toBeLessThanOrEqual(MINUTE)
  expect(asked.length).toBe(OPEN)
})

test('nobody watches: at most two questions a second, and each payment has its turn', async () => {
  await openPayments(OPEN)
  const startedMs = played.time.elapsedMs()
  await played.time.pass(9 * MINUTE)
  const asked = reads(startedMs)
  const turns = new Map<string, number>()
  for (const { path } of asked) turns.set(path, (turns.get(path) ?? 0) + 1)
  process.stderr.write(
    `nobody watches ${OPEN} payments: ${asked.length} reads in nine minutes, at most ${mostIn(SECOND, asked)} in a second and ${mostIn(
      MINUTE,
      asked,
    )} in a minute; each payment ${Math.min(...turns.values())} to ${Math.max(...turns.values())} times\n`,
  )
  expect(mostIn(SECOND, asked)).toBeLessThanOrEqual(2)
  expect(turns.size).toBe(OPEN)
  // Twice each at this pace: nobody is asked about three times before another has had two.
  expect(Math.max(...turns.values()) - Math.min(...turns.values())).toBeLessThanOrEqual(1)
})

test('a hundred screens watch one payment: it is read once in five seconds', async () => {
  const [orderId = 0] = await openPayments(1)
  const startedMs = played.time.elapsedMs()
  for (let second = 0; second < 170; second++) {
    await Promise.all(Array.from({ length: 100 }, () => played.box().reservations.status(orderId)))
    await played.time.pass(SECOND)
  }
  const asked = reads(startedMs)
  process.stderr.write(`watched for 170 s: ${asked.length} reads, the closest ${shortestGap(asked) / SECOND} s apart\n`)
  expect(shortestGap(asked)).toBeGreaterThanOrEqual(5 * SECOND)
  expect(asked.length).toBeGreaterThan(30)
})

test('Swish is down: ever fewer questions, and the answer is found when it is back', async () => {
  const [orderId = 0] = await openPayments(1)
  const { engine, time } = played
  engine.change({ mode: 'by_hand', line: 'down' })
  const startedMs = time.elapsedMs()
  payAll()
  await time.pass(9 * MINUTE)
  const asked = reads(startedMs).map(({ atMs }) => atMs - startedMs)
  const firstMinutes = asked.filter((atMs) => atMs < 3 * MINUTE).length
  const lastMinutes = asked.filter((atMs) => atMs >= 6 * MINUTE).length
  process.stderr.write(
    `Swish is down: ${firstMinutes} reads in the first three minutes, ${lastMinutes} in the third three\n`,
  )
  expect(lastMinutes).toBeLessThan(firstMinutes)
  expect(lastMinutes).toBeGreaterThan(0)
  engine.change({ mode: 'by_hand', line: 'up' })
  await time.pass(80 * SECOND)
  expect(await played.orderOf(orderId)).toMatchObject({ status: 'paid' })
})

test('twenty refunds leave one at a time, a second apart', async () => {
  const orders = await openPayments(20)
  const { run, box, time } = played
  payAll()
  await time.pass(2 * MINUTE)
  expect(await paidCount()).toBe(20)
  await run(
    Promise.all(
      orders.map(async (orderId) => {
        const ticketCodes = await box().ticketCodes(orderId)
        const by = { staffUserId: 1, key: `refund-of-${orderId}` }
        return box().refunds.refundTickets(orderId, { ticketCodes, reason: 'ill' }, by)
      }),
    ),
  )
  await time.pass(5 * MINUTE)
  const sent = played.requests.filter(({ method, path }) => method === 'PUT' && path.includes('/refunds/'))
  const gaps = sent.slice(1).map(({ atMs }, index) => atMs - (sent[index]?.atMs ?? 0))
  process.stderr.write(`20 refunds: ${sent.length} requests, the closest ${Math.min(...gaps)} ms apart\n`)
  expect(sent).toHaveLength(20)
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SECOND)
  const orderViews = await Promise.all(orders.map((orderId) => played.orderOf(orderId)))
  for (const order of orderViews) expect(order).toMatchObject({ status: 'refunded', refunds: [{ status: 'paid' }] })
})
