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
  let asked = 0

  async function search(): Promise<void> {
    const text = typed.value.trim()
    asked += 1
    const question = asked
    if (text === '') {
      found.value = []
      answered.value = ''
      return
    }
    try {
      const orders = await listOrders(text, mostShown)
      if (question !== asked) return
      found.value = orders
      failure.value = null
      answered.value = text
    } catch (error) {
      if (question === asked) failure.value = error
    }
  }

  watch(typed, useDebounceFn(search, pauseMs))

  return { typed, found, failure, answered, search }
}
