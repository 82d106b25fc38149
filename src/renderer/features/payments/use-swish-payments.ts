import { useDebounceFn } from '@vueuse/core'
import { computed, shallowRef, type ComputedRef, type Ref } from 'vue'
import { listSwishPayments } from '#renderer/api/swish-payments-api'
import { useStream } from '#renderer/composables/use-stream'
import type { SwishEntry } from '#shared/contract/swish-payments-api'
import { keyOf, needsPerson, withAttempt, withNewestPage, withRefund } from './swish-entry'

const entriesPerPage = 50
const newsPauseMs = 400

/** Payments and refunds by Swish, following what happens to them. */
export function useSwishPayments(): {
  entries: Readonly<Ref<readonly SwishEntry[]>>
  /** Those that wait for a person, oldest first. */
  attention: ComputedRef<readonly SwishEntry[]>
  loaded: Readonly<Ref<boolean>>
  more: Readonly<Ref<boolean>>
  /** A page of older entries is on its way. */
  paging: Readonly<Ref<boolean>>
  failure: Readonly<Ref<unknown>>
  /** Reads the newest page and what waits for a person. Never rejects. */
  read: () => Promise<void>
  /** Reads the page after the oldest entry. Never rejects. */
  readOlder: () => Promise<void>
} {
  const entries = shallowRef<readonly SwishEntry[]>([])
  const waiting = shallowRef<readonly SwishEntry[]>([])
  const loaded = shallowRef(false)
  const more = shallowRef(false)
  const paging = shallowRef(false)
  const failure = shallowRef<unknown>(null)
  let asked = 0

  async function read(): Promise<void> {
    const turn = ++asked
    try {
      const list = await listSwishPayments(entriesPerPage)
      if (turn !== asked) return // A slower answer to an older question.
      const { entries: merged, keptOlder } = withNewestPage(entries.value, list.entries, list.more)
      entries.value = merged
      waiting.value = list.attention
      if (!keptOlder) more.value = list.more
      loaded.value = true
      failure.value = null
    } catch (error) {
      if (turn === asked) failure.value = error
    }
  }

  async function readOlder(): Promise<void> {
    const oldest = entries.value.at(-1)
    if (oldest === undefined || paging.value) return
    paging.value = true
    try {
      const list = await listSwishPayments(entriesPerPage, oldest.at)
      const known = new Set(entries.value.map(keyOf))
      entries.value = [...entries.value, ...list.entries.filter((entry) => !known.has(keyOf(entry)))]
      more.value = list.more
      failure.value = null
    } catch (error) {
      failure.value = error
    } finally {
      paging.value = false
    }
  }

  const readAfterNews = useDebounceFn(read, newsPauseMs, { maxWait: 3 * newsPauseMs })

  /** Shows at once what the stream told of an entry; what it cannot tell (a new entry's order) is read. */
  function take(change: (list: readonly SwishEntry[]) => readonly SwishEntry[], callsForPerson: boolean): void {
    const before = entries.value
    const waitedBefore = waiting.value
    entries.value = change(before)
    waiting.value = change(waitedBefore).filter(needsPerson)
    const known = entries.value !== before
    const listed = change(waitedBefore) !== waitedBefore
    if (!known || listed !== callsForPerson) void readAfterNews()
  }

  useStream('payment_attempt', (attempt) => {
    take((list) => withAttempt(list, attempt), attempt.attention !== null)
  })
  useStream('refund', (refund) => {
    take((list) => withRefund(list, refund), refund.attention !== null)
  })
  // Money that waits for a decision has no news of its own: it comes and goes with its order and with the count.
  useStream('order', () => void readAfterNews())
  useStream('swish', ({ attentionCount }) => {
    if (attentionCount !== waiting.value.length) void readAfterNews()
  })
  useStream('hello', () => void read())
  void read()

  return { entries, attention: computed(() => waiting.value), loaded, more, paging, failure, read, readOlder }
}
