import { onMounted, onUnmounted, ref, shallowRef, type Ref } from 'vue'
import type { DisplayState } from '#shared/contract/display-api'

/** A line that is back sooner is not worth telling: what stands on the screen stays. */
const PATIENCE_MS = 4_000
const RETRY_MS = 2_000

/** `lost`: no contact for a while. `gone`: the register has another address now. */
export type Contact = 'live' | 'lost' | 'gone'

/**
 * Follows what the register does. Comes back by itself after a cut, a restart of the server, and a new address that was
 * taken back; loads the page anew when the server has been updated.
 */
export function useDisplayStream(path: string): { state: Ref<DisplayState | undefined>; contact: Ref<Contact> } {
  const state = shallowRef<DisplayState>()
  const contact = ref<Contact>('live')
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let patience: ReturnType<typeof setTimeout> | undefined

  function hear(message: MessageEvent<string>): void {
    const next = JSON.parse(message.data) as DisplayState
    if (state.value !== undefined && state.value.version !== next.version) window.location.reload()
    clearTimeout(patience)
    patience = undefined
    contact.value = 'live'
    state.value = next
  }

  async function lose(): Promise<void> {
    patience ??= setTimeout(() => {
      if (contact.value === 'live') contact.value = 'lost'
    }, PATIENCE_MS)
    // The browser tries again by itself unless the server has refused.
    if (source?.readyState !== EventSource.CLOSED) return
    clearTimeout(retry)
    retry = setTimeout(connect, RETRY_MS)
    const answer = await fetch(path, { method: 'HEAD' }).catch(() => undefined)
    if (answer?.status === 404) contact.value = 'gone'
  }

  function connect(): void {
    source?.close()
    source = new EventSource(`${path}/stream`)
    source.addEventListener('display', hear)
    source.onerror = () => void lose()
  }

  onMounted(connect)
  onUnmounted(() => {
    source?.close()
    clearTimeout(retry)
    clearTimeout(patience)
  })
  return { state, contact }
}
