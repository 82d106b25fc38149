import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { IdInPath } from '#shared/contract/common'
import { Door, DoorEdit, DoorList, NewDoor } from '#shared/contract/door-api'
import type { DoorBook } from '../../../services/door/door-book'
import type { DoorEditRefusal, DoorService } from '../../../services/door/door-service'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<DoorEditRefusal['code']> = {
  door_not_found: [404, 'There is no such door.'],
  edit_conflict: [409, 'Somebody else has saved this door since it was read.'],
  name_taken: [409, 'Another door has this name.'],
  last_door: [409, 'There is no other door.'],
  event_not_found: [422, 'There is no such event.'],
  ticket_type_not_found: [422, 'There is no such type of ticket.'],
}

/** The doors of the house. */
export function registerDoorRoutes(app: FastifyInstance, deps: { doors: DoorBook; doorService: DoorService }): void {
  const editing = { access: 'edit_settings' } as const

  app.get<{ Querystring: { archived?: string } }>(
    '/doors',
    {
      config: { access: 'check_in', devices: ['door', 'look_door'] },
      schema: {
        operationId: 'listDoors',
        tags: ['door'],
        querystring: Type.Object({ archived: Type.Optional(Type.Literal('true')) }),
        response: { 200: DoorList },
      },
    },
    async (request) => ({
      doors: request.query.archived === 'true' ? await deps.doorService.listAll() : deps.doors.list(),
    }),
  )

  app.post<{ Body: NewDoor }>(
    '/doors',
    {
      config: editing,
      schema: { operationId: 'createDoor', tags: ['door'], body: NewDoor, response: { 201: Door } },
    },
    async (request, reply) => {
      const result = await deps.doorService.create(request.body)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.put<{ Params: { id: string }; Body: DoorEdit }>(
    '/doors/:id',
    {
      config: editing,
      schema: { operationId: 'editDoor', tags: ['door'], params: IdInPath, body: DoorEdit, response: { 200: Door } },
    },
    async (request, reply) => {
      const result = await deps.doorService.edit(Number(request.params.id), request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )
}
