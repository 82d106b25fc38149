import type { FastifyReply } from 'fastify'
import type { News } from '../../services/news'
import { edgeLimits } from '../edge-limits'

/** A comment keeps proxies and browsers from taking a quiet evening for a dead line. */
const HEARTBEAT_MS = 15_000

/**
 * Sends the news to a page until it goes away. A listener that does not read is dropped when too much waits for it; it connects
 * again and reads its state anew.
 */
export function streamNews(reply: FastifyReply, deps: { news: News; now: () => string }): { end: () => void } {
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
    send(name, data)
  })
  const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT_MS).unref()
  raw.once('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
  return { end: () => raw.end() }
}
