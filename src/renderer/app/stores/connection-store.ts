import { defineStore } from 'pinia'
import { ref } from 'vue'
import { isReachable, onNetworkFailure } from '#renderer/api/client'
import { openStream, type StreamListener } from '#renderer/api/stream-api'
import type { StreamEventName } from '#shared/contract/stream'
import { useClockStore } from './clock-store'

const retryMs = 1_500

/**
 * `live`: news arrive. `waiting`: the server answers, but the news stream is not open (yet). `offline`: no answer at all.
 */
export type ConnectionState = 'waiting' | 'live' | 'offline'

/**
 * The one stream of news from the server, and whether the server can be reached. It mends itself: a lost stream is
 * followed by asking the server until it answers, then by a new stream. Since nothing is replayed, whoever shows state
 * listens to `hello` and reads it again.
 */
export const useConnectionStore = defineStore('connection', () => {
  const clock = useClockStore()
  const state = ref<ConnectionState>('waiting')
  const listeners = new Set<{ name: StreamEventName; tell: (content: never) => void }>()
  let wanted = false
  let close: (() => void) | null = null
  let retry: ReturnType<typeof setTimeout> | undefined

  /** Opens the stream and keeps it open until `stop`. */
  function start(): void {
    wanted = true
    if (close === null) connect()
  }

  function stop(): void {
    wanted = false
    clearTimeout(retry)
    close?.()
    close = null
  }

  function connect(): void {
    clearTimeout(retry)
    close?.()
    close = openStream({
      message(name, content) {
        if (name === 'hello') {
          state.value = 'live'
          clock.setServerNow((content as { now: string }).now)
        }
        for (const listener of [...listeners]) if (listener.name === name) listener.tell(content as never)
      },
      lost() {
        close = null
        if (state.value === 'live') state.value = 'waiting'
        void mend()
      },
    })
  }

  async function mend(): Promise<void> {
    clearTimeout(retry)
    if (await isReachable()) {
      if (state.value === 'offline') state.value = 'waiting'
      retry = setTimeout(wanted ? connect : () => undefined, retryMs)
    } else {
      state.value = 'offline'
      retry = setTimeout(() => void mend(), retryMs)
    }
  }

  // Any screen's failed call is news too: before sign-in there is no stream that would notice.
  onNetworkFailure(() => {
    if (state.value === 'offline' || close !== null) return
    void mend()
  })

  /** Tells `listener` of every message of this name until the function that comes back is called. */
  function on<Name extends StreamEventName>(name: Name, tell: StreamListener<Name>): () => void {
    const listener = { name, tell }
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return { state, start, stop, on }
})
