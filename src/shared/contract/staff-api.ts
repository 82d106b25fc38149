import { Type, type Static } from 'typebox'
import { Id, Instant, Line, Nullable } from './common'
import { NewPin } from './server-api'
import { Permission, Role } from './session-api'

const personFields = {
  name: Line(60),
  role: Role,
  /** Rights of their own in place of their role's; null for just the role's. */
  permissions: Nullable(Type.Array(Permission, { uniqueItems: true })),
}

/** GET /api/v1/people: everybody who may, or might, work here, the disabled too. 200 PersonList, by name. */
export const Person = Type.Object({
  ...personFields,
  id: Id,
  version: Type.Integer(),
  createdAt: Instant,
  disabledAt: Nullable(Instant),
})
export type Person = Static<typeof Person>
export const PersonList = Type.Object({ people: Type.Array(Person) })

/**
 * POST /api/v1/people with an `idempotency-key`: 201 Person. 409 `name_taken`; 422 `weak_pin` (the same digit again and again,
 * digits in a row).
 */
export const NewPerson = Type.Object({ ...personFields, pin: NewPin }, { additionalProperties: false })
export type NewPerson = Static<typeof NewPerson>

/**
 * PUT /api/v1/people/:id: 200 Person. `version` is the one that was read: 409 `edit_conflict` when somebody else has saved since.
 * Who is disabled is signed out at their next call. 404 `person_not_found`; 409 `name_taken`, `last_manager` (nobody would be
 * left who may edit people), `not_yourself` (one neither disables oneself nor gives up the right that this takes).
 */
export const PersonEdit = Type.Object(
  { ...personFields, version: Type.Integer({ minimum: 1 }), disabled: Type.Boolean() },
  { additionalProperties: false },
)
export type PersonEdit = Static<typeof PersonEdit>

/**
 * PUT /api/v1/people/:id/pin: 204. Ends the person's sessions, unless it is one's own PIN. 404 `person_not_found`;
 * 422 `weak_pin`.
 */
export const PinEdit = Type.Object({ pin: NewPin }, { additionalProperties: false })
export type PinEdit = Static<typeof PinEdit>
