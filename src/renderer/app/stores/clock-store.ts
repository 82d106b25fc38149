import { useIntervalFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

/**
 * The server's clock, ticking. Expiry and countdowns are the server's business, and a till's own clock may be minutes off.
 */
export const useClockStore = defineStore('clock', () => {
  const offsetMs = ref(0)
  const localMs = ref(Date.now())
  useIntervalFn(() => (localMs.value = Date.now()), 500)

  /** @param instant the server's now, just received */
  function setServerNow(instant: string): void {
    localMs.value = Date.now()
    offsetMs.value = Date.parse(instant) - localMs.value
  }

  /** Milliseconds since 1970 by the server's clock, moving twice a second. */
  const nowMs = computed(() => localMs.value + offsetMs.value)

  /** Whole seconds until `instant`, never below 0. */
  const secondsUntil = (instant: string): number => Math.max(0, Math.ceil((Date.parse(instant) - nowMs.value) / 1000))

  return { nowMs, setServerNow, secondsUntil }
})
