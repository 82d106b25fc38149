/**
 * Measures selling at the till over HTTP: from idle to the paid order with its receipt number, by one cashier; the same
 * while the LAN's API runs at full load; and ten registers that sell flat out at once, with every sale counted afterwards.
 * Beside it, in the same run, a bare server's two durable commits one after the other: what a sale could cost at least.
 *
 * Run with `npm run bench:till` after a build. Options as in run.mjs: `--quick`, `--folder DIR`.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { runLeg, startServer } from './processes.mjs'
import { printTable, printTarget } from './report.mjs'
import { ticketCode } from './ticket-code.mjs'

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, folder: { type: 'string', default: tmpdir() } },
})
const sales = options.quick ? 50 : 400
const registerCount = 10
const salesPerRegister = options.quick ? 20 : 200
const loadS = options.quick ? 2 : 10
const target = { idleToReceiptP95Ms: 50 }
const json = { 'content-type': 'application/json' }

const folder = mkdtempSync(join(options.folder, 'lucka-till-bench-'))
const running = []
try {
  await measure()
} finally {
  await Promise.all(running.map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
}

async function start(script, programArguments) {
  const server = await startServer(script, programArguments)
  running.push(server)
  return server
}

/** The staff API with a session of its own. */
async function signIn(url, role) {
  const { staffUsers } = await (await fetch(`${url}/api/v1/staff-users`)).json()
  const user = staffUsers.find((candidate) => candidate.role === role)
  const headers = { ...json, 'x-lucka-client': 'staff' }
  const signedIn = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ staffUserId: user.id, pin: user.demoPin }),
  })
  headers.cookie = signedIn.headers.getSetCookie()[0].split(';')[0]
  return async (method, path, body, key = randomUUID()) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...headers, 'idempotency-key': key },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
}

async function measure() {
  const dataFolder = join(folder, 'venue')
  const server = await start('out/main/serve.js', [
    '--data',
    dataFolder,
    '--port',
    '0',
    '--host',
    '127.0.0.1',
    '--demo',
  ])
  const listingFile = join(folder, 'listing.json')
  writeFileSync(listingFile, '{}')
  const bare = await start('bench/bare-server.mjs', [folder, listingFile, '1000'])
  const manager = await signIn(server.url, 'manager')
  const catalogue = await manager('GET', '/catalogue')
  const [ticketType] = catalogue.ticketTypes
  const [event] = catalogue.events
  await manager('PUT', `/events/${event.id}`, { ...editOf(event), seats: 1_000_000 })
  const { registers } = await manager('GET', '/registers')
  const openShift = (registerId) => manager('POST', '/shifts', { registerId, floatOre: 0 })

  const sell = async (call, shiftId, count = 2) => {
    const lines = [{ ticketTypeId: ticketType.id, count }]
    const order = await call('POST', '/orders', { eventId: event.id, shiftId, lines })
    const paid = await call('POST', `/orders/${order.id}/cash-payments`, { givenOre: order.totalOre + 100 })
    if (paid.receipts.length !== 1) throw new Error(`order ${paid.id} has no receipt`)
    return paid
  }
  const timed = async (count, work) => {
    const times = []
    for (let index = 0; index < count; index++) {
      const startedAt = performance.now()
      await work(index)
      times.push(performance.now() - startedAt)
    }
    return times.sort((a, b) => a - b)
  }

  const cashier = await signIn(server.url, 'cashier')
  const shift = await openShift(registers[0].id)
  const commit = (index) =>
    fetch(`${bare.url}/validation`, {
      method: 'PUT',
      headers: json,
      body: JSON.stringify({ external_id: ticketCode(index) }),
    }).then((answer) => answer.json())
  await timed(20, () => sell(cashier, shift.id))
  const idle = await timed(sales, () => sell(cashier, shift.id))
  const least = await timed(sales, async (index) => {
    await commit(index % 1000)
    await commit((index + 1) % 1000)
  })
  const load = runLeg({
    url: server.url,
    method: 'GET',
    path: '/get_chapterevents/',
    connections: 32,
    durationS: loadS,
  })
  const loaded = await timed(sales, () => sell(cashier, shift.id))
  await load

  const tills = await Promise.all(
    Array.from({ length: registerCount }, async (_, index) => {
      const call = await signIn(server.url, 'cashier')
      const register = await manager('POST', '/registers', { name: `Bänk ${index + 1}` })
      return { call, shiftId: (await openShift(register.id)).id }
    }),
  )
  const startedAt = performance.now()
  const each = await Promise.all(
    tills.map(({ call, shiftId }) => timed(salesPerRegister, () => sell(call, shiftId, 1))),
  )
  const tookS = (performance.now() - startedAt) / 1000
  const flatOut = each.flat().sort((a, b) => a - b)

  const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]
  const row = (name, times) => [name, ...[0.5, 0.95, 0.99].map((share) => `${at(times, share).toFixed(1)} ms`)]
  printTable([
    ['from idle to receipt', 'p50', 'p95', 'p99'],
    row('one cashier', idle),
    row('bare server, two commits', least),
    row('one cashier, LAN API at full load', loaded),
    row(`${registerCount} registers flat out`, flatOut),
  ])
  console.log(`${registerCount} registers: ${((registerCount * salesPerRegister) / tookS).toFixed(0)} sales a second`)
  countSales(dataFolder, tills)
  const p95 = at(idle, 0.95)
  printTarget('idle to receipt, p95', `${p95.toFixed(1)} ms`, '≤ 50 ms', p95 <= target.idleToReceiptP95Ms)
}

/** What ten registers sold is in the database, once each, with receipts that follow one another. */
function countSales(dataFolder, tills) {
  const database = new Database(join(dataFolder, 'lucka.sqlite'), { readonly: true })
  const perShift = database.prepare(
    `SELECT count(*) AS paid, count(DISTINCT r.number) AS receipts, max(r.number) AS last FROM "order" o
      JOIN receipt r ON r.order_id = o.id AND r.kind = 'sale' WHERE o.shift_id = ? AND o.status = 'paid'`,
  )
  const faults = tills.filter(({ shiftId }) => {
    const { paid, receipts, last } = perShift.get(shiftId)
    return paid !== salesPerRegister || receipts !== salesPerRegister || last !== salesPerRegister
  })
  database.close()
  printTarget('sales lost or doubled', String(faults.length), '0', faults.length === 0)
}

function editOf(event) {
  const { seatsTaken: _taken, seatsLeft: _left, ticketsSold: _sold, archivedAt: _archived, id: _id, ...fields } = event
  return { ...fields, archived: false }
}
