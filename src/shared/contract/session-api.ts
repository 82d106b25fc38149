import { Type, type Static } from 'typebox'
import { Id, Instant } from './common'
import { Pin } from './server-api'

export const Role = Type.Union([Type.Literal('manager'), Type.Literal('cashier'), Type.Literal('door')])
export type Role = Static<typeof Role>

export const Permission = Type.Union([
  Type.Literal('sell'),
  Type.Literal('check_in'),
  Type.Literal('view_orders'),
  Type.Literal('edit_events'),
  Type.Literal('edit_settings'),
  Type.Literal('refund'),
  Type.Literal('large_refund'),
  Type.Literal('discount'),
  Type.Literal('complimentary'),
  Type.Literal('settle_payments'),
  Type.Literal('manage_shifts'),
  Type.Literal('view_journal'),
  Type.Literal('edit_staff'),
  Type.Literal('undo_check_in'),
  Type.Literal('block_ticket'),
])
export type Permission = Static<typeof Permission>

/** GET /api/v1/staff-users: the names to choose from at sign-in. `demoPin` is there on demo data only. */
export const StaffUserChoice = Type.Object({
  id: Id,
  name: Type.String(),
  role: Role,
  demoPin: Type.Optional(Type.String()),
})
export type StaffUserChoice = Static<typeof StaffUserChoice>
export const StaffUserList = Type.Object({ staffUsers: Type.Array(StaffUserChoice) })

/**
 * POST /api/v1/sessions: 201 StaffSession and the cookie, 401 `wrong_pin` (details.triesLeft), 429 `locked_out`
 * (details.retryAt). The same answer and time for an unknown person.
 */
export const SignInRequest = Type.Object({ staffUserId: Id, pin: Pin }, { additionalProperties: false })
export type SignInRequest = Static<typeof SignInRequest>

/** GET /api/v1/sessions/current: 200, or 401 `not_signed_in`. DELETE of the same path signs out: 204. */
export const StaffSession = Type.Object({
  staffUser: Type.Object({ id: Id, name: Type.String(), role: Role }),
  permissions: Type.Array(Permission),
  expiresAt: Instant,
})
export type StaffSession = Static<typeof StaffSession>

/**
 * GET /api/v1/approvers?permission=…: who may allow, with their PIN, what the signed-in person may not do alone. 200
 * ApproverList, by name.
 */
export const ApproverQuery = Type.Object({ permission: Permission }, { additionalProperties: false })
export const ApproverList = Type.Object({ approvers: Type.Array(Type.Object({ id: Id, name: Type.String() })) })
export type ApproverList = Static<typeof ApproverList>
