import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable } from './common'
import { ScanReason } from './check-in-api'

/** Fewer letters find half the house. A number may be shorter: it is meant whole. */
export const shortestDoorSearch = 3

/**
 * GET /api/v1/door-search?text=…: tickets by the beginning of their code, and those of orders by order number, receipt number,
 * the beginning of the buyer's address, or a part of the order's name. 200 DoorSearch.
 */
export const DoorSearchQuery = Type.Object({ text: Type.String({ maxLength: 200 }) })
export type DoorSearchQuery = Static<typeof DoorSearchQuery>

export const FoundTicket = Type.Object({
  code: Type.String(),
  ticketTypeTitle: Type.String(),
  eventId: Id,
  eventTitle: Type.String(),
  eventAt: Instant,
  orderNumber: Id,
  /** Whom the order is for, when somebody wrote it down. */
  name: Nullable(Type.String()),
  /** Whole for who may view orders, to others `ma…@example.se`. */
  email: Nullable(Type.String()),
  /** Why a door that takes everything would not let it in now; null: it would. */
  reason: Nullable(ScanReason),
  inside: Type.Integer(),
  firstUse: Nullable(Type.Object({ at: Instant, doorName: Nullable(Type.String()) })),
})
export type FoundTicket = Static<typeof FoundTicket>

/** The most that is shown: who finds more than these types more. */
export const DoorSearch = Type.Object({ tickets: Type.Array(FoundTicket, { maxItems: 20 }) })
export type DoorSearch = Static<typeof DoorSearch>
