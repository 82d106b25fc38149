import { vi } from 'vitest'
import { useConnectionStore } from '#renderer/app/stores/connection-store'
import type { StreamEventName, StreamEvents } from '#shared/contract/stream'

/** Takes the place of `EventSource`: what is told here reaches the mounted screen as the server's news. */
export function fakeStream(): {
  tell: <Name extends StreamEventName>(name: Name, content: StreamEvents[Name]) => void
} {
  const source = new EventTarget()
  vi.stubGlobal(
    'EventSource',
    class {
      addEventListener = source.addEventListener.bind(source)
      close = () => undefined
    },
  )
  useConnectionStore().start()
  return {
    tell: (name, content) => {
      source.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(content) }))
    },
  }
}
