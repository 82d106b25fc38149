import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The methods of the route's path, as the ticket API tells them on every answer. */
    allow?: string
  }
}

/** On every answer of the ticket API, from its documented example exchanges; on the staff screens for the same reasons. */
const answerHeaders = {
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  vary: 'Accept, Cookie',
}

/** Sets the headers before anything else can answer, so that refusals carry them too. */
export function setAnswerHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(answerHeaders)
    const { allow } = request.routeOptions.config
    if (allow !== undefined) void reply.header('allow', allow)
    done()
  })
}
