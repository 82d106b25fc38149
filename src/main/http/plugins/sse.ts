import type { FastifyReply } from 'fastify'
import type { Permission } from '#shared/contract/session-api'
import type { StreamEventName } from '#shared/contract/stream'
import type { News } from '../../services/news'
import { openEventStream } from './event-stream'

/** What one must be allowed to hear of each kind of news: what the route that shows the same asks for. Null: signed in. */
const neededFor: Readonly<Record<StreamEventName, Permission | null>> = {
  hello: null,
  catalogue: null,
  seats: null,
  check_in: null,
  doors: null,
  scan_conflict: 'undo_check_in',
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

/** What a door hears on which nobody has signed in. */
const atDoor: ReadonlySet<StreamEventName> = new Set(['hello', 'catalogue', 'check_in', 'doors', 'settings'])

/**
 * Sends the news that `permissions` allow to a page, or that a door may hear, until it goes away. A listener that does not read is dropped when too
 * much waits for it; it connects again and reads its state anew.
 */
export function streamNews(
  reply: FastifyReply,
  deps: { news: News; now: () => string; permissions: readonly Permission[] | 'door' },
): { end: () => void } {
  const stream = openEventStream(reply)
  stream.send('hello', { now: deps.now() })
  const unsubscribe = deps.news.subscribe(({ name, data }) => {
    if (mayHear(name, deps.permissions)) stream.send(name, data)
  })
  stream.onClose(unsubscribe)
  return { end: stream.end }
}

function mayHear(name: StreamEventName, permissions: readonly Permission[] | 'door'): boolean {
  if (permissions === 'door') return atDoor.has(name)
  const needed = neededFor[name]
  return needed === null || permissions.includes(needed)
}
