import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { postCheckIn } from '#renderer/api/check-in-api'
import { newIdempotencyKey } from '#renderer/api/client'
import { useClockStore } from '#renderer/app/stores/clock-store'
import { useConnectionStore } from '#renderer/app/stores/connection-store'
import { normaliseTicketCode } from '#shared/domain/tickets/ticket-code'
import { createCheckInQueue } from './check-in-queue'
import type { DoorView } from './door-view'

/** One answered scan. `code` is null when the text was no ticket code: a stranger's QR code may hold a secret. */
export interface PastScan {
  id: number
  at: string
  code: string | null
  view: Extract<DoorView, { kind: 'verdict' | 'failed' }>
}

/** Green needs no click: it leaves by itself. Red stays until the next scan. */
const admittedShownMs = 4_000
const pastScansKept = 50
const minuteMs = 60_000

/** What the door has scanned since the program started, and what waits. Lives on while other screens are open. */
export const useDoorStore = defineStore('door', () => {
  const clock = useClockStore()
  const connection = useConnectionStore()
  const view = shallowRef<DoorView>({ kind: 'idle' })
  const pastScans = shallowRef<PastScan[]>([])
  const waitingCount = ref(0)
  const admittedHere = ref(0)
  const admittedAtMs = shallowRef<number[]>([])
  /** The door's event; null takes tickets of all. */
  const eventId = useStorage<number | null>('lucka.door.event', null, localStorage, {
    serializer: { read: (text) => (/^\d+$/.test(text) ? Number(text) : null), write: String },
  })
  let scanCount = 0
  let leave: ReturnType<typeof setTimeout> | undefined

  function show(next: DoorView): void {
    clearTimeout(leave)
    view.value = next
    if (next.kind === 'verdict' && next.verdict.verdict === 'admitted') leave = setTimeout(clear, admittedShownMs)
  }

  /** Back to idle, unless a scan still waits for its answer. */
  function clear(): void {
    if (waitingCount.value === 0) show({ kind: 'idle' })
  }

  const queue = createCheckInQueue({
    ask: postCheckIn,
    newKey: newIdempotencyKey,
    onAsking: () => {
      show({ kind: 'asking' })
    },
    onUnreachable: () => {
      show({ kind: 'unreachable' })
    },
    onAnswer: ({ scanned }, answer) => {
      waitingCount.value--
      const at = answer.kind === 'verdict' ? answer.verdict.at : new Date(clock.nowMs).toISOString()
      const scan: PastScan = { id: ++scanCount, at, code: normaliseTicketCode(scanned) ?? null, view: answer }
      pastScans.value = [scan, ...pastScans.value].slice(0, pastScansKept)
      if (answer.kind === 'verdict' && answer.verdict.verdict === 'admitted') {
        admittedHere.value++
        admittedAtMs.value = [...admittedAtMs.value.filter((atMs) => atMs > clock.nowMs - minuteMs), clock.nowMs]
      }
      show(answer)
    },
  })

  // The server is back: no need to sit out the pause.
  connection.on('hello', queue.retry)

  /** Takes a scan: what was read, as it was read. */
  function scan(scanned: string): void {
    waitingCount.value++
    queue.add({ scanned: scanned.slice(0, 4_096), eventId: eventId.value })
  }

  function giveUp(): void {
    waitingCount.value = 0
    queue.giveUp()
    show({ kind: 'idle' })
  }

  const admittedLastMinute = computed(() => admittedAtMs.value.filter((at) => at > clock.nowMs - minuteMs).length)

  return {
    view,
    pastScans,
    waitingCount,
    admittedHere,
    admittedLastMinute,
    eventId,
    scan,
    clear,
    retry: queue.retry,
    giveUp,
  }
})
