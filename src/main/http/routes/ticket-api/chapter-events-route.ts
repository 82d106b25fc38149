import type { FastifyInstance, RouteHandlerMethod } from 'fastify'
import { ChapterEvents } from '#shared/contract/ticket-api'
import type { CatalogueService } from '../../../services/catalogue-service'
import { defineRoute } from './define-route'

export function registerChapterEvents(app: FastifyInstance, deps: { catalogue: CatalogueService }): void {
  const schema = {
    summary: 'Events on sale and their ticket types',
    response: {
      200: {
        description: 'Events in the order in which they take place',
        content: { 'application/json': { schema: ChapterEvents } },
      },
    },
  }
  const handler: RouteHandlerMethod = async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(await deps.catalogue.chapterEvents())
  defineRoute(app, 'get_chapterevents', 'GET', schema, handler, { databaseOnly: true })
}
