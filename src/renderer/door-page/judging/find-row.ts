import { readTicketText } from '#shared/domain/tickets/ticket-text'
import { rowKeysOf, type RowKeys } from '#shared/sealing/door-row-seal'
import { doorDay } from '#shared/time/door-day'
import type { DoorStorage, StoredList } from '../storage/door-storage'

/** A ticket's place in the list that this door has, whether or not the list knows it. */
interface FoundRow {
  list: StoredList
  keys: RowKeys
  day: string
}

/** @returns undefined for a text that is no ticket, and while there is no list */
export type FindRow = (scanned: string, at: string) => Promise<FoundRow | undefined>

export function createFindRow(storage: Pick<DoorStorage, 'list'>): FindRow {
  return async (scanned, at) => {
    const code = readTicketText(scanned)?.code
    const list = await storage.list()
    if (code === undefined || list === undefined) return undefined
    const { zone, everyoneOutAt } = list.facts
    return { list, keys: await rowKeysOf(list.key, code), day: doorDay(at, zone, everyoneOutAt) }
  }
}
