import type { ScanOutcome, ScanReason } from '#shared/contract/check-in-api'
import type { DoorFacts } from '#shared/contract/door-list-api'
import type { Passage, ScanMode } from '#shared/domain/check-in/decide-scan'
import type { SealedRow } from '#shared/sealing/door-row-seal'

/** The door list that this device has. Its key cannot be read out. */
export interface StoredList {
  listId: string
  key: CryptoKey
  eventId: number
  cursor: string
  facts: DoorFacts
  total: number
  /** When the server made it, by the server's clock. */
  asOf: string
}

/** A scan: what was read, sealed, until the server has it; and then what it did to the ticket, until the list tells of it. */
export interface KeptScan {
  nonce: string
  /** Rises from scan to scan. */
  order: number
  /** Null once the server has it. */
  sealed: string | null
  at: string
  doorId: number
  eventId: number
  mode: ScanMode
  /** Null until somebody was told: then nobody knows what came of it but the server. */
  outcome: ScanOutcome | null
  reason: ScanReason | null
  rowName: string | null
  passage: Passage | null
  day: string | null
  /** When the server had it, in milliseconds by this device's clock; null while it waits. */
  settledAtMs: number | null
}

/** What has passed here of a ticket, and the list may not know yet. */
export interface LocalPassage {
  passage: Passage
  day: string
  at: string
  doorId: number
}

/** What the device remembers beside list and scans. */
export interface DoorMemory {
  eventId: number | null
  doorId: number
  deviceName: string
  lookOnly: boolean
  /** The server's clock less this device's, in milliseconds. */
  clockOffsetMs: number
  /** Scans that the server has listed for a person, since the door was set up. */
  conflicts: number
}

/** Everything that a door keeps in its device. What was read from tickets is sealed before it gets here. */
export interface DoorStorage {
  memory: () => Promise<DoorMemory>
  remember: (change: Partial<DoorMemory>) => Promise<void>

  list: () => Promise<StoredList | undefined>
  rowOf: (name: string) => Promise<string | undefined>
  /** In the order in which they happened. */
  passagesOf: (name: string) => Promise<LocalPassage[]>
  /** Adds to the rows of the list in use, or brings all of another. */
  putRows: (listId: string, rows: readonly SealedRow[]) => Promise<void>
  /**
   * Makes a list the one in use and forgets the rows of any other, and the passages that the server had by `settledBeforeMs`, of which it
   * tells.
   */
  useList: (list: StoredList, settledBeforeMs: number) => Promise<void>

  /** Keeps a scan, or what has become of it, so that a cut of the power the moment after takes nothing. */
  keep: (scan: KeptScan) => Promise<void>
  /** Those that the server does not have, oldest first. */
  waiting: () => Promise<KeptScan[]>
  forget: (nonce: string) => Promise<void>

  seal: (text: string) => Promise<string>
  unseal: (sealed: string) => Promise<string>
  /** Leaves nothing. */
  wipe: () => Promise<void>
}
