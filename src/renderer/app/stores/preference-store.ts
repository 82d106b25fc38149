import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import type { Language } from '#shared/contract/common'

export type Appearance = 'system' | 'light' | 'dark'

/** What a person chose on this machine. `language` null follows the venue's. */
export const usePreferenceStore = defineStore('preference', () => {
  const language = useStorage<Language | null>('lucka.language', null, localStorage, {
    serializer: { read: (text) => (text === 'sv' || text === 'en' ? text : null), write: String },
  })
  const appearance = useStorage<Appearance>('lucka.appearance', 'system', localStorage)
  return { language, appearance }
})
