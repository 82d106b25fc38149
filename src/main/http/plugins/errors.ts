import { randomUUID } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { isDiskFull } from '../../services/disk-full'

/** How a part of the API words the errors that no handler of its own has answered. */
export interface ErrorWords {
  malformed: (status: number) => { status: number; body: unknown }
  unexpected: (errorId: string) => unknown
  diskFull: unknown
}

/**
 * One place for everything that goes wrong outside a handler. What a client sent wrong is said in the words of that part of
 * the API; what we did wrong is logged under an id and answered with that id and nothing else.
 */
export function answerErrors(app: FastifyInstance, words: ErrorWords): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 400 && status < 500) {
      const answer = words.malformed(status)
      return sendJson(reply, answer.status, answer.body)
    }
    if (status === 503) return sendJson(reply.header('retry-after', '1'), 503, words.unexpected('overloaded'))
    if (isDiskFull(error)) {
      request.log.error({ err: error }, 'the disk is full')
      return sendJson(reply, 507, words.diskFull)
    }
    const errorId = randomUUID()
    request.log.error({ err: error, errorId, route: request.routeOptions.url }, 'unexpected error')
    return sendJson(reply, 500, words.unexpected(errorId))
  })
}

export function sendJson(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body))
}
