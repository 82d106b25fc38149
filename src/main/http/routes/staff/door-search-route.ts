import type { FastifyInstance } from 'fastify'
import { DoorSearch, DoorSearchQuery } from '#shared/contract/door-search-api'
import type { DoorSearch as SearchDoor } from '../../../services/door/door-search'
import { permissionsAtDoor } from '../../plugins/access'

/** Tickets of people who have none to show. */
export function registerDoorSearchRoute(app: FastifyInstance, deps: { doorSearch: SearchDoor }): void {
  app.get<{ Querystring: DoorSearchQuery }>(
    '/door-search',
    {
      config: { access: 'check_in' },
      schema: {
        operationId: 'searchAtDoor',
        tags: ['door'],
        querystring: DoorSearchQuery,
        response: { 200: DoorSearch },
      },
    },
    async (request) => ({
      tickets: await deps.doorSearch(request.query.text, permissionsAtDoor(request).includes('view_orders')),
    }),
  )
}
