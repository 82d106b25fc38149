import type { FastifyInstance } from 'fastify'
import { DoorList } from '#shared/contract/door-api'
import type { DoorBook } from '../../../services/door/door-book'

export function registerDoorRoutes(app: FastifyInstance, deps: { doors: DoorBook }): void {
  app.get(
    '/doors',
    {
      config: { access: 'check_in' },
      schema: { operationId: 'listDoors', tags: ['door'], response: { 200: DoorList } },
    },
    () => ({ doors: deps.doors.list() }),
  )
}
