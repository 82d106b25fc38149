import type { Transaction } from '../transaction'

/** Events with anything to begin anew: people inside or outside for a moment, or passages counted at a door. */
export async function listEventsInProgress({ db }: Transaction): Promise<number[]> {
  const byTickets = db
    .selectFrom('ticket')
    .select('event_id as eventId')
    .where((eb) => eb.or([eb('inside', '>', 0), eb('stepped_out', '>', 0)]))
  const rows = await byTickets.union(db.selectFrom('door_count').select('event_id as eventId')).execute()
  return rows.map(({ eventId }) => eventId)
}

/** Counts everybody of an event as gone. Uses stay: a ticket that was used is used. */
export async function recordEveryoneOut(
  { db }: Transaction,
  eventId: number,
  by: { at: string; staffUserId: number | null },
): Promise<void> {
  const seats = await db
    .selectFrom('event_seats')
    .select('tickets_inside as inside')
    .where('event_id', '=', eventId)
    .executeTakeFirstOrThrow()
  await db
    .updateTable('ticket')
    .set({ inside: 0, stepped_out: 0 })
    .where('event_id', '=', eventId)
    .where((eb) => eb.or([eb('inside', '>', 0), eb('stepped_out', '>', 0)]))
    .execute()
  await db.updateTable('event_seats').set({ tickets_inside: 0 }).where('event_id', '=', eventId).execute()
  await db.deleteFrom('door_count').where('event_id', '=', eventId).execute()
  await db
    .insertInto('everyone_out')
    .values({ event_id: eventId, at: by.at, inside: seats.inside, staff_user_id: by.staffUserId })
    .execute()
}
