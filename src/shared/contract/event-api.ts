import { Type, type Static } from 'typebox'
import { Id, Instant, Line, Nullable, Ore, Text } from './common'

const eventFields = {
  title: Line(200),
  description: Text(5_000),
  eventAt: Instant,
  doorsOpenAt: Nullable(Instant),
  salesStopAt: Instant,
  seats: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  maxTicketsPerPayment: Type.Integer({ minimum: 1, maximum: 1_000 }),
  /** How long a reservation holds its seats, in seconds. */
  reservationSeconds: Type.Integer({ minimum: 1, maximum: 604_800 }),
  /** Message that the buyer sees in Swish. */
  swishMessage: Text(50),
  /** In the order in which the till shows them. */
  ticketTypeIds: Type.Array(Id, { maxItems: 100, uniqueItems: true }),
}

/** Body of POST /api/v1/events (201 Event). 422 `invalid_event` names the field in details.field. */
export const NewEvent = Type.Object(eventFields, { additionalProperties: false })
export type NewEvent = Static<typeof NewEvent>

/**
 * Body of PUT /api/v1/events/:id (200 Event). `version` is the one that was read: 409 `edit_conflict` when somebody else
 * has saved since. 422 `seats_below_taken` (details.seatsTaken) when fewer seats are asked for than are sold or reserved.
 */
export const EventEdit = Type.Object(
  { ...eventFields, version: Type.Integer({ minimum: 1 }), archived: Type.Boolean() },
  { additionalProperties: false },
)
export type EventEdit = Static<typeof EventEdit>

export const Event = Type.Object({
  ...eventFields,
  id: Id,
  version: Type.Integer(),
  seatsTaken: Type.Integer(),
  seatsLeft: Type.Integer(),
  /** Tickets of paid orders. */
  ticketsSold: Type.Integer(),
  archivedAt: Nullable(Instant),
})
export type Event = Static<typeof Event>

/** How often a ticket of a type lets somebody in: so many times in all, or on each day. */
const Admit = Type.Object(
  {
    times: Type.Integer({ minimum: 1, maximum: 99 }),
    per: Type.Union([Type.Literal('ticket'), Type.Literal('day')]),
  },
  { additionalProperties: false },
)

const ticketTypeFields = {
  title: Line(100),
  description: Text(1_000),
  priceOre: Ore,
  vatClassId: Id,
  /** Hidden types are sold by staff only; the ticket API does not know them. */
  visible: Type.Boolean(),
  /** Tickets that are sold already follow it too. */
  admit: Admit,
  /** What the door is to look at before letting in, such as a student card; empty for nothing. */
  doorNote: Type.Union([Type.Literal(''), Line(80)]),
}

/** Body of POST /api/v1/ticket-types (201 TicketType, 422 `vat_class_not_found`). */
export const NewTicketType = Type.Object(ticketTypeFields, { additionalProperties: false })
export type NewTicketType = Static<typeof NewTicketType>

/** Body of PUT /api/v1/ticket-types/:id (200 TicketType, 409 `edit_conflict`, 422 `vat_class_not_found`). Sold tickets keep their price. */
export const TicketTypeEdit = Type.Object(
  { ...ticketTypeFields, version: Type.Integer({ minimum: 1 }), archived: Type.Boolean() },
  { additionalProperties: false },
)
export type TicketTypeEdit = Static<typeof TicketTypeEdit>

export const TicketType = Type.Object({
  ...ticketTypeFields,
  /** Of its class, valid today, in hundredths of a percent; 0: no VAT. */
  vatRateBp: Type.Integer(),
  id: Id,
  version: Type.Integer(),
  archivedAt: Nullable(Instant),
})
export type TicketType = Static<typeof TicketType>

/** GET /api/v1/catalogue: every event (newest last) and ticket type; archived ones only with `?archived=true`. */
export const Catalogue = Type.Object({ events: Type.Array(Event), ticketTypes: Type.Array(TicketType) })
export type Catalogue = Static<typeof Catalogue>
