import type { FastifyReply } from 'fastify'
import type { Permission } from '#shared/contract/session-api'
import type { StreamEventName } from '#shared/contract/stream'
import type { News } from '../../services/news'
import { edgeLimits } from '../edge-limits'

/** A comment keeps proxies and browsers from taking a quiet evening for a dead line. */
const HEARTBEAT_MS = 15_000

/** What one must be allowed to hear of each kind of news: what the route that shows the same asks for. Null: signed in. */
const neededFor: Readonly<Record<StreamEventName, Permission | null>> = {
  hello: null,
  catalogue: null,
  seats: null,
  check_in: null,
  settings: null,
  swish: null,
  order: 'view_orders',
  payment_attempt: 'view_orders',
  refund: 'view_orders',
  mail: 'view_orders',
  swish_simulator: 'sell',
  shift: 'sell',
  print_job: 'sell',
}

/**
 * Sends the news that `permissions` allow to a page until it goes away. A listener that does not read is dropped when too much waits for it; it connects
 * again and reads its state anew.
 */
export function streamNews(
  reply: FastifyReply,
  deps: { news: News; now: () => string; permissions: readonly Permission[] },
): { end: () => void } {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  })
  let id = 0
  const send = (name: string, data: unknown) => {
    if (raw.writableLength > edgeLimits.maxUnsentStreamBytes) {
      raw.destroy()
      return
    }
    raw.write(`id: ${++id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  send('hello', { now: deps.now() })
  const unsubscribe = deps.news.subscribe(({ name, data }) => {
    const needed = neededFor[name]
    if (needed === null || deps.permissions.includes(needed)) send(name, data)
  })
  const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT_MS).unref()
  raw.once('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
  return { end: () => raw.end() }
}
