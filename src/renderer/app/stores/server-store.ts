import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { getServerStatus } from '#renderer/api/server-api'
import type { Language } from '#shared/contract/common'
import type { ServerStatus } from '#shared/contract/server-api'
import { useClockStore } from './clock-store'
import { usePreferenceStore } from './preference-store'

/** What the server says of itself: venue, zone, language, demo, ports. Read again when its settings change. */
export const useServerStore = defineStore('server', () => {
  const clock = useClockStore()
  const preferences = usePreferenceStore()
  const status = ref<ServerStatus | null>(null)

  /** @throws ApiError, NetworkError */
  async function load(): Promise<void> {
    const answer = await getServerStatus()
    clock.setServerNow(answer.now)
    status.value = answer
  }

  const language = computed<Language>(() => preferences.language ?? status.value?.language ?? 'sv')
  const zone = computed(() => status.value?.zone ?? 'Europe/Stockholm')

  return { status, language, zone, load }
})
