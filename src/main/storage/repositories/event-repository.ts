import { sql, type Expression } from 'kysely'
import type { Event, EventEdit, NewEvent, NewTicketType, TicketType, TicketTypeEdit } from '#shared/contract/event-api'
import type { OfferedEvent } from '#shared/domain/catalog/offer'
import { prepareQuery } from '../prepared-query'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'
import { venueDay } from './vat-repository'

/** The rate of a ticket type's VAT class that is valid on a day of the venue's calendar. */
const rateOnDay = (day: Expression<string>) =>
  sql<number>`(select rate_bp from vat_rate where vat_class_id = type.vat_class_id and valid_from <= ${day}
    order by valid_from desc limit 1)`.as('vat_rate_bp')

const offeredEvent = prepareQuery<{ eventId: number }>()((db, param) =>
  db
    .selectFrom('event')
    .select(['id', 'sales_stop_at', 'archived_at', 'max_tickets_per_payment', 'reservation_seconds'])
    .where('id', '=', param('eventId')),
)

const offeredTypes = prepareQuery<{ eventId: number; day: string }>()((db, param) =>
  db
    .selectFrom('event_ticket_type as offer')
    .innerJoin('ticket_type as type', 'type.id', 'offer.ticket_type_id')
    .select(['type.id', 'type.price_ore', 'type.visible', rateOnDay(param('day'))])
    .where('offer.event_id', '=', param('eventId'))
    .where('type.archived_at', 'is', null),
)

/** An event with the ticket types on offer there, as the rules of selling see it, with the VAT rates of the venue's day. */
export function findOfferedEvent(trx: Transaction, eventId: number, now: string): OfferedEvent | undefined {
  const event = trx.first(offeredEvent, { eventId })
  if (event === undefined) return undefined
  return {
    id: event.id,
    salesStopAt: event.sales_stop_at,
    archived: event.archived_at !== null,
    maxTicketsPerPayment: event.max_tickets_per_payment,
    reservationSeconds: event.reservation_seconds,
    ticketTypes: trx.all(offeredTypes, { eventId, day: venueDay(trx, now) }).map((type) => ({
      id: type.id,
      priceOre: type.price_ore,
      vatRateBp: type.vat_rate_bp,
      visible: type.visible === 1,
    })),
  }
}

function selectEvents(db: Db) {
  return db
    .selectFrom('event')
    .innerJoin('event_seats', 'event_seats.event_id', 'event.id')
    .selectAll('event')
    .select(['event_seats.seats', 'event_seats.seats_taken', 'event_seats.tickets_sold'])
}
type EventRow = Awaited<ReturnType<ReturnType<typeof selectEvents>['executeTakeFirstOrThrow']>>

/** The types on offer at each event, in their order. @param eventId undefined for all events */
async function ticketTypeIds(db: Db, eventId?: number): Promise<Map<number, number[]>> {
  const offers = await db
    .selectFrom('event_ticket_type')
    .selectAll()
    .$if(eventId !== undefined, (query) => query.where('event_id', '=', eventId ?? 0))
    .orderBy('position')
    .execute()
  const byEvent = new Map<number, number[]>()
  for (const { event_id, ticket_type_id } of offers) {
    const ids = byEvent.get(event_id)
    if (ids === undefined) byEvent.set(event_id, [ticket_type_id])
    else ids.push(ticket_type_id)
  }
  return byEvent
}

const eventFromRow = (row: EventRow, typeIds: number[]): Event => ({
  id: row.id,
  version: row.version,
  title: row.title,
  description: row.description,
  eventAt: row.event_at,
  doorsOpenAt: row.doors_open_at,
  salesStopAt: row.sales_stop_at,
  seats: row.seats,
  seatsTaken: row.seats_taken,
  seatsLeft: row.seats - row.seats_taken,
  ticketsSold: row.tickets_sold,
  maxTicketsPerPayment: row.max_tickets_per_payment,
  reservationSeconds: row.reservation_seconds,
  swishMessage: row.swish_message,
  ticketTypeIds: typeIds,
  archivedAt: row.archived_at,
})

/** Events in the order in which they take place. */
export async function listEvents(db: Db, filter: { archived: boolean }): Promise<Event[]> {
  let query = selectEvents(db).orderBy('event.event_at').orderBy('event.id')
  if (!filter.archived) query = query.where('event.archived_at', 'is', null)
  const [rows, typeIds] = [await query.execute(), await ticketTypeIds(db)]
  return rows.map((row) => eventFromRow(row, typeIds.get(row.id) ?? []))
}

export async function findEvent(db: Db, id: number): Promise<Event | undefined> {
  const row = await selectEvents(db).where('event.id', '=', id).executeTakeFirst()
  return row && eventFromRow(row, (await ticketTypeIds(db, id)).get(id) ?? [])
}

