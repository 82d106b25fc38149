import type { Passage } from '#shared/domain/check-in/decide-scan'
import { prepareQuery } from '../prepared-query'
import type { CheckInVia, Db } from '../schema'
import type { Transaction } from '../transaction'

/** Who let somebody in, and where. */
export interface CheckedInBy {
  staffUserId: number | null
  deviceId: number | null
  doorId: number | null
}

/** A ticket as it was when its passage was decided: the write holds only while it is still so. */
interface PassingTicket {
  id: number
  eventId: number
  timesUsed: number
  inside: number
  steppedOut: number
}

const checkInInsert = prepareQuery<{
  ticketId: number
  useNumber: number
  at: string
  via: CheckInVia
  staffUserId: number | null
  doorId: number | null
  deviceId: number | null
}>()((db, param) =>
  db
    .insertInto('check_in')
    .values({
      ticket_id: param('ticketId'),
      use_number: param('useNumber'),
      at: param('at'),
      via: param('via'),
      staff_user_id: param('staffUserId'),
      door_id: param('doorId'),
      device_id: param('deviceId'),
    })
    .returning('id'),
)

const arrivalCount = prepareQuery<{ eventId: number; admitted: number; inside: number }>()((db, param) =>
  db
    .updateTable('event_seats')
    .set((eb) => ({
      tickets_admitted: eb('tickets_admitted', '+', param('admitted')),
      tickets_inside: eb('tickets_inside', '+', param('inside')),
    }))
    .where('event_id', '=', param('eventId')),
)

const doorCount = prepareQuery<{ eventId: number; doorId: number; entered: number; steppedOut: number }>()(
  (db, param) =>
    db
      .insertInto('door_count')
      .values({
        event_id: param('eventId'),
        door_id: param('doorId'),
        entered: param('entered'),
        stepped_out: param('steppedOut'),
      })
      .onConflict((conflict) =>
        conflict.doUpdateSet((eb) => ({
          entered: eb('door_count.entered', '+', eb.ref('excluded.entered')),
          stepped_out: eb('door_count.stepped_out', '+', eb.ref('excluded.stepped_out')),
        })),
      ),
)

/** The guard of every passage stands in the write: a ticket that has changed since it was decided about is left alone. */
const admit = prepareQuery<{ id: number; timesUsed: number; at: string; day: string; doorId: number | null }>()(
  (db, param) =>
    db
      .updateTable('ticket')
      .set((eb) => ({
        times_used: eb('times_used', '+', 1),
        first_door_id: eb
          .case()
          .when('first_used_at', 'is', null)
          .then(param('doorId'))
          .else(eb.ref('first_door_id'))
          .end(),
        first_used_at: eb.fn.coalesce('first_used_at', param('at')),
        inside: eb('inside', '+', 1),
        used_on_day: eb
          .case()
          .when('used_day', '=', param('day'))
          .then(eb('used_on_day', '+', 1))
          .else(1)
          .end(),
        used_day: param('day'),
      }))
      .where('id', '=', param('id'))
      .where('times_used', '=', param('timesUsed')),
)

const move = prepareQuery<{ id: number; inside: number; steppedOut: number; nowInside: number; nowOut: number }>()(
  (db, param) =>
    db
      .updateTable('ticket')
      .set({ inside: param('nowInside'), stepped_out: param('nowOut') })
      .where('id', '=', param('id'))
      .where('inside', '=', param('inside'))
      .where('stepped_out', '=', param('steppedOut')),
)

/** @returns its id */
export function insertCheckIn(
  trx: Transaction,
  checkIn: { ticketId: number; useNumber: number; at: string; via: CheckInVia } & CheckedInBy,
): number {
  const row = trx.first(checkInInsert, checkIn)
  if (row === undefined) throw new Error('the check-in was not stored')
  return row.id
}

/** Adds to an event's numbers: tickets used, and people inside. */
export function countArrival(trx: Transaction, eventId: number, by: { admitted: number; inside: number }): void {
  trx.run(arrivalCount, { eventId, ...by })
}

/** Counts a use of a ticket that is let in. @returns the check-in's id; undefined when another door was first */
export function recordAdmission(
  trx: Transaction,
  ticket: Pick<PassingTicket, 'id' | 'eventId' | 'timesUsed'>,
  time: { at: string; day: string },
  by: CheckedInBy,
): number | undefined {
  const { id, eventId, timesUsed } = ticket
  if (trx.run(admit, { id, timesUsed, ...time, doorId: by.doorId }) !== 1) return undefined
  countArrival(trx, eventId, { admitted: timesUsed === 0 ? 1 : 0, inside: 1 })
  countAtDoor(trx, eventId, by.doorId, { entered: 1, steppedOut: 0 })
  return insertCheckIn(trx, { ticketId: id, useNumber: timesUsed + 1, at: time.at, via: 'door', ...by })
}

const movements = { returned: 1, left: -1 } as const

