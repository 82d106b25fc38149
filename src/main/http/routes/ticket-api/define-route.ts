import type { FastifyInstance, FastifySchema, RouteHandlerMethod } from 'fastify'
import { edgeLimits } from '../../edge-limits'
import { spellings } from './spellings'

/** Registers a call of the ticket API at all its spellings. `Allow` stands on every answer, refusals included. */
export function defineRoute(
  app: FastifyInstance,
  name: string,
  method: 'GET' | 'POST' | 'PUT',
  schema: FastifySchema,
  handler: RouteHandlerMethod,
  options: { databaseOnly?: boolean; waitsForSwish?: boolean } = {},
): void {
  const [documented, ...aliases] = spellings(name)
  const allow = method === 'GET' ? 'GET, HEAD' : method
  const { waitsForSwish = false, ...config } = options
  const limit = waitsForSwish ? { handlerTimeout: edgeLimits.swishTimeoutMs } : {}
  const route = { method, config: { allow, ...config }, handler, ...limit }
  app.route({ ...route, url: documented, schema: { ...schema, tags: ['ticket API'] } })
  for (const url of aliases) app.route({ ...route, url, schema: { ...schema, hide: true } })
}
