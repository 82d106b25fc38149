import { Type, type Static } from 'typebox'
import { Id, Instant, Line, Nullable } from './common'

const doorFields = {
  name: Line(60),
  /** What it takes; an empty list takes everything. */
  eventIds: Type.Array(Id, { maxItems: 200, uniqueItems: true }),
  ticketTypeIds: Type.Array(Id, { maxItems: 100, uniqueItems: true }),
  /** Takes signed codes only. */
  needsSignature: Type.Boolean(),
}

/** Body of POST /api/v1/doors: 201 Door; 409 `name_taken`; 422 `event_not_found`, `ticket_type_not_found`. */
export const NewDoor = Type.Object(doorFields, { additionalProperties: false })
export type NewDoor = Static<typeof NewDoor>

/**
 * Body of PUT /api/v1/doors/:id: 200 Door; 404 `door_not_found`; 409 `edit_conflict`, `name_taken`, `last_door`: one must stay;
 * 422 as above. A door is put away, never removed: its scans name it.
 */
export const DoorEdit = Type.Object(
  { ...doorFields, version: Type.Integer({ minimum: 1 }), archived: Type.Boolean() },
  { additionalProperties: false },
)
export type DoorEdit = Static<typeof DoorEdit>

export const Door = Type.Object({ ...doorFields, id: Id, version: Type.Integer(), archivedAt: Nullable(Instant) })
export type Door = Static<typeof Door>

/** GET /api/v1/doors: those in use, in the order in which they were made; with `?archived=true` the others too. */
export const DoorList = Type.Object({ doors: Type.Array(Door) })
export type DoorList = Static<typeof DoorList>
