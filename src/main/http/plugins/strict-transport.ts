import { isIP } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { hostName } from '../client-address'

/** A week: a name that is given to another machine is free again soon. */
const STRICT_TRANSPORT = 'max-age=604800'

/**
 * Tells browsers to come over HTTPS only, where that harms nobody. It counts for all ports of a name, so never for an address,
 * never for a name that the machine has by itself and shares with other programs, and not while plain HTTP is answered.
 */
export function askForHttps(
  app: FastifyInstance,
  deps: { ownNames: () => readonly string[]; isPlainOpen: () => boolean },
): void {
  app.addHook('onRequest', (request, reply, done) => {
    const name = hostName(request.raw.headers.host)
    if (name !== undefined && isIP(name) === 0 && deps.ownNames().includes(name) && !deps.isPlainOpen()) {
      void reply.header('strict-transport-security', STRICT_TRANSPORT)
    }
    done()
  })
}
