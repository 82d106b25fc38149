import type { FastifyInstance } from 'fastify'
import { DoorEvents, DoorListPage, DoorListQuery } from '#shared/contract/door-list-api'
import type { DoorListService } from '../../../services/door/door-list-service'
import { sendProblem } from '../../plugins/problem'

const refusals = { event_not_found: [404, 'There is no such event.'] } as const

/** What doors that must do without contact take with them. */
export function registerDoorListRoutes(app: FastifyInstance, deps: { doorLists: DoorListService }): void {
  const atTheDoor = { access: 'check_in', devices: ['door', 'look_door'] } as const

  app.get(
    '/door-events',
    {
      config: atTheDoor,
      schema: { operationId: 'listDoorEvents', tags: ['door'], response: { 200: DoorEvents } },
    },
    () => deps.doorLists.events(),
  )

  app.get<{ Querystring: DoorListQuery }>(
    '/door-list',
    {
      config: atTheDoor,
      schema: {
        operationId: 'getDoorList',
        tags: ['door'],
        querystring: DoorListQuery,
        response: { 200: DoorListPage },
      },
    },
    async (request, reply) => {
      const { event, cursor } = request.query
      const page = await deps.doorLists.page(Number(event), cursor)
      return page === undefined ? sendProblem(reply, refusals, { code: 'event_not_found' }) : reply.send(page)
    },
  )
}
