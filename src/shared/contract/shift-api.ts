import { Type, type Static } from 'typebox'
import { Id, Instant, Line, Nullable, Ore } from './common'

/** A cashier's time with a register's drawer. Counting it, and its Z report, end it. */
export const Shift = Type.Object({
  id: Id,
  registerId: Id,
  registerName: Type.String(),
  /** Cash in the drawer when it was opened. */
  floatOre: Ore,
  openedAt: Instant,
  openedBy: Type.String(),
  openedById: Id,
  closedAt: Nullable(Instant),
  closedBy: Nullable(Type.String()),
})
export type Shift = Static<typeof Shift>

/** A point of sale with a drawer and with receipts and Z reports in series of its own. Never removed, only archived. */
export const Register = Type.Object({
  id: Id,
  name: Type.String(),
  version: Type.Integer(),
  archivedAt: Nullable(Instant),
  openShift: Nullable(Shift),
  /** What was counted at the last close: the next float, unless somebody took of it. Null before the first close. */
  lastCountedOre: Nullable(Ore),
})
export type Register = Static<typeof Register>

/** GET /api/v1/registers: in the order in which they were made; archived ones only with `?archived=true`. */
export const RegisterList = Type.Object({ registers: Type.Array(Register) })

/** POST /api/v1/registers: 201 Register. 409 `name_taken`. */
export const NewRegister = Type.Object({ name: Line(40) }, { additionalProperties: false })
export type NewRegister = Static<typeof NewRegister>

/**
 * PUT /api/v1/registers/:id: 200 Register. 404 `register_not_found`; 409 `edit_conflict`, `name_taken`, `shift_open` (it is
 * closed before the register is archived), `last_register` (something must be sold on).
 */
export const RegisterEdit = Type.Object(
  { name: Line(40), archived: Type.Boolean(), version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)
export type RegisterEdit = Static<typeof RegisterEdit>

/**
 * POST /api/v1/shifts with an `idempotency-key`: opens a register's drawer. 201 Shift. 404 `register_not_found`;
 * 409 `register_archived`, `shift_open` (details.openedBy): somebody was first, and the open shift is there to be joined.
 */
export const NewShift = Type.Object({ registerId: Id, floatOre: Ore }, { additionalProperties: false })
export type NewShift = Static<typeof NewShift>
