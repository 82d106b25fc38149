import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { postCheckIn } from '#renderer/api/check-in-api'
import { newIdempotencyKey } from '#renderer/api/client'
import { useClockStore } from '#renderer/app/stores/clock-store'
import { useConnectionStore } from '#renderer/app/stores/connection-store'
import type { DoorView } from '#renderer/components/door/door-view'
import type { PastScan } from '#renderer/components/door/past-scan'
import type { ScanMode } from '#shared/domain/check-in/decide-scan'
import { readTicketText } from '#shared/domain/tickets/ticket-text'
import { createCheckInQueue } from './check-in-queue'

/** Green needs no click: it leaves by itself. Red stays until the next scan. */
const admittedShownMs = 4_000
const pastScansKept = 50
const minuteMs = 60_000
/** Made with the data folder, so that a scan always has a place. */
const firstDoorId = 1

/** What the door has scanned since the program started, and what waits. Lives on while other screens are open. */
export const useDoorStore = defineStore('door', () => {
  const clock = useClockStore()
  const connection = useConnectionStore()
  const view = shallowRef<DoorView>({ kind: 'idle' })
  const pastScans = shallowRef<PastScan[]>([])
  const waitingCount = ref(0)
  /** Of answers so far: the same one twice is two. */
  const answerCount = ref(0)
  /** Nonces of scans that were taken back from here. */
  const undone = shallowRef<ReadonlySet<string>>(new Set())
  const admittedAtMs = shallowRef<number[]>([])
  /** The door's event; null takes tickets of all. */
  const eventId = useStorage<number | null>('lucka.door.event', null, localStorage, {
    serializer: { read: (text) => (/^\d+$/.test(text) ? Number(text) : null), write: String },
  })
  /** Which of the venue's doors this is. */
  const doorId = useStorage('lucka.door.door', firstDoorId)
  const mode = ref<ScanMode>('entry')
  let scanCount = 0
  let leave: ReturnType<typeof setTimeout> | undefined

  function show(next: DoorView): void {
    clearTimeout(leave)
    view.value = next
    if (next.kind === 'verdict' && next.verdict.reason === null) leave = setTimeout(clear, admittedShownMs)
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
      const scan: PastScan = { id: ++scanCount, at, code: readTicketText(scanned)?.code ?? null, view: answer }
      pastScans.value = [scan, ...pastScans.value].slice(0, pastScansKept)
      if (
        answer.kind === 'verdict' &&
        (answer.verdict.outcome === 'admitted' || answer.verdict.outcome === 'returned')
      ) {
        admittedAtMs.value = [...admittedAtMs.value.filter((atMs) => atMs > clock.nowMs - minuteMs), clock.nowMs]
      }
      answerCount.value++
      show(answer)
    },
  })

  // The server is back: no need to sit out the pause.
  connection.on('hello', queue.retry)

  /** Takes a scan: what was read, as it was read. */
  function scan(scanned: string): void {
    waitingCount.value++
    queue.add({ scanned: scanned.slice(0, 4_096), doorId: doorId.value, eventId: eventId.value, mode: mode.value })
  }

  /** Two scanners spoke at once, and nothing was asked. */
  function askToScanAgain(): void {
    show({ kind: 'failed', code: 'mixed_scans' })
  }

  function giveUp(): void {
    waitingCount.value = 0
    queue.giveUp()
    show({ kind: 'idle' })
  }

  function markUndone(nonce: string): void {
    undone.value = new Set([...undone.value, nonce])
  }

  const admittedLastMinute = computed(() => admittedAtMs.value.filter((at) => at > clock.nowMs - minuteMs).length)

  return {
    view,
    pastScans,
    waitingCount,
    answerCount,
    undone,
    markUndone,
    admittedLastMinute,
    eventId,
    doorId,
    mode,
    scan,
    askToScanAgain,
    clear,
    retry: queue.retry,
    giveUp,
  }
})
