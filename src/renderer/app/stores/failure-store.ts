import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** An error that no screen expected. The error screen stands in front of everything until the person goes on. */
export const useFailureStore = defineStore('failure', () => {
  const failure = shallowRef<Error | null>(null)

  function report(error: unknown): void {
    reportError(error)
    failure.value ??= error instanceof Error ? error : new Error(String(error))
  }

  function clear(): void {
    failure.value = null
  }

  return { failure, report, clear }
})
