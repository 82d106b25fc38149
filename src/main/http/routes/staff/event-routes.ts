import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { IdInPath } from '#shared/contract/common'
import {
  Catalogue,
  Event,
  EventEdit,
  NewEvent,
  NewTicketType,
  TicketType,
  TicketTypeEdit,
} from '#shared/contract/event-api'
import type { CatalogueService, EventRefusal, TicketTypeRefusal } from '../../../services/catalogue-service'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const eventRefusals: ProblemTable<EventRefusal['code']> = {
  event_not_found: [404, 'There is no such event.'],
  edit_conflict: [409, 'Somebody else has saved this event since it was read.'],
  seats_below_taken: [422, 'More seats than that are sold or reserved.'],
  invalid_event: [422, 'A field of the event does not fit the others.'],
}
const ticketTypeRefusals: ProblemTable<TicketTypeRefusal['code']> = {
  ticket_type_not_found: [404, 'There is no such ticket type.'],
  edit_conflict: [409, 'Somebody else has saved this ticket type since it was read.'],
  vat_class_not_found: [422, 'There is no such VAT class.'],
}

export function registerEventRoutes(app: FastifyInstance, deps: { catalogue: CatalogueService }): void {
  const { catalogue } = deps
  const editing = { access: 'edit_events' } as const

  app.get<{ Querystring: { archived?: string } }>(
    '/catalogue',
    {
      config: { access: 'signed_in', devices: ['door', 'look_door'] },
      schema: {
        operationId: 'getCatalogue',
        tags: ['staff'],
        querystring: Type.Object({ archived: Type.Optional(Type.Literal('true')) }),
        response: { 200: Catalogue },
      },
    },
    (request) => catalogue.list({ archived: request.query.archived === 'true' }),
  )

  app.post<{ Body: NewEvent }>(
    '/events',
    {
      config: editing,
      schema: { operationId: 'createEvent', tags: ['staff'], body: NewEvent, response: { 201: Event } },
    },
    async (request, reply) => {
      const result = await catalogue.createEvent(request.body)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, eventRefusals, result.error)
    },
  )

  app.put<{ Params: { id: string }; Body: EventEdit }>(
    '/events/:id',
    {
      config: editing,
      schema: {
        operationId: 'editEvent',
        tags: ['staff'],
        params: IdInPath,
        body: EventEdit,
        response: { 200: Event },
      },
    },
    async (request, reply) => {
      const result = await catalogue.editEvent(Number(request.params.id), request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, eventRefusals, result.error)
    },
  )

  app.post<{ Body: NewTicketType }>(
    '/ticket-types',
    {
      config: editing,
      schema: { operationId: 'createTicketType', tags: ['staff'], body: NewTicketType, response: { 201: TicketType } },
    },
    async (request, reply) => {
      const result = await catalogue.createTicketType(request.body)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, ticketTypeRefusals, result.error)
    },
  )

  app.put<{ Params: { id: string }; Body: TicketTypeEdit }>(
    '/ticket-types/:id',
    {
      config: editing,
      schema: {
        operationId: 'editTicketType',
        tags: ['staff'],
        params: IdInPath,
        body: TicketTypeEdit,
        response: { 200: TicketType },
      },
    },
    async (request, reply) => {
      const result = await catalogue.editTicketType(Number(request.params.id), request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, ticketTypeRefusals, result.error)
    },
  )
}
