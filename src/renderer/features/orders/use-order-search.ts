import { useDebounceFn } from '@vueuse/core'
import { ref, watch, type Ref } from 'vue'
import { listOrders } from '#renderer/api/order-api'
import { useStream } from '#renderer/composables/use-stream'
import type { OrderSummary } from '#shared/contract/order-api'

/** More rows than anybody reads; older orders are found by searching. */
export const ordersListed = 200
const typingPauseMs = 180
/** On a busy evening orders change many times a second. */
const newsPauseMs = 800

/** The orders that answer to `search`, following what is typed and what is sold. */
export function useOrderSearch(search: Ref<string>): {
  orders: Ref<OrderSummary[]>
  /** What `orders` are the answer to. */
  answered: Ref<string | null>
  failure: Ref<unknown>
  read: () => Promise<void>
} {
  const orders = ref<OrderSummary[]>([])
  const answered = ref<string | null>(null)
  const failure = ref<unknown>(null)
  let asked = 0

  async function read(): Promise<void> {
    const turn = ++asked
    const wanted = search.value.trim()
    try {
      const found = await listOrders(wanted, ordersListed)
      if (turn !== asked) return // A slower answer to an older question.
      orders.value = found
      answered.value = wanted
      failure.value = null
    } catch (error) {
      if (turn === asked) failure.value = error
    }
  }

  const readAfterTyping = useDebounceFn(read, typingPauseMs)
  const readAfterNews = useDebounceFn(read, newsPauseMs, { maxWait: 3 * newsPauseMs })
  watch(search, () => void readAfterTyping())
  useStream('order', () => void readAfterNews())
  useStream('hello', () => void readAfterNews())
  void read()

  return { orders, answered, failure, read }
}
