import type { Event, EventEdit, NewEvent, NewTicketType, TicketType, TicketTypeEdit } from '#shared/contract/event-api'
import { request } from './client'

/** @throws ApiError `invalid_event` (details.field) */
export const createEvent = (event: NewEvent) => request<Event>('POST', '/events', { body: event })

/** @throws ApiError `edit_conflict`, `seats_below_taken` (details.seatsTaken), `invalid_event` (details.field) */
export const saveEvent = (id: number, event: EventEdit) =>
  request<Event>('PUT', `/events/${String(id)}`, { body: event })

export const createTicketType = (ticketType: NewTicketType) =>
  request<TicketType>('POST', '/ticket-types', { body: ticketType })

/** @throws ApiError `edit_conflict` */
export const saveTicketType = (id: number, ticketType: TicketTypeEdit) =>
  request<TicketType>('PUT', `/ticket-types/${String(id)}`, { body: ticketType })
