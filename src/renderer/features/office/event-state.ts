import type { Event } from '#shared/contract/event-api'

/** Where an event stands for the people who sell it. */
export type EventState = 'on_sale' | 'sold_out' | 'stopped' | 'past' | 'archived' | 'no_types'

/** How long after its start an event counts as over. */
const lastsMs = 6 * 60 * 60_000

export function stateOf(event: Event, nowMs: number): EventState {
  if (event.archivedAt !== null) return 'archived'
  if (Date.parse(event.eventAt) + lastsMs < nowMs) return 'past'
  if (event.ticketTypeIds.length === 0) return 'no_types'
  if (event.seatsLeft <= 0) return 'sold_out'
  return Date.parse(event.salesStopAt) <= nowMs ? 'stopped' : 'on_sale'
}
