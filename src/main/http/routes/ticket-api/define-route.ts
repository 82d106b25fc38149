import type { FastifyInstance, FastifySchema, RouteHandlerMethod } from 'fastify'
import { spellings } from './spellings'

/** Registers a call of the ticket API at all its spellings. `Allow` stands on every answer, refusals included. */
export function defineRoute(
  app: FastifyInstance,
  name: string,
  method: 'GET' | 'POST' | 'PUT',
  schema: FastifySchema,
  handler: RouteHandlerMethod,
  options: { databaseOnly?: boolean } = {},
): void {
  const [documented, ...aliases] = spellings(name)
  const allow = method === 'GET' ? 'GET, HEAD' : method
  const route = { method, config: { allow, ...options }, handler }
  app.route({ ...route, url: documented, schema: { ...schema, tags: ['ticket API'] } })
  for (const url of aliases) app.route({ ...route, url, schema: { ...schema, hide: true } })
}
