import type {
  Catalogue,
  Event,
  EventEdit,
  NewEvent,
  NewTicketType,
  TicketType,
  TicketTypeEdit,
} from '#shared/contract/event-api'
import type { ChapterEvents } from '#shared/contract/ticket-api'
import { priceText } from '#shared/domain/money/price-text'
import { err, ok, type Result } from '#shared/domain/result'
import { toVenueIso, toVenueLocal } from '#shared/time/venue-time'
import {
  findEvent,
  findTicketType,
  insertEvent,
  insertTicketType,
  listEvents,
  listTicketTypes,
  updateEvent,
  updateTicketType,
} from '../storage/repositories/event-repository'
import { expireReservations, nextReservationEnd } from '../storage/repositories/seat-repository'
import { findVatClass } from '../storage/repositories/vat-repository'
import type { Db } from '../storage/schema'
import type { Transaction } from '../storage/transaction'
import type { SeatNews } from './seat-news'
import type { ServiceDeps } from './service-deps'

export type EventRefusal =
  | { code: 'event_not_found' }
  | { code: 'edit_conflict' }
  | { code: 'seats_below_taken'; seatsTaken: number }
  | { code: 'invalid_event'; field: 'doorsOpenAt' | 'salesStopAt' | 'ticketTypeIds' }
type NewTicketTypeRefusal = { code: 'vat_class_not_found' }
export type TicketTypeRefusal = NewTicketTypeRefusal | { code: 'ticket_type_not_found' } | { code: 'edit_conflict' }

export interface CatalogueService {
  list: (filter: { archived: boolean }) => Promise<Catalogue>
  createEvent: (event: NewEvent) => Promise<Result<Event, EventRefusal>>
  editEvent: (id: number, edit: EventEdit) => Promise<Result<Event, EventRefusal>>
  createTicketType: (type: NewTicketType) => Promise<Result<TicketType, NewTicketTypeRefusal>>
  editTicketType: (id: number, edit: TicketTypeEdit) => Promise<Result<TicketType, TicketTypeRefusal>>
  /** The JSON text of GET /get_chapterevents/, from memory unless something has changed. */
  chapterEvents: () => Promise<string>
  /** Forgets what is in memory: called after every commit that changed seats or events. */
  changed: () => void
}

interface Remembered {
  json: string
  /** The instant from which it may be wrong: a sales stop, or the end of a reservation. */
  goodUntil: string
}

const FAR_AWAY = '9999-12-31T23:59:59.999Z'

