import { onMounted, onUnmounted, ref, shallowRef } from 'vue'
import { postCheckIn } from '#renderer/api/check-in-api'
import { ApiError, newIdempotencyKey } from '#renderer/api/client'
import { getCurrentDevice, getDoorListPage, listDoors, uploadScans } from '#renderer/api/door-api'
import type { DoorView } from '#renderer/components/door/door-view'
import type { PastScan } from '#renderer/components/door/past-scan'
import type { ScanMode } from '#shared/domain/check-in/decide-scan'
import { readTicketText } from '#shared/domain/tickets/ticket-text'
import { createContact } from './contact'
import { createDoorScanner } from './door-scanner'
import { createDoorSync } from './door-sync'
import { createFindRow } from './judging/find-row'
import { createHybridJudge } from './judging/hybrid-judge'
import type { DoorScan } from './judging/judge'
import { createOfflineJudge } from './judging/offline-judge'
import { createVerifier } from './judging/verify-scan'
import { createOnlineJudge } from './judging/online-judge'
import type { DoorMemory, DoorStorage, StoredList } from './storage/door-storage'

/** `not_paired`: never was a door. `revoked`: was one, and has forgotten all. */
export type DoorState = 'starting' | 'no_place' | 'open' | 'not_paired' | 'revoked'

/** How often contact is looked at: lost or back, it shows within two of these. */
const probeMs = 1_500
/** How often the list is brought up to date. */
const syncMs = 10_000
const passedShownMs = 4_000
const pastScansKept = 30
const endings = new Set(['not_paired', 'device_revoked', 'not_signed_in'])

