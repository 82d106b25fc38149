import type { FastifyInstance, FastifyRequest } from 'fastify'

const READING = new Set(['GET', 'HEAD'])

function isOwnOrigin(request: FastifyRequest, origin: string): boolean {
  return origin === `${request.protocol}://${request.raw.headers.host ?? ''}`
}

/**
 * Keeps pages of strangers from writing: a write with an Origin that is neither ours nor on the manager's list is refused.
 * Programs send no Origin and are not concerned. Listed web shops may call from the browser, with their cookie.
 */
export function guardOrigin(app: FastifyInstance, deps: { allowedOrigins: () => readonly string[] }): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.raw.headers
    if (origin === undefined || isOwnOrigin(request, origin)) {
      done()
      return
    }
    if (deps.allowedOrigins().includes(origin)) {
      void reply.header('access-control-allow-origin', origin).header('access-control-allow-credentials', 'true')
      if (request.method === 'OPTIONS') {
        void reply
          .code(204)
          .header('access-control-allow-methods', 'GET, POST, PUT')
          .header('access-control-allow-headers', 'content-type')
          .header('access-control-max-age', '600')
          .send()
        return
      }
      done()
      return
    }
    if (READING.has(request.method)) {
      done()
      return
    }
    void reply.code(403).type('application/json; charset=utf-8').send('"OriginNotAllowed"')
  })
}
