/**
 * One leg of load, in a process of its own so that the generator takes no time from the server's thread. The first
 * argument is the leg as JSON; the result is printed as JSON.
 *
 * A leg: `{ url, method, path, connections, durationS | amount, headers?, body?, bodies?: { kind: 'ticket', count },
 * cookies?: string[] }`. With `bodies` each request names another ticket, with `cookies` each has another session.
 */
import autocannon from 'autocannon'
import { ticketCode } from './ticket-code.mjs'

const leg = JSON.parse(process.argv[2])
const bodies = Array.from({ length: leg.bodies?.count ?? 0 }, (_, index) =>
  JSON.stringify({ external_id: ticketCode(index) }),
)
let next = 0

const request = { method: leg.method, path: leg.path, headers: leg.headers ?? {}, body: leg.body }
if (bodies.length > 0) request.setupRequest = (prepared) => ({ ...prepared, body: bodies[next++ % bodies.length] })
if (leg.cookies) {
  request.setupRequest = (prepared) => ({
    ...prepared,
    headers: { ...prepared.headers, cookie: leg.cookies[next++ % leg.cookies.length] },
  })
}

const result = await autocannon({
  url: leg.url,
  connections: leg.connections,
  ...(leg.amount === undefined ? { duration: leg.durationS } : { amount: leg.amount }),
  requests: [request],
})

/**
 * A leg of so many requests is over within a fraction of the load generator's own second, by which it divides: what each
 * connection had to wait tells the rate.
 */
const perSecond =
  leg.amount === undefined
    ? result.requests.total / result.duration
    : (leg.connections * 1000) / Math.max(result.latency.average, 0.1)

console.log(
  JSON.stringify({
    perSecond,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    maxMs: result.latency.max,
    failed: result.non2xx + result.errors + result.timeouts,
  }),
)
