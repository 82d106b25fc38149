import type { Db } from '../schema'
import type { Transaction } from '../transaction'

/** A door and what it takes; an empty list takes everything. */
export interface DoorRecord {
  id: number
  name: string
  eventIds: number[]
  ticketTypeIds: number[]
  needsSignature: boolean
  version: number
  archivedAt: string | null
}

/** Every door, archived ones too, in the order in which they were made. */
export async function listDoors(db: Db): Promise<DoorRecord[]> {
  const [doors, events, types] = [
    await db.selectFrom('door').selectAll().orderBy('id').execute(),
    await db.selectFrom('door_event').selectAll().execute(),
    await db.selectFrom('door_ticket_type').selectAll().execute(),
  ]
  return doors.map((door) => ({
    id: door.id,
    name: door.name,
    eventIds: events.filter(({ door_id }) => door_id === door.id).map(({ event_id }) => event_id),
    ticketTypeIds: types.filter(({ door_id }) => door_id === door.id).map(({ ticket_type_id }) => ticket_type_id),
    needsSignature: door.needs_signature === 1,
    version: door.version,
    archivedAt: door.archived_at,
  }))
}

type DoorFields = Pick<DoorRecord, 'name' | 'eventIds' | 'ticketTypeIds' | 'needsSignature'>

/** @returns the new door's id */
export async function insertDoor(trx: Transaction, door: DoorFields, now: string): Promise<number> {
  const { id } = await trx.db
    .insertInto('door')
    .values({ name: door.name, needs_signature: door.needsSignature ? 1 : 0, version: 1, created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertTaken(trx, id, door)
  return id
}

export async function updateDoor(
  trx: Transaction,
  id: number,
  edit: DoorFields & { version: number; archivedAt: string | null },
): Promise<void> {
  await trx.db
    .updateTable('door')
    .set({
      name: edit.name,
      needs_signature: edit.needsSignature ? 1 : 0,
      archived_at: edit.archivedAt,
      version: edit.version,
    })
    .where('id', '=', id)
    .execute()
  await trx.db.deleteFrom('door_event').where('door_id', '=', id).execute()
  await trx.db.deleteFrom('door_ticket_type').where('door_id', '=', id).execute()
  await insertTaken(trx, id, edit)
}

async function insertTaken({ db }: Transaction, id: number, { eventIds, ticketTypeIds }: DoorFields): Promise<void> {
  if (eventIds.length > 0) {
    await db
      .insertInto('door_event')
      .values(eventIds.map((eventId) => ({ door_id: id, event_id: eventId })))
      .execute()
  }
  if (ticketTypeIds.length > 0) {
    await db
      .insertInto('door_ticket_type')
      .values(ticketTypeIds.map((ticketTypeId) => ({ door_id: id, ticket_type_id: ticketTypeId })))
      .execute()
  }
}

/** Which of these events and types of tickets there are. */
export async function findTaken(
  db: Db,
  { eventIds, ticketTypeIds }: Pick<DoorFields, 'eventIds' | 'ticketTypeIds'>,
): Promise<{ eventIds: number[]; ticketTypeIds: number[] }> {
  const events = await db.selectFrom('event').select('id').where('id', 'in', eventIds).execute()
  const types = await db.selectFrom('ticket_type').select('id').where('id', 'in', ticketTypeIds).execute()
  return { eventIds: events.map(({ id }) => id), ticketTypeIds: types.map(({ id }) => id) }
}
