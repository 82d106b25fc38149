import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendJson } from './errors'

/** Turns a route's path into a pattern of the paths it answers. */
function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/:[A-Za-z]+/g, '[^/]+').replace(/\*$/, '.*')}$`)
}

/**
 * Remembers which methods each path answers. A known path asked in another way is told so with 405 and `Allow`; never a
 * redirect between spellings, which turns a POST into a GET in many clients.
 */
export function guardMethods(app: FastifyInstance): {
  /** Answers a request that no route took. */
  answerUnrouted: (
    request: FastifyRequest,
    reply: FastifyReply,
    words: { method: unknown; path: unknown },
  ) => FastifyReply
} {
  const methodsByUrl = new Map<string, Set<string>>()
  const patterns = new Map<string, RegExp>()
  app.addHook('onRoute', (route) => {
    const methods = methodsByUrl.get(route.url) ?? new Set<string>()
    for (const method of [route.method].flat()) methods.add(method)
    methodsByUrl.set(route.url, methods)
    patterns.set(route.url, patternOf(route.url))
  })
  return {
    answerUnrouted(request, reply, words) {
      const path = request.url.split('?', 1)[0] ?? ''
      for (const [url, pattern] of patterns) {
        if (!pattern.test(path)) continue
        const allow = [...(methodsByUrl.get(url) ?? [])].join(', ')
        return sendJson(reply.header('allow', allow), 405, words.method)
      }
      return sendJson(reply, 404, words.path)
    },
  }
}