/** The message that buyers of an event see in Swish. */
export async function getSwishMessage(db: Db, eventId: number): Promise<string> {
  const row = await db.selectFrom('event').select('swish_message').where('id', '=', eventId).executeTakeFirstOrThrow()
  return row.swish_message
}

const eventColumns = (event: NewEvent, now: string) => ({
  title: event.title,
  description: event.description,
  event_at: event.eventAt,
  doors_open_at: event.doorsOpenAt,
  sales_stop_at: event.salesStopAt,
  max_tickets_per_payment: event.maxTicketsPerPayment,
  reservation_seconds: event.reservationSeconds,
  swish_message: event.swishMessage,
  updated_at: now,
})

async function offerTicketTypes(db: Db, eventId: number, ids: readonly number[]): Promise<void> {
  await db.deleteFrom('event_ticket_type').where('event_id', '=', eventId).execute()
  if (ids.length === 0) return
  await db
    .insertInto('event_ticket_type')
    .values(ids.map((ticket_type_id, position) => ({ event_id: eventId, ticket_type_id, position })))
    .execute()
}

/** @returns the new event's id */
export async function insertEvent({ db }: Transaction, event: NewEvent, now: string): Promise<number> {
  const { id } = await db
    .insertInto('event')
    .values({ ...eventColumns(event, now), version: 1, archived_at: null, created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('event_seats')
    .values({ event_id: id, seats: event.seats, seats_taken: 0, tickets_sold: 0 })
    .execute()
  await offerTicketTypes(db, id, event.ticketTypeIds)
  return id
}

/** Changes an event if nobody else has since `edit.version`; false when somebody has. */
export async function updateEvent({ db }: Transaction, id: number, edit: EventEdit, now: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('event')
    .set((eb) => ({
      ...eventColumns(edit, now),
      version: edit.version + 1,
      archived_at: edit.archived ? eb.fn.coalesce('archived_at', eb.val(now)) : null,
    }))
    .where('id', '=', id)
    .where('version', '=', edit.version)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) return false
  await db.updateTable('event_seats').set({ seats: edit.seats }).where('event_id', '=', id).execute()
  await offerTicketTypes(db, id, edit.ticketTypeIds)
  return true
}

function ticketTypeFromRow(row: {
  id: number
  version: number
  title: string
  description: string
  price_ore: number
  vat_class_id: number
  vat_rate_bp: number
  visible: number
  admit_times: number
  admit_per: TicketType['admit']['per']
  door_note: string
  archived_at: string | null
}): TicketType {
  return {
    id: row.id,
    version: row.version,
    title: row.title,
    description: row.description,
    priceOre: row.price_ore,
    vatClassId: row.vat_class_id,
    vatRateBp: row.vat_rate_bp,
    visible: row.visible === 1,
    admit: { times: row.admit_times, per: row.admit_per },
    doorNote: row.door_note,
    archivedAt: row.archived_at,
  }
}

const selectTicketTypes = (db: Db, day: string) =>
  db
    .selectFrom('ticket_type as type')
    .selectAll('type')
    .select(rateOnDay(sql.val(day)))

/** @param day the venue's, `2026-12-05`: its VAT rates are told */
export async function listTicketTypes(db: Db, filter: { archived: boolean }, day: string): Promise<TicketType[]> {
  let query = selectTicketTypes(db, day).orderBy('type.id')
  if (!filter.archived) query = query.where('type.archived_at', 'is', null)
  return (await query.execute()).map(ticketTypeFromRow)
}

export async function findTicketType(db: Db, id: number, day: string): Promise<TicketType | undefined> {
  const row = await selectTicketTypes(db, day).where('type.id', '=', id).executeTakeFirst()
  return row && ticketTypeFromRow(row)
}

const ticketTypeColumns = (type: NewTicketType, now: string) => ({
  title: type.title,
  description: type.description,
  price_ore: type.priceOre,
  vat_class_id: type.vatClassId,
  visible: type.visible ? 1 : 0,
  admit_times: type.admit.times,
  admit_per: type.admit.per,
  door_note: type.doorNote.trim(),
  updated_at: now,
})

/** @returns the new type's id */
export async function insertTicketType({ db }: Transaction, type: NewTicketType, now: string): Promise<number> {
  const { id } = await db
    .insertInto('ticket_type')
    .values({ ...ticketTypeColumns(type, now), version: 1, archived_at: null, created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Changes a ticket type if nobody else has since `edit.version`; false when somebody has. Sold tickets keep their price. */
export async function updateTicketType(
  { db }: Transaction,
  id: number,
  edit: TicketTypeEdit,
  now: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('ticket_type')
    .set((eb) => ({
      ...ticketTypeColumns(edit, now),
      version: edit.version + 1,
      archived_at: edit.archived ? eb.fn.coalesce('archived_at', eb.val(now)) : null,
    }))
    .where('id', '=', id)
    .where('version', '=', edit.version)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
