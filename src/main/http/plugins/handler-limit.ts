import type { FastifyInstance } from 'fastify'
import { edgeLimits } from '../edge-limits'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Waits for nothing but the database on this machine, which answers or fails. Such a route goes without the time limit,
     * whose abort signal costs a seventh of the processor time of a scan, measured.
     */
    databaseOnly?: boolean
  }
}

/** A handler that waits for something outside must have answered within its time: 503 after that. */
export function limitHandlers(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.databaseOnly !== true) route.handlerTimeout ??= edgeLimits.handlerTimeoutMs
  })
}
