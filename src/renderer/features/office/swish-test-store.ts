import { defineStore } from 'pinia'
import { ref } from 'vue'
import { testSwish } from '#renderer/api/swish-settings-api'
import type { SwishTestResult } from '#shared/contract/settings-api'
import type { SwishEnvironment } from '#shared/contract/swish-payments-api'

/** Keeps the last test of the connection to Swish, so that it is still there when the page is opened again. */
export const useSwishTestStore = defineStore('swish-test', () => {
  const pending = ref(false)
  const last = ref<SwishTestResult & { environment: SwishEnvironment; at: string }>()
  const failure = ref<unknown>(null)

  /** @param now the server's time, ISO 8601 */
  async function test(environment: SwishEnvironment, now: () => string): Promise<void> {
    pending.value = true
    failure.value = null
    try {
      last.value = { ...(await testSwish()), environment, at: now() }
    } catch (error) {
      failure.value = error
    } finally {
      pending.value = false
    }
  }

  return { pending, last, failure, test }
})