/** Records that somebody stepped out, or is back. @returns false when the ticket has changed meanwhile */
export function recordMovement(
  trx: Transaction,
  ticket: PassingTicket,
  passage: Extract<Passage, 'returned' | 'left'>,
  doorId: number | null,
): boolean {
  const by = movements[passage]
  const { id, eventId, inside, steppedOut } = ticket
  const moved = trx.run(move, { id, inside, steppedOut, nowInside: inside + by, nowOut: steppedOut - by })
  if (moved !== 1) return false
  countArrival(trx, eventId, { admitted: 0, inside: by })
  countAtDoor(trx, eventId, doorId, passage === 'left' ? { entered: 0, steppedOut: 1 } : { entered: 1, steppedOut: 0 })
  return true
}

/** What is left of a ticket's uses when its latest one has not happened. */
export interface UsesBefore {
  usedDay: string | null
  usedOnDay: number
}

/**
 * Takes back a ticket's latest use. Whoever has been counted as gone since stays gone.
 *
 * @throws Error when the ticket has changed since it was read
 */
export async function takeBackAdmission(
  trx: Transaction,
  ticket: PassingTicket,
  use: { checkInId: number; doorId: number | null; before: UsesBefore },
  undone: { at: string; staffUserId: number },
): Promise<void> {
  const { id, eventId, timesUsed, inside } = ticket
  const { checkInId, before } = use
  await trx.db
    .insertInto('check_in_undo')
    .values({ check_in_id: checkInId, at: undone.at, staff_user_id: undone.staffUserId })
    .execute()
  const wasOnly = timesUsed === 1
  const left = Math.min(inside, 1)
  const { numUpdatedRows } = await trx.db
    .updateTable('ticket')
    .set({
      times_used: timesUsed - 1,
      ...(wasOnly && { first_used_at: null, first_door_id: null }),
      ...{ inside: inside - left, used_day: before.usedDay, used_on_day: before.usedOnDay },
    })
    .where('id', '=', id)
    .where('times_used', '=', timesUsed)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Error(`ticket ${id} changed while its use was being taken back`)
  countArrival(trx, eventId, { admitted: wasOnly ? -1 : 0, inside: -left })
  if (left === 1) await uncountAtDoor(trx, eventId, use.doorId, 'entered')
}

/** Takes back that somebody stepped out, or came back. @returns false when everybody has been counted as gone since */
export async function takeBackMovement(
  trx: Transaction,
  ticket: PassingTicket,
  passage: Extract<Passage, 'returned' | 'left'>,
  doorId: number | null,
): Promise<boolean> {
  const by = -movements[passage]
  const { id, eventId, inside, steppedOut } = ticket
  if (inside + by < 0 || steppedOut - by < 0) return false
  const moved = trx.run(move, { id, inside, steppedOut, nowInside: inside + by, nowOut: steppedOut - by })
  if (moved !== 1) throw new Error(`ticket ${id} changed while its passage was being taken back`)
  countArrival(trx, eventId, { admitted: 0, inside: by })
  await uncountAtDoor(trx, eventId, doorId, passage === 'left' ? 'stepped_out' : 'entered')
  return true
}

async function uncountAtDoor(
  { db }: Transaction,
  eventId: number,
  doorId: number | null,
  what: 'entered' | 'stepped_out',
): Promise<void> {
  if (doorId === null) return
  await db
    .updateTable('door_count')
    .set((eb) => ({ [what]: eb(what, '-', 1) }))
    .where('event_id', '=', eventId)
    .where('door_id', '=', doorId)
    .where(what, '>', 0)
    .execute()
}

/** A ticket's uses that nobody has undone, the oldest first. */
export async function listUses(db: Db, ticketId: number): Promise<{ id: number; at: string; doorId: number | null }[]> {
  return db
    .selectFrom('check_in')
    .leftJoin('check_in_undo', 'check_in_undo.check_in_id', 'check_in.id')
    .select(['check_in.id', 'check_in.at', 'check_in.door_id as doorId'])
    .where('check_in.ticket_id', '=', ticketId)
    .where('check_in_undo.check_in_id', 'is', null)
    .orderBy('check_in.id')
    .execute()
}

function countAtDoor(
  trx: Transaction,
  eventId: number,
  doorId: number | null,
  by: { entered: number; steppedOut: number },
): void {
  if (doorId !== null) trx.run(doorCount, { eventId, doorId, ...by })
}

/** An event's numbers at its doors. */
export async function countAdmissions(
  db: Db,
  eventId: number,
): Promise<{ admitted: number; inside: number; doors: { doorId: number; entered: number; steppedOut: number }[] }> {
  const seats = await db
    .selectFrom('event_seats')
    .select(['tickets_admitted as admitted', 'tickets_inside as inside'])
    .where('event_id', '=', eventId)
    .executeTakeFirst()
  const doors = await db
    .selectFrom('door_count')
    .select(['door_id as doorId', 'entered', 'stepped_out as steppedOut'])
    .where('event_id', '=', eventId)
    .orderBy('door_id')
    .execute()
  return { admitted: seats?.admitted ?? 0, inside: seats?.inside ?? 0, doors }
}