/** What the door's page shows and does. One scan after the other; the next one takes the place of the answer before. */
export function useDoor(storage: DoorStorage, forgetPage: () => Promise<void>) {
  const state = ref<DoorState>('starting')
  const isThere = ref(true)
  const view = shallowRef<DoorView>({ kind: 'idle' })
  /** The scan that the verdict shown is about. */
  const shown = shallowRef<DoorScan>()
  const pastScans = shallowRef<PastScan[]>([])
  const waitingCount = ref(0)
  const memory = shallowRef<DoorMemory>()
  const list = shallowRef<StoredList>()
  const mode = ref<ScanMode>('entry')

  let clockOffsetMs = 0
  let scanCount = 0
  let leave: ReturnType<typeof setTimeout> | undefined
  let turn = Promise.resolve()
  const now = () => new Date(Date.now() + clockOffsetMs).toISOString()
  const timers: ReturnType<typeof setInterval>[] = []

  const contact = createContact((there) => {
    isThere.value = there
    if (there) void inContact(sync.run)
  })
  const findRow = createFindRow(storage)
  const isTicket = (scanned: string) => readTicketText(scanned) !== undefined
  const sync = createDoorSync({
    ...{ storage, contact, upload: uploadScans, getPage: getDoorListPage, nowMs: Date.now },
    isUnderWay: (nonce) => scanner.isUnderWay(nonce),
    onChange: () => void show(),
  })
  const scanner = createDoorScanner({
    ...{ storage, findRow, isTicket, isThere: contact.isThere, nowMs: Date.now },
    judge: createHybridJudge({
      online: createOnlineJudge({ ask: postCheckIn, findRow }),
      offline: createOfflineJudge({ storage, findRow, verify: createVerifier(storage) }),
      ...{ contact, flush: sync.flush },
    }),
  })

  /** Reads anew what the page tells of its storage. */
  async function show(): Promise<void> {
    waitingCount.value = (await storage.waiting()).filter(({ nonce }) => !scanner.isUnderWay(nonce)).length
    memory.value = await storage.memory()
    list.value = await storage.list()
    clockOffsetMs = memory.value.clockOffsetMs
  }

  /** Does what needs the server, and ends the door when the server says that it is none. */
  async function inContact(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      if (error instanceof ApiError && endings.has(error.code)) await end(error.code)
      return false
    }
  }

  const hasEnded = () => state.value === 'revoked' || state.value === 'not_paired'

  async function end(code: string): Promise<void> {
    const wasDoor = (await storage.memory()).deviceName !== ''
    for (const timer of timers.splice(0)) clearInterval(timer)
    if (code === 'not_signed_in' || !wasDoor) {
      state.value = 'not_paired'
      return
    }
    state.value = 'revoked'
    pastScans.value = []
    await storage.wipe()
    await forgetPage()
  }

  async function probe(): Promise<void> {
    const wasThere = contact.isThere()
    try {
      await listDoors()
      contact.answered()
    } catch (error) {
      if (error instanceof ApiError && endings.has(error.code)) await end(error.code)
      else contact.missed()
    }
    if (wasThere && contact.isThere() && waitingCount.value > 0) await inContact(sync.run)
  }

  async function open(): Promise<void> {
    await show()
    state.value = (memory.value?.eventId ?? null) === null ? 'no_place' : 'open'
    await inContact(async () => {
      const { name, role, doorId } = await getCurrentDevice()
      const lookOnly = role === 'look_door'
      await storage.remember({ deviceName: name, lookOnly, ...(doorId !== null && { doorId }) })
      if (lookOnly) mode.value = 'look'
      await sync.run()
    })
    if (memory.value?.lookOnly === true) mode.value = 'look'
    await show()
    if (hasEnded()) return
    timers.push(
      setInterval(() => void probe(), probeMs),
      setInterval(() => {
        if (contact.isThere()) void inContact(sync.run)
      }, syncMs),
    )
  }

  /** Chooses where the door stands, and loads the list. */
  async function choosePlace(eventId: number, doorId: number): Promise<void> {
    await storage.remember({ eventId, doorId })
    state.value = 'open'
    await show()
    await inContact(sync.run)
  }

  function display(next: DoorView, scan?: DoorScan): void {
    clearTimeout(leave)
    view.value = next
    shown.value = scan
    if (next.kind === 'verdict' && next.verdict.reason === null) leave = setTimeout(clear, passedShownMs)
  }

  function clear(): void {
    display({ kind: 'idle' })
  }

  function addPast(scanned: string, at: string, answer: PastScan['view']): void {
    const code = readTicketText(scanned)?.code ?? null
    pastScans.value = [{ id: ++scanCount, at, code, view: answer }, ...pastScans.value].slice(0, pastScansKept)
  }

  async function decide(scanned: string): Promise<void> {
    const { eventId = null, doorId = 1 } = memory.value ?? {}
    if (state.value !== 'open' || eventId === null) return
    const scan: DoorScan = { nonce: newIdempotencyKey(), scanned, at: now(), doorId, eventId, mode: mode.value }
    display({ kind: 'asking' })
    await inContact(async () => {
      const judgement = await scanner.scan(scan)
      if (judgement.kind === 'unreachable') return
      if (judgement.kind === 'failed' && endings.has(judgement.code)) {
        await end(judgement.code)
        return
      }
      display(judgement, scan)
      addPast(scanned, scan.at, judgement)
    })
    if (view.value.kind === 'asking') display({ kind: 'failed', code: 'unexpected' })
    await show()
  }

  /** Takes a scan: what was read, as it was read. */
  function scan(scanned: string): void {
    turn = turn.then(() => decide(scanned)).catch(() => undefined)
  }

  /** Lets in the genuine ticket that the list does not know yet. */
  async function admitAnyway(): Promise<void> {
    const undecided = shown.value
    if (undecided === undefined) return
    const { nonce, at, scanned } = await scanner.admitAnyway(undecided, newIdempotencyKey())
    const verdict = { nonce, outcome: 'admitted', reason: null, ticket: null, firstUse: null, at } as const
    display({ kind: 'verdict', verdict })
    addPast(scanned, at, { kind: 'verdict', verdict })
    await show()
  }

  const onCut = () => contact.cut()
  onMounted(() => {
    window.addEventListener('offline', onCut)
    void open()
  })
  onUnmounted(() => {
    window.removeEventListener('offline', onCut)
    for (const timer of timers.splice(0)) clearInterval(timer)
  })

  return {
    ...{ state, isThere, view, pastScans, waitingCount, memory, list, mode, now },
    ...{ scan, clear, admitAnyway, choosePlace },
  }
}
