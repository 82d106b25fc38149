import { useDebounceFn } from '@vueuse/core'
import { ref, shallowRef, watch } from 'vue'
import { listOrders } from '#renderer/api/order-api'
import type { OrderSummary } from '#shared/contract/order-api'

const mostShown = 8
const pauseMs = 150

/** Orders that match what is typed or scanned, newest first; the latest question wins. */
export function useFoundOrders() {
  const typed = ref('')
  const found = shallowRef<OrderSummary[]>([])
  const failure = shallowRef<unknown>(null)
  /** What `found` answers. */
  const answered = ref('')
  let asking: { text: string; answer: Promise<void> } | null = null

  /** Settles once what is typed now has been answered, whoever asked: the pause, or an Enter that came before it. */
  function search(): Promise<void> {
    const text = typed.value.trim()
    if (asking?.text === text) return asking.answer
    const mine = { text, answer: Promise.resolve() }
    asking = mine
    mine.answer = ask(text, () => asking === mine).finally(() => {
      if (asking === mine) asking = null
    })
    return mine.answer
  }

  async function ask(text: string, isLatest: () => boolean): Promise<void> {
    try {
      const orders = text === '' ? [] : await listOrders(text, mostShown)
      if (!isLatest()) return
      found.value = orders
      failure.value = null
      answered.value = text
    } catch (error) {
      if (isLatest()) failure.value = error
    }
  }

  watch(typed, useDebounceFn(search, pauseMs))

  return { typed, found, failure, answered, search }
}
