import type { DoorRules } from '#shared/domain/check-in/decide-scan'
import { listDoors, type DoorRecord } from '../../storage/repositories/door-repository'
import type { Read } from '../../storage/transaction'

/** The doors as they are, kept in memory: every scan asks. */
export interface DoorBook {
  /** A door in use. */
  find: (id: number) => DoorRecord | undefined
  /** Those in use, in the order in which they were made. */
  list: () => DoorRecord[]
  /** Reads them anew: after a commit that has changed one. */
  reload: () => Promise<void>
}

export async function openDoorBook(read: Read): Promise<DoorBook> {
  let doors = new Map<number, DoorRecord>()
  async function reload(): Promise<void> {
    doors = new Map((await read(listDoors)).filter((door) => door.archivedAt === null).map((door) => [door.id, door]))
  }
  await reload()
  return { find: (id) => doors.get(id), list: () => [...doors.values()], reload }
}

/** A door's rules for one scan: what it always takes, the event it works on, and in which mode. */
export const rulesOf = (door: DoorRecord, scan: Pick<DoorRules, 'eventId' | 'mode'>): DoorRules => ({
  eventIds: door.eventIds,
  ticketTypeIds: door.ticketTypeIds,
  eventId: scan.eventId,
  mode: scan.mode,
})
