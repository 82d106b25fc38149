import type { ScanVerdict } from '#shared/contract/check-in-api'
import type { Passage, ScanMode } from '#shared/domain/check-in/decide-scan'

/** One scan at this door, before anybody has decided about it. */
export interface DoorScan {
  /** Made before the first try and kept through all. */
  nonce: string
  scanned: string
  /** By the server's clock, as far as this door knows it. */
  at: string
  doorId: number
  eventId: number
  mode: ScanMode
}

/** Where a ticket that passed lies in the door list, so that it is known here before the server has told of it. */
interface PassedRow {
  name: string
  passage: Passage
  day: string
}

/** `unreachable`: nobody knows. `failed`: the server answered, but with no verdict. */
export type Judgement =
  | { kind: 'verdict'; by: 'server' | 'list'; verdict: ScanVerdict; passed: PassedRow | undefined }
  | { kind: 'unreachable' }
  | { kind: 'failed'; code: string }

/** Who decides about a scan: the server, the list in this device, or the one of them that can. The page does not know which. */
export interface Judge {
  judge: (scan: DoorScan) => Promise<Judgement>
}
