import type { FastifyInstance } from 'fastify'
import { sendJson } from './errors'

/** Refuses targets that are no paths (`*`, `http://…`): the router would read some of them as `/`. */
export function guardTarget(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.raw.url?.startsWith('/') === true) done()
    else sendJson(reply, 400, 'InvalidRequestData')
  })
}
