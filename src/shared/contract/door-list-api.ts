import { Type, type Static } from 'typebox'
import { Id, Instant, Language, Nullable } from './common'
import { Door } from './door-api'

const DoorEvent = Type.Object({ id: Id, title: Type.String(), eventAt: Instant, doorsOpenAt: Nullable(Instant) })

/** GET /api/v1/door-events: what a door may work on, those of the last day too, in the order of their times. */
export const DoorEvents = Type.Object({ events: Type.Array(DoorEvent) })
export type DoorEvents = Static<typeof DoorEvents>

/** Everything but the tickets that a door needs to decide by itself. Nothing of it is about a person. */
export const DoorFacts = Type.Object({
  venueName: Type.String(),
  language: Language,
  zone: Type.String(),
  /** The hour at which everybody counts as gone and the next door day begins, `05:00`. */
  everyoneOutAt: Type.String(),
  event: DoorEvent,
  doors: Type.Array(Door),
  /** Public halves of the keys that sign tickets. */
  ticketKeys: Type.Array(
    Type.Object({ number: Type.Integer(), publicKey: Type.String(), revokedAt: Nullable(Instant) }),
  ),
  ticketTypes: Type.Array(
    Type.Object({
      id: Id,
      title: Type.String(),
      doorNote: Type.String(),
      admit: Type.Object({
        times: Type.Integer(),
        per: Type.Union([Type.Literal('ticket'), Type.Literal('day')]),
      }),
    }),
  ),
})
export type DoorFacts = Static<typeof DoorFacts>

/** What a `cursor` is: the list it belongs to, and how far in it the door has come. */
export const DoorListQuery = Type.Object({
  event: Type.String({ pattern: '^[1-9][0-9]{0,14}$' }),
  cursor: Type.Optional(Type.String({ pattern: '^[0-9a-f]{32}\\.[0-9]{1,15}$' })),
})
export type DoorListQuery = Static<typeof DoorListQuery>

/**
 * GET /api/v1/door-list?event=…&cursor=…: 200 DoorListPage; 404 `event_not_found`. Without a cursor, or with one of a list that
 * is no more, from the beginning; else what has changed since. A ticket never leaves the list: it changes, and its row comes again.
 */
export const DoorListPage = Type.Object({
  /** Of another list: what the door has is worth nothing once this one is whole. */
  listId: Type.String(),
  /** The list's key, 32 bytes in base64; null for whoever has come with a cursor of it. */
  key: Nullable(Type.String()),
  /** `name` says where a ticket lies, `content` what is known of it, both readable with its code alone. */
  rows: Type.Array(Type.Object({ name: Type.String(), content: Type.String() })),
  cursor: Type.String(),
  /** There is more: ask again with this cursor. */
  more: Type.Boolean(),
  /** Tickets in the whole list. */
  total: Type.Integer(),
  /** As things stood when the page was made. */
  now: Instant,
  facts: DoorFacts,
})
export type DoorListPage = Static<typeof DoorListPage>
