import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { layouts, type Layout } from './keyboard-layouts'
import type { Repair } from './repair-scan'

/** What a scan left to be said: how the scanner is set, or that there was nothing to act on. */
export type ScannerNotice = Repair['cause'] | 'mixed' | 'no_ticket'

/** A scan without an answer has been noticed by then; how the scanner is set stays until somebody closes it. */
const passingMs = 6_000

/** What is known of this machine's scanner, and what the screen has to say about it. */
export const useScannerStore = defineStore('scanner', () => {
  const notice = ref<ScannerNotice | null>(null)
  /** Told once a start: whoever has closed it knows. */
  const told = new Set<ScannerNotice>()
  let leave: ReturnType<typeof setTimeout> | undefined

  /** What the test card found the scanner to be set to, where that is not the computer's layout. */
  const layout = useStorage<Layout | null>('lucka.scanner.layout', null, localStorage, {
    serializer: { read: (text) => layouts.find((known) => known === text) ?? null, write: String },
  })

  /** Asks which scanner that is no keyboard to allow; undefined where the browser knows none. */
  const connect = shallowRef<() => Promise<boolean>>()

  function say(now: 'mixed' | 'no_ticket'): void {
    clearTimeout(leave)
    notice.value = now
    leave = setTimeout(close, passingMs)
  }

  function explain({ cause }: Repair): void {
    if (told.has(cause)) return
    told.add(cause)
    clearTimeout(leave)
    notice.value = cause
  }

  function close(): void {
    clearTimeout(leave)
    notice.value = null
  }

  return { notice, layout, connect, say, explain, close }
})
