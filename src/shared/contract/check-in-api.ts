import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable } from './common'

/**
 * POST /api/v1/check-ins with an `idempotency-key` (one per scan, kept through retries): always 200 with a verdict.
 * `scanned` is what the scanner read, as it read it. `eventId` is the door's event, null to accept any.
 */
export const CheckInRequest = Type.Object(
  { scanned: Type.String({ maxLength: 4_096 }), eventId: Nullable(Id) },
  { additionalProperties: false },
)
export type CheckInRequest = Static<typeof CheckInRequest>

export const CheckInRefusalCode = Type.Union([
  Type.Literal('unknown_code'),
  Type.Literal('not_paid'),
  Type.Literal('reservation_expired'),
  Type.Literal('cancelled'),
  Type.Literal('refunded'),
  Type.Literal('blocked_by_staff'),
  Type.Literal('other_event'),
  Type.Literal('already_checked_in'),
])
export type CheckInRefusalCode = Static<typeof CheckInRefusalCode>

export const CheckInVerdict = Type.Object({
  verdict: Type.Union([Type.Literal('admitted'), Type.Literal('refused')]),
  reason: Nullable(CheckInRefusalCode),
  /** Null for an unknown code. */
  ticket: Nullable(
    Type.Object({ code: Type.String(), ticketTypeTitle: Type.String(), eventTitle: Type.String(), eventAt: Instant }),
  ),
  /** With `already_checked_in`: when it was first used. */
  firstCheckedInAt: Nullable(Instant),
  at: Instant,
})
export type CheckInVerdict = Static<typeof CheckInVerdict>

/** GET /api/v1/events/:id/admissions */
export const Admissions = Type.Object({ admitted: Type.Integer(), sold: Type.Integer() })
export type Admissions = Static<typeof Admissions>
