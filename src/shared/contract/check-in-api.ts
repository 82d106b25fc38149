import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable } from './common'
import { Approval } from './order-api'

/** A scan's own name, made by whoever scans before the first try. */
export const Nonce = Type.String({ pattern: '^[A-Za-z0-9._:-]{16,100}$' })

export const ScanMode = Type.Union([Type.Literal('entry'), Type.Literal('exit'), Type.Literal('look')])

/**
 * POST /api/v1/check-ins with an `idempotency-key`, the scan's nonce: made before the first try and kept through all. Always 200
 * with a verdict, and the same one for the same nonce; 404 `door_not_found`, `event_not_found`; 409 `idempotency_key_reused`;
 * 423 `supervisor_needed` when a device has shown too many unknown codes; before that, each unknown code is answered late.
 * `scanned` is what the scanner read, as it read it. `eventId` is the event that the door works on, null for all that it takes.
 */
export const ScanRequest = Type.Object(
  { scanned: Type.String({ maxLength: 4_096 }), doorId: Id, eventId: Nullable(Id), mode: ScanMode },
  { additionalProperties: false },
)
export type ScanRequest = Static<typeof ScanRequest>

/**
 * Why somebody is not let in, and `undecided_…`, which only a door without contact says. `not_a_ticket`: what was read has not the
 * shape of one. `forged_code`: the signature is wrong. `signature_needed`: this door takes signed codes only.
 */
export const ScanReason = Type.Union([
  Type.Literal('not_a_ticket'),
  Type.Literal('unknown_code'),
  Type.Literal('forged_code'),
  Type.Literal('signature_needed'),
  Type.Literal('not_paid'),
  Type.Literal('reservation_expired'),
  Type.Literal('cancelled'),
  Type.Literal('refunded'),
  Type.Literal('blocked_by_staff'),
  Type.Literal('other_event'),
  Type.Literal('other_door'),
  Type.Literal('doors_not_open'),
  Type.Literal('already_used'),
  Type.Literal('already_used_today'),
  Type.Literal('exit_without_entry'),
  Type.Literal('undecided_not_in_list'),
  Type.Literal('undecided_sold_later'),
])
export type ScanReason = Static<typeof ScanReason>

/** `returned`: stepped out and back. `left`: stepped out. `valid`: only looked at, and good. `undecided`: somebody must look. */
export const ScanOutcome = Type.Union([
  Type.Literal('admitted'),
  Type.Literal('returned'),
  Type.Literal('left'),
  Type.Literal('valid'),
  Type.Literal('refused'),
  Type.Literal('undecided'),
])
export type ScanOutcome = Static<typeof ScanOutcome>

/** What the door shows of a ticket. */
export const ScannedTicket = Type.Object({
  code: Type.String(),
  ticketTypeTitle: Type.String(),
  /** What to look at, such as a student card; empty for nothing. */
  doorNote: Type.String(),
  /** Whom it is for, when somebody wrote it down. */
  name: Nullable(Type.String()),
  eventId: Id,
  eventTitle: Type.String(),
  eventAt: Instant,
  doorsOpenAt: Nullable(Instant),
  /** Uses so far, this one included, of how many in all or on a day. */
  uses: Type.Object({
    used: Type.Integer(),
    allowed: Type.Integer(),
    per: Type.Union([Type.Literal('ticket'), Type.Literal('day')]),
  }),
})
export type ScannedTicket = Static<typeof ScannedTicket>

export const ScanVerdict = Type.Object({
  nonce: Type.String(),
  outcome: ScanOutcome,
  /** Null when it passes. */
  reason: Nullable(ScanReason),
  /** Null for an unknown code. */
  ticket: Nullable(ScannedTicket),
  /** Of a ticket that has been used: when first, and at which door, if it was one of ours. */
  firstUse: Nullable(Type.Object({ at: Instant, doorName: Nullable(Type.String()) })),
  at: Instant,
})
export type ScanVerdict = Static<typeof ScanVerdict>

/**
 * Body of POST /api/v1/check-ins/undos: takes back a use or a passage by the nonce of its scan, the ticket's latest one only.
 * 200 UndoneScan, also when it was undone before; 404 `scan_not_found`; 409 `nothing_to_undo`: it let nobody through, or was a
 * passage without a use at a door without contact; 409 `used_since`. Without the right `undo_check_in` it takes an approval:
 * 403 `approval_needed`, `wrong_pin`, 429 `locked_out`.
 */
export const ScanUndo = Type.Object(
  { nonce: Nonce, approval: Type.Optional(Approval) },
  { additionalProperties: false },
)
export type ScanUndo = Static<typeof ScanUndo>

export const UndoneScan = Type.Object({ nonce: Type.String(), code: Type.String(), at: Instant })
export type UndoneScan = Static<typeof UndoneScan>

/** One door's passages of one event since everybody was last out. */
export const DoorCount = Type.Object({ doorId: Id, entered: Type.Integer(), steppedOut: Type.Integer() })
export type DoorCount = Static<typeof DoorCount>

/**
 * GET /api/v1/events/:id/admissions, and the answer of POST /api/v1/events/:id/everyone-out, which counts everybody as gone: uses
 * stay, who is inside and the doors' numbers begin anew. 404 `event_not_found`. `admitted`: tickets that have been used. `inside`:
 * people in there now.
 */
export const Admissions = Type.Object({
  admitted: Type.Integer(),
  inside: Type.Integer(),
  sold: Type.Integer(),
  doors: Type.Array(DoorCount),
})
export type Admissions = Static<typeof Admissions>