/** Events and ticket types: what staff edit and what the ticket API lists. */
export function createCatalogueService(
  deps: ServiceDeps & { seatNews: SeatNews; zone: () => string },
): CatalogueService {
  const { inTransaction, read, now, news } = deps
  const today = () => toVenueLocal(now(), deps.zone()).date
  let remembered: Remembered | undefined
  let building: Promise<Remembered> | undefined
  /** Rises with every change: an answer built from before a change is given out, and not kept. */
  let generation = 0

  function changed(): void {
    generation++
    remembered = undefined
    building = undefined
  }

  function edited(): void {
    changed()
    news.publish('catalogue', {})
  }

  async function build(): Promise<Remembered> {
    const at = now()
    const built = await inTransaction(async (trx) => {
      const ended = await expireReservations(trx, at)
      const { json, nextStop } = await chapterEventsJson(trx.db, at, deps.zone())
      const nextEnd = nextReservationEnd(trx, at) ?? FAR_AWAY
      return { ended, json, goodUntil: nextStop < nextEnd ? nextStop : nextEnd }
    })
    deps.seatNews.seatsChanged(built.ended)
    return built
  }

  async function rebuild(): Promise<string> {
    const from = generation
    building ??= build()
    try {
      const built = await building
      if (generation === from) remembered = built
      return built.json
    } finally {
      if (generation === from) building = undefined
    }
  }

  async function invalidField(
    trx: Transaction,
    event: NewEvent,
  ): Promise<Extract<EventRefusal, { code: 'invalid_event' }>['field'] | undefined> {
    if (event.doorsOpenAt !== null && event.doorsOpenAt > event.eventAt) return 'doorsOpenAt'
    const known = new Set((await listTicketTypes(trx.db, { archived: true }, today())).map((type) => type.id))
    return event.ticketTypeIds.every((id) => known.has(id)) ? undefined : 'ticketTypeIds'
  }

  const knowsVatClass = async (trx: Transaction, { vatClassId }: NewTicketType) =>
    (await findVatClass(trx.db, vatClassId, today())) !== undefined

  async function getEvent(trx: Transaction, id: number): Promise<Event> {
    const event = await findEvent(trx.db, id)
    if (event === undefined) throw new Error(`there is no event ${id}`)
    return event
  }

  return {
    changed,
    list: (filter) =>
      read(async (db) => ({
        events: await listEvents(db, filter),
        ticketTypes: await listTicketTypes(db, filter, today()),
      })),

    async createEvent(event) {
      const result = await inTransaction(async (trx): Promise<Result<Event, EventRefusal>> => {
        const field = await invalidField(trx, event)
        if (field !== undefined) return err({ code: 'invalid_event', field })
        return ok(await getEvent(trx, await insertEvent(trx, event, now())))
      })
      if (result.ok) edited()
      return result
    },

    async editEvent(id, edit) {
      const result = await inTransaction(async (trx): Promise<Result<Event, EventRefusal>> => {
        await expireReservations(trx, now())
        const event = await findEvent(trx.db, id)
        if (event === undefined) return err({ code: 'event_not_found' })
        if (event.version !== edit.version) return err({ code: 'edit_conflict' })
        const field = await invalidField(trx, edit)
        if (field !== undefined) return err({ code: 'invalid_event', field })
        if (edit.seats < event.seatsTaken) return err({ code: 'seats_below_taken', seatsTaken: event.seatsTaken })
        if (!(await updateEvent(trx, id, edit, now()))) return err({ code: 'edit_conflict' })
        return ok(await getEvent(trx, id))
      })
      if (result.ok) edited()
      return result
    },

    async createTicketType(type) {
      const result = await inTransaction(async (trx): Promise<Result<TicketType, NewTicketTypeRefusal>> => {
        if (!(await knowsVatClass(trx, type))) return err({ code: 'vat_class_not_found' })
        const stored = await findTicketType(trx.db, await insertTicketType(trx, type, now()), today())
        if (stored === undefined) throw new Error('the ticket type was not stored')
        return ok(stored)
      })
      if (result.ok) edited()
      return result
    },

    async editTicketType(id, edit) {
      const result = await inTransaction(async (trx): Promise<Result<TicketType, TicketTypeRefusal>> => {
        if ((await findTicketType(trx.db, id, today())) === undefined) return err({ code: 'ticket_type_not_found' })
        if (!(await knowsVatClass(trx, edit))) return err({ code: 'vat_class_not_found' })
        if (!(await updateTicketType(trx, id, edit, now()))) return err({ code: 'edit_conflict' })
        const stored = await findTicketType(trx.db, id, today())
        return stored === undefined ? err({ code: 'ticket_type_not_found' }) : ok(stored)
      })
      if (result.ok) edited()
      return result
    },

    chapterEvents() {
      if (remembered !== undefined && now() < remembered.goodUntil) return Promise.resolve(remembered.json)
      return rebuild()
    },
  }
}

/** The contract's list: events still on sale in the order in which they take place, and every visible type once. */
async function chapterEventsJson(db: Db, at: string, zone: string): Promise<{ json: string; nextStop: string }> {
  const events = (await listEvents(db, { archived: false })).filter((event) => event.salesStopAt > at)
  const today = toVenueLocal(at, zone).date
  const visible = (await listTicketTypes(db, { archived: false }, today)).filter((type) => type.visible)
  const visibleIds = new Set(visible.map((type) => type.id))
  const offered = new Set(events.flatMap((event) => event.ticketTypeIds))
  const answer: ChapterEvents = {
    chapter_events: events.map((event) => ({
      id: event.id,
      title: event.title,
      description: event.description,
      event_at: toVenueIso(event.eventAt, zone),
      max_tickets_per_payment: event.maxTicketsPerPayment,
      sales_stop_at: toVenueIso(event.salesStopAt, zone),
      ticket_types: event.ticketTypeIds.filter((id) => visibleIds.has(id)),
      tickets_left: event.seatsLeft,
    })),
    ticket_types: visible
      .filter((type) => offered.has(type.id))
      .map(({ id, priceOre, title, description }) => ({ id, price: priceText(priceOre), title, description })),
  }
  const nextStop = events.reduce((first, event) => (event.salesStopAt < first ? event.salesStopAt : first), FAR_AWAY)
  return { json: JSON.stringify(answer), nextStop }
}
