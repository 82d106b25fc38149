/**
 * Measures the documented ticket API beside a bare Fastify route and a bare Fastify + better-sqlite3 grouped-commit
 * route, in alternating rounds of one run, and prints throughput, latencies, ratios and the targets. Nothing is enforced.
 *
 * Run with `npm run bench` after a build. Options: `--quick` (one short round, to try it out), `--folder DIR` (where the
 * databases are made; it must be a real disk, or the fsync in every commit costs nothing).
 */
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fillDatabase } from './fill-database.mjs'
import { runLeg, startServer } from './processes.mjs'
import { printTable, printTarget, summarise } from './report.mjs'

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, folder: { type: 'string', default: tmpdir() } },
})
const rounds = options.quick ? 1 : 3
const durationS = options.quick ? 1 : 2.5
const connectionCounts = [16, 64]
const few = 10_000
const many = 300_000
const tmpfs = 0x01021994
const json = { 'content-type': 'application/json' }

const folder = mkdtempSync(join(options.folder, 'lucka-bench-'))
if (statfsSync(folder).type === tmpfs) console.log('Attention: this folder is in memory; commits cost nothing here.')
const running = []
try {
  await measure()
} finally {
  await Promise.all(running.map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
}

async function startProduct(name, ticketCount) {
  const dataFolder = join(folder, name)
  const serve = ['--data', dataFolder, '--port', '0', '--host', '127.0.0.1']
  const first = await startServer('out/main/serve.js', [...serve, '--demo'])
  await first.stop()
  const filled = fillDatabase(dataFolder, ticketCount)
  const server = await startServer('out/main/serve.js', serve)
  running.push(server)
  return { ...filled, url: server.url }
}

async function measure() {
  console.log(`Filling databases with ${few} and ${many} paid tickets …`)
  const small = await startProduct('small', few)
  const large = await startProduct('large', many)
  const listingFile = join(folder, 'listing.json')
  writeFileSync(listingFile, await (await fetch(`${small.url}/get_chapterevents/`)).text())
  const bare = await startServer('bench/bare-server.mjs', [folder, listingFile, String(few)])
  running.push(bare)

  const listing = (url, path) => ({ url, method: 'GET', path })
  const validation = (url, path, count) => ({
    url,
    method: 'PUT',
    path,
    headers: json,
    bodies: { kind: 'ticket', count },
  })
  const reservation = ({ url, eventId, ticketTypeId }) => ({
    url,
    method: 'POST',
    path: '/reserve_ticket/',
    headers: json,
    body: JSON.stringify({ chapter_event: eventId, tickets: [{ ticket_type: ticketTypeId, count: 1 }] }),
  })
  const cookies = await reserve(small, 64)
  const withCookies = (leg) => ({ ...leg, cookies })

  const legs = {
    get_chapterevents: listing(small.url, '/get_chapterevents/'),
    'bare route': listing(bare.url, '/listing'),
    'get_chapterevents, 300 k': listing(large.url, '/get_chapterevents/'),
    validate_ticket: validation(small.url, '/validate_ticket/', few),
    'bare grouped commit': validation(bare.url, '/validation', few),
    'validate_ticket, 300 k': validation(large.url, '/validate_ticket/', many),
    session_payment_status: withCookies(listing(small.url, '/session_payment_status/')),
    reserve_ticket: reservation(small),
    'reserve_ticket, 300 k': reservation(large),
  }
  console.log('Warming up …')
  for (const leg of Object.values(legs)) await runLeg({ ...leg, connections: 16, durationS: 1 })

  const results = new Map()
  const keep = (name, connections, result) => {
    const key = `${name}|${connections}`
    results.set(key, [...(results.get(key) ?? []), result])
  }
  for (let round = 0; round < rounds; round++) {
    console.log(`Round ${round + 1} of ${rounds} …`)
    for (const connections of connectionCounts) {
      // Neighbours in this list are compared with each other; each round goes through it the other way round.
      const names = round % 2 === 0 ? Object.keys(legs) : Object.keys(legs).reverse()
      for (const name of names) keep(name, connections, await runLeg({ ...legs[name], connections, durationS }))
    }
  }
  await measurePayments(small, keep)
  report(results)
}

/** Payments come last: each leaves a mail with a PDF behind, whose making takes time from whatever runs next. */
async function measurePayments(product, keep) {
  const amount = options.quick ? 64 : 320
  for (const connections of connectionCounts) {
    const cookies = await reserve(product, amount)
    const leg = {
      url: product.url,
      method: 'POST',
      path: '/start_payment/',
      headers: json,
      body: JSON.stringify({ email_address: 'bench@exempel.se' }),
      cookies,
    }
    keep('start_payment', connections, await runLeg({ ...leg, connections, amount }))
    const [cookie] = cookies
    const token = await (
      await fetch(`${product.url}/start_payment/`, { method: 'POST', headers: { ...json, cookie }, body: leg.body })
    ).json()
    const qr = { url: product.url, method: 'GET', path: `/generate_qr/${token}` }
    keep('generate_qr', connections, await runLeg({ ...qr, connections, durationS: 1 }))
  }
}

/** Makes reservations and gives their `Cookie` headers. */
async function reserve({ url, eventId, ticketTypeId }, count) {
  const body = JSON.stringify({ chapter_event: eventId, tickets: [{ ticket_type: ticketTypeId, count: 1 }] })
  const one = async () => {
    const answer = await fetch(`${url}/reserve_ticket/`, { method: 'POST', headers: json, body })
    if (answer.status !== 201) throw new Error(`reserve_ticket answered ${answer.status}`)
    return answer.headers.getSetCookie()[0].split(';')[0]
  }
  const cookies = []
  while (cookies.length < count) cookies.push(...(await Promise.all(Array.from({ length: 32 }, one))))
  return cookies.slice(0, count)
}

function report(results) {
  const summaries = new Map([...results].map(([key, list]) => [key, summarise(list)]))
  const of = (name, connections) => summaries.get(`${name}|${connections}`)
  const whole = (value) => Math.round(value).toLocaleString('en')

  console.log(`\nMedians of ${rounds} alternating rounds of ${durationS} s, Node ${process.version}\n`)
  const rows = [['endpoint', 'connections', 'requests/s', 'p50 ms', 'p99 ms', 'max ms', 'failed']]
  for (const [key, { perSecond, p50Ms, p99Ms, worstMs, failed }] of summaries) {
    const [name, connections] = key.split('|')
    rows.push([name, connections, whole(perSecond), String(p50Ms), String(p99Ms), String(worstMs), String(failed)])
  }
  printTable(rows)

  console.log('')
  const ratio = (name, baseline, connections) => of(name, connections).perSecond / of(baseline, connections).perSecond
  const percent = (value) => `${Math.round(value * 100)} %`
  for (const connections of connectionCounts) {
    for (const [name, baseline] of [
      ['get_chapterevents', 'bare route'],
      ['validate_ticket', 'bare grouped commit'],
    ]) {
      const share = ratio(name, baseline, connections)
      printTarget(
        `${name} at ${connections}, share of ${baseline}`,
        percent(share),
        '≥ 60 %, 80 % in sight',
        share >= 0.6,
      )
    }
  }
  const { p99Ms } = of('validate_ticket', 64)
  printTarget('validate_ticket at 64, p99', `${p99Ms} ms`, '< 20 ms', p99Ms < 20)
  for (const name of ['validate_ticket', 'get_chapterevents', 'reserve_ticket']) {
    for (const connections of connectionCounts) {
      const change = ratio(`${name}, 300 k`, name, connections)
      printTarget(
        `${name} at ${connections}, 300 k against 10 k tickets`,
        percent(change),
        '80 % or more',
        change >= 0.8,
      )
    }
  }
  const failed = [...summaries.values()].reduce((sum, summary) => sum + summary.failed, 0)
  printTarget('answers other than 2xx', String(failed), '0', failed === 0)
}
