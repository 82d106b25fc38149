import { EventEmitter } from 'node:events'
import type { StreamEventName, StreamEvents } from '#shared/contract/stream'

type NewsItem = { [N in StreamEventName]: { name: N; data: StreamEvents[N] } }[StreamEventName]

/** Tells every open screen what has changed. Published only after the commit that made it true. */
export interface News {
  publish: <N extends StreamEventName>(name: N, data: StreamEvents[N]) => void
  /** @returns a function that ends the subscription */
  subscribe: (listener: (item: NewsItem) => void) => () => void
}

const NEWS = 'news'

export function createNews(): News {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  return {
    publish: (name, data) => {
      emitter.emit(NEWS, { name, data })
    },
    subscribe: (listener) => {
      emitter.on(NEWS, listener)
      return () => emitter.off(NEWS, listener)
    },
  }
}
