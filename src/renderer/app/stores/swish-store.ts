import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { getSwishStatus } from '#renderer/api/swish-api'
import type { SwishStatus } from '#shared/contract/swish-payments-api'
import { useConnectionStore } from './connection-store'

/** How Swish stands, as the server last knew it. `status` is null until it has told. */
export const useSwishStore = defineStore('swish', () => {
  const connection = useConnectionStore()
  const status = ref<SwishStatus | null>(null)

  /** A failure shows itself in the connection's state; the next `hello` reads again. */
  function loadQuietly(): void {
    getSwishStatus().then(
      (news) => (status.value = news),
      () => undefined,
    )
  }

  connection.on('swish', (news) => {
    status.value = news
  })
  connection.on('hello', loadQuietly)

  /** True while payments are play: the simulator of our own, or Swish's. */
  const practice = computed(() => {
    const environment = status.value?.environment ?? null
    return environment === 'simulator' || environment === 'mss'
  })

  /**
   * Whether a payment can be started. `doubtful`: the last word was that it cannot, but trying costs nothing and may show
   * otherwise. `impossible`: only the settings can change it.
   */
  const startable = computed<'yes' | 'doubtful' | 'impossible'>(() => {
    const state = status.value?.state
    if (state === 'off' || state === 'not_set_up') return 'impossible'
    return state === 'unreachable' || state === 'refused' ? 'doubtful' : 'yes'
  })

  return { status, practice, startable, loadQuietly }
})
