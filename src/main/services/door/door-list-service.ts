import type { webcrypto } from 'node:crypto'
import type { DoorEvents, DoorListPage } from '#shared/contract/door-list-api'
import { formatDoorRow } from '#shared/domain/check-in/door-row'
import { importListKey, sealRow, type SealedRow } from '#shared/sealing/door-row-seal'
import {
  listDoorTicketTypes,
  listTicketsForDoor,
  type ListedTicket,
} from '../../storage/repositories/door-list-repository'
import { findEvent, listEvents } from '../../storage/repositories/event-repository'
import type { ServiceDeps } from '../service-deps'
import type { TicketSigning } from '../ticket-signing'
import type { DoorBook } from './door-book'

export interface DoorListService {
  events: () => Promise<DoorEvents>
  /** Undefined for an unknown event. */
  page: (eventId: number, cursor: string | undefined) => Promise<DoorListPage | undefined>
}

/** A page of this many takes a tenth of a second to load, and a lost line costs no more than it. */
const PAGE_ROWS = 2_000
/** Read at once, so that no scan waits for more than a few milliseconds. */
const READ_ROWS = 500
const DAY_MS = 24 * 3_600_000

/** A ticket as it stands in the list; what it was made from shows whether it must be made anew. */
interface Kept extends SealedRow {
  text: string
  version: number
}

interface List {
  id: string
  secret: string
  key: webcrypto.CryptoKey
  /** By ticket, the latest changed last. */
  rows: Map<number, Kept>
  version: number
  askedAtMs: number
  running: Promise<void> | undefined
  next: Promise<void> | undefined
  /** Those who wait for enough rows to go on with. */
  waiting: (() => void)[]
}

/**
 * The door lists of events, sealed, in memory alone: the key of a list ends with the program, and doors then load it anew. What has
 * changed is found by looking through the event's tickets, in small steps: no write says it, so no write can forget to.
 */
export function createDoorListService(
  deps: Pick<ServiceDeps, 'read' | 'now'> & {
    doors: DoorBook
    signing: Pick<TicketSigning, 'keys'>
    venue: () => { name: string; language: 'sv' | 'en'; zone: string; everyoneOutAt: string }
    /** So many random bytes. */
    randomBytes: (size: number) => Buffer
  },
): DoorListService {
  const { read, now } = deps
  const lists = new Map<number, List>()

  async function openList(eventId: number): Promise<List> {
    const nowMs = Date.parse(now())
    for (const [id, { askedAtMs }] of lists) if (nowMs - askedAtMs > DAY_MS) lists.delete(id)
    const known = lists.get(eventId)
    if (known !== undefined) return Object.assign(known, { askedAtMs: nowMs })
    const secret = deps.randomBytes(32).toString('base64')
    const opened: List = {
      ...{ id: deps.randomBytes(16).toString('hex'), secret, key: await importListKey(secret), rows: new Map() },
      ...{ version: 0, askedAtMs: nowMs, running: undefined, next: undefined, waiting: [] },
    }
    // Another door may have asked meanwhile.
    const list = lists.get(eventId) ?? opened
    lists.set(eventId, list)
    return list
  }

  async function update(list: List, eventId: number): Promise<void> {
    let afterId = 0
    for (;;) {
      const tickets = await read((db) => listTicketsForDoor(db, eventId, { afterId, limit: READ_ROWS, now: now() }))
      await Promise.all(tickets.map((ticket) => keep(list, ticket)))
      for (const wake of list.waiting.splice(0)) wake()
      const last = tickets.at(-1)
      if (last === undefined || tickets.length < READ_ROWS) return
      afterId = last.id
    }
  }

  async function keep(list: List, ticket: ListedTicket): Promise<void> {
    const text = formatDoorRow(ticket)
    if (list.rows.get(ticket.id)?.text === text) return
    const sealed = await sealRow(list.key, ticket.code, ticket)
    list.rows.delete(ticket.id)
    list.rows.set(ticket.id, { ...sealed, text, version: ++list.version })
  }

  /** Looks through the tickets once more, beginning after this call: what a door has heard of before it asks is in the answer. */
  function refresh(list: List, eventId: number): Promise<void> {
    list.next ??= (list.running ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        list.next = undefined
        list.running = update(list, eventId)
        return list.running
      })
    return list.next
  }

  /** Resolves when the list is up to date, or sooner with more than a page to send: making a long list takes seconds. */
  async function somethingToSend(list: List, eventId: number, after: number): Promise<void> {
    const hasPage = () => rowsAfter(list, after).length > PAGE_ROWS
    if (hasPage()) return
    const refreshed = refresh(list, eventId).then(() => true)
    const rowsCame = () =>
      new Promise<boolean>((resolve) => {
        list.waiting.push(() => {
          resolve(false)
        })
      })
    let isUpToDate = false
    while (!isUpToDate && !hasPage()) isUpToDate = await Promise.race([refreshed, rowsCame()])
  }

  function rowsAfter(list: List, version: number): Kept[] {
    if (version >= list.version) return []
    const found: Kept[] = []
    for (const row of list.rows.values()) {
      if (row.version > version) found.push(row)
      if (found.length > PAGE_ROWS) break
    }
    return found
  }

  return {
    async events() {
      const since = new Date(Date.parse(now()) - DAY_MS).toISOString()
      const events = (await read((db) => listEvents(db, { archived: false }))).filter(({ eventAt }) => eventAt >= since)
      return {
        events: events
          .map(({ id, title, eventAt, doorsOpenAt }) => ({ id, title, eventAt, doorsOpenAt }))
          .sort((one, other) => one.eventAt.localeCompare(other.eventAt)),
      }
    },

    async page(eventId, cursor) {
      const event = await read((db) => findEvent(db, eventId))
      if (event === undefined) return undefined
      const list = await openList(eventId)
      const [listId, seen] = cursor?.split('.') ?? []
      const known = listId === list.id
      const after = known ? Number(seen) : 0
      const at = now()
      await somethingToSend(list, eventId, after)
      const found = rowsAfter(list, after)
      const rows = found.slice(0, PAGE_ROWS)
      const { name, ...venue } = deps.venue()
      return {
        listId: list.id,
        key: known ? null : list.secret,
        rows: rows.map(({ name: row, content }) => ({ name: row, content })),
        cursor: `${list.id}.${rows.at(-1)?.version ?? after}`,
        more: found.length > rows.length,
        total: list.rows.size,
        now: at,
        facts: {
          ...{ venueName: name, ...venue },
          event: { id: event.id, title: event.title, eventAt: event.eventAt, doorsOpenAt: event.doorsOpenAt },
          doors: deps.doors.list(),
          ticketKeys: deps.signing.keys().map(({ number, publicKey, revokedAt }) => ({ number, publicKey, revokedAt })),
          ticketTypes: await read(listDoorTicketTypes),
        },
      }
    },
  }
}
