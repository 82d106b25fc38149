import { ApiError, NetworkError } from '#renderer/api/client'
import type { DoorListPage } from '#shared/contract/door-list-api'
import type { DecidedScan, UploadedScans } from '#shared/contract/scan-upload-api'
import { readTicketText } from '#shared/domain/tickets/ticket-text'
import { importListKey, rowKeysOf, type SealedRow } from '#shared/sealing/door-row-seal'
import type { Contact } from './contact'
import type { DoorStorage, KeptScan, StoredList } from './storage/door-storage'

export interface DoorSync {
  /** Hands over what waits, in order. @returns whether nothing waits any more */
  flush: () => Promise<boolean>
  /** Hands over, then brings the list up to date. @throws ApiError when this device may not */
  run: () => Promise<void>
}

export interface DoorSyncDeps {
  storage: DoorStorage
  contact: Contact
  upload: (scans: readonly DecidedScan[]) => Promise<UploadedScans>
  getPage: (eventId: number, cursor: string | undefined) => Promise<DoorListPage>
  /** A scan that is being decided about is not handed over by the way. */
  isUnderWay: (nonce: string) => boolean
  nowMs: () => number
  /** After scans were handed over, or the list has changed. */
  onChange: () => void
}

const batchScans = 50
/** The server takes 32 kB at once. */
const batchBytes = 24 * 1_024

/** Whose answer says nothing about the scans: a server that starts, stops or has too much to do. */
const passing = new Set([429, 500, 502, 503, 504])
const isMissed = (error: unknown) =>
  error instanceof NetworkError || (error instanceof ApiError && passing.has(error.status))

/** Keeps a door and the server of one mind: first up, then down, one at a time. */
export function createDoorSync(deps: DoorSyncDeps): DoorSync {
  const { storage, contact } = deps
  let flushing: Promise<boolean> | undefined
  let running: Promise<void> | undefined

  async function decidedScan(scan: KeptScan): Promise<DecidedScan> {
    const { nonce, sealed, at, doorId, eventId, mode, outcome, reason } = scan
    const scanned = sealed === null ? '' : await storage.unseal(sealed)
    // The device went out before anybody was told: nobody was let in here, but the server may know more.
    if (outcome === null) {
      return { nonce, scanned, at, doorId, eventId, mode, outcome: 'undecided', reason: 'undecided_not_in_list' }
    }
    return { nonce, scanned, at, doorId, eventId, mode, outcome, reason }
  }

  async function nextBatch(): Promise<{ kept: KeptScan; decided: DecidedScan }[]> {
    const batch: { kept: KeptScan; decided: DecidedScan }[] = []
    let bytes = 0
    for (const kept of await storage.waiting()) {
      if (deps.isUnderWay(kept.nonce)) continue
      const decided = await decidedScan(kept)
      bytes += JSON.stringify(decided).length
      if (batch.length > 0 && (batch.length === batchScans || bytes > batchBytes)) break
      batch.push({ kept, decided })
    }
    return batch
  }

  /** Looks change nothing: a door that only looks may hand over nothing, and has nothing to. */
  async function dropLooks(): Promise<void> {
    for (const { nonce } of await storage.waiting()) if (!deps.isUnderWay(nonce)) await storage.forget(nonce)
  }

  async function uploadAll(): Promise<boolean> {
    if ((await storage.memory()).lookOnly) await dropLooks()
    for (let batch = await nextBatch(); batch.length > 0; batch = await nextBatch()) {
      let answer: UploadedScans
      try {
        answer = await deps.upload(batch.map(({ decided }) => decided))
      } catch (error) {
        if (!isMissed(error)) throw error
        contact.missed()
        return false
      }
      contact.answered()
      const settledAtMs = deps.nowMs()
      for (const { kept } of batch) {
        if (kept.passage === null) await storage.forget(kept.nonce)
        else await storage.keep({ ...kept, sealed: null, settledAtMs })
      }
      const found = answer.scans.filter(({ conflict }) => conflict !== null).length
      if (found > 0) await storage.remember({ conflicts: (await storage.memory()).conflicts + found })
      deps.onChange()
    }
    return true
  }

  function flush(): Promise<boolean> {
    flushing ??= uploadAll().finally(() => {
      flushing = undefined
    })
    return flushing
  }

  /** What has come of a list so far: a line that is lost in the middle costs the page that was under way and no more. */
  let coming: { listId: string; key: CryptoKey; eventId: number; cursor: string; rows: SealedRow[] } | undefined

  async function download(): Promise<void> {
    const { eventId } = await storage.memory()
    if (eventId === null) return
    const known = await storage.list()
    for (;;) {
      const askedAtMs = deps.nowMs()
      const begun = coming?.eventId === eventId ? coming : undefined
      const from = begun ?? (known?.eventId === eventId ? { ...known, rows: [] } : undefined)
      const page = await deps.getPage(eventId, from?.cursor)
      await storage.remember({ clockOffsetMs: Date.parse(page.now) - deps.nowMs() })
      const goesOn = from?.listId === page.listId
      const key = page.key === null ? from?.key : await importListKey(page.key)
      if (key === undefined) throw new Error('a list came without its key')
      const { listId, cursor, facts, total, now } = page
      const rows = [...(goesOn ? from.rows : []), ...page.rows]
      coming = { listId, key, eventId, cursor, rows }
      if (page.more) continue
      await storage.putRows(listId, rows)
      const list: StoredList = { listId, key, eventId, cursor, facts, total, asOf: now }
      if (known !== undefined && known.listId !== listId) await moveWaiting(list)
      await storage.useList(list, askedAtMs)
      coming = undefined
      deps.onChange()
      return
    }
  }

  /** In another list every ticket lies elsewhere: what has passed here is put beside it there. */
  async function moveWaiting(list: StoredList): Promise<void> {
    for (const scan of await storage.waiting()) {
      if (scan.passage === null || scan.sealed === null) continue
      const code = readTicketText(await storage.unseal(scan.sealed))?.code
      if (code !== undefined) await storage.keep({ ...scan, rowName: (await rowKeysOf(list.key, code)).name })
    }
  }

  async function both(): Promise<void> {
    if (!(await flush())) return
    try {
      await download()
    } catch (error) {
      if (!isMissed(error)) throw error
      contact.missed()
      return
    }
    contact.answered()
  }

  return {
    flush,
    run() {
      running ??= both().finally(() => {
        running = undefined
      })
      return running
    },
  }
}
