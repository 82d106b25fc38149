import { Type, type Static } from 'typebox'
import { Id, Instant, Line, Nullable } from './common'
import { Nonce, ScanMode, ScanOutcome, ScanReason } from './check-in-api'

/** A scan that a door without contact has decided by itself: what happened, which is never refused afterwards. */
export const DecidedScan = Type.Object(
  {
    nonce: Nonce,
    scanned: Type.String({ maxLength: 4_096 }),
    /** By the door's clock, corrected by what it knows of the server's. */
    at: Instant,
    doorId: Id,
    eventId: Nullable(Id),
    mode: ScanMode,
    outcome: ScanOutcome,
    reason: Nullable(ScanReason),
  },
  { additionalProperties: false },
)
export type DecidedScan = Static<typeof DecidedScan>

/**
 * POST /api/v1/check-ins/uploads: scans in the order in which they were made. 200 UploadedScans; what was uploaded before
 * changes nothing.
 */
export const ScanUpload = Type.Object(
  { scans: Type.Array(DecidedScan, { minItems: 1, maxItems: 100 }) },
  { additionalProperties: false },
)
export type ScanUpload = Static<typeof ScanUpload>

/** One answer for each scan: stored as it happened, or stored and listed for a person, because the server knew otherwise. */
export const UploadedScans = Type.Object({
  scans: Type.Array(Type.Object({ nonce: Nonce, conflict: Nullable(ScanReason) })),
})
export type UploadedScans = Static<typeof UploadedScans>

/** What a person has to look at: who was let in by a door without contact though the server would have refused. */
export const ScanConflict = Type.Object({
  id: Id,
  reason: ScanReason,
  /** The scan in question. */
  scan: Type.Object({
    at: Instant,
    receivedAt: Instant,
    /** The letters that were shown; null when they had not the shape of a ticket's. */
    code: Nullable(Type.String()),
    doorName: Type.String(),
    deviceName: Nullable(Type.String()),
    staffName: Nullable(Type.String()),
  }),
  /** The use of the ticket that the server had counted before it; by the clock it may have come later. */
  earlierUse: Nullable(
    Type.Object({
      at: Instant,
      /** Null for a use by the ticket API or at the till. */
      doorName: Nullable(Type.String()),
      deviceName: Nullable(Type.String()),
      staffName: Nullable(Type.String()),
      /** That door had no contact either. */
      offline: Type.Boolean(),
    }),
  ),
  /** Null for a code that the server does not know. */
  ticket: Nullable(
    Type.Object({ code: Type.String(), orderId: Id, ticketTypeTitle: Type.String(), eventTitle: Type.String() }),
  ),
  openedAt: Instant,
  resolvedAt: Nullable(Instant),
  resolvedBy: Nullable(Type.String()),
  note: Nullable(Type.String()),
})
export type ScanConflict = Static<typeof ScanConflict>

/** GET /api/v1/scan-conflicts: the open ones first, then those of the last seven days. */
export const ScanConflictList = Type.Object({ conflicts: Type.Array(ScanConflict), openCount: Type.Integer() })
export type ScanConflictList = Static<typeof ScanConflictList>

/** Body of POST /api/v1/scan-conflicts/:id/resolutions: 200 ScanConflict; 404 `conflict_not_found`; 409 `already_resolved`. */
export const ConflictResolution = Type.Object({ note: Line(300) }, { additionalProperties: false })
export type ConflictResolution = Static<typeof ConflictResolution>
