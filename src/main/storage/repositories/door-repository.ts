import type { Db } from '../schema'

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
