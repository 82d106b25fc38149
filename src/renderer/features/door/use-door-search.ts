import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { searchAtDoor } from '#renderer/api/check-in-api'
import { shortestDoorSearch, type FoundTicket } from '#shared/contract/door-search-api'

const typingPauseMs = 150
const isWorthAsking = (text: string) => text.length >= shortestDoorSearch || /^#?\d+$/.test(text)

/** The tickets that answer to what is typed. An answer that comes late, to what was typed before, is dropped. */
export function useDoorSearch(text: Readonly<Ref<string>>) {
  const tickets = shallowRef<FoundTicket[]>([])
  /** What `tickets` are the answer to; null for none. */
  const answered = ref<string | null>(null)
  const failed = ref(false)
  let asked = 0
  let asking: AbortController | undefined

  function forget(): void {
    asked++
    asking?.abort()
    tickets.value = []
    answered.value = null
    failed.value = false
  }

  async function ask(): Promise<void> {
    const wanted = text.value.trim()
    if (!isWorthAsking(wanted)) return
    const turn = ++asked
    asking?.abort()
    asking = new AbortController()
    try {
      const found = await searchAtDoor(wanted, asking.signal)
      if (turn !== asked) return
      tickets.value = found
      answered.value = wanted
      failed.value = false
    } catch {
      if (turn === asked) failed.value = true
    }
  }

  const askAfterTyping = useDebounceFn(ask, typingPauseMs)
  watch(text, (now) => {
    if (isWorthAsking(now.trim())) void askAfterTyping()
    else forget()
  })
  onScopeDispose(forget)

  return { tickets, answered, failed }
}
