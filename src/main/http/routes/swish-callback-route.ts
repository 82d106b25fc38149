import type { FastifyInstance } from 'fastify'
import type { SwishCallbacks } from '../../services/swish/callbacks'

/**
 * Where Swish calls back, if it can reach us. Answered with 200 at once whatever it says: any other answer buys ten repeats,
 * and a stranger learns nothing. It only wakes the question that is put to Swish itself.
 */
export async function swishCallback(app: FastifyInstance, deps: { callbacks: SwishCallbacks }): Promise<void> {
  // Bodies of every kind, and none, have been seen.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body)
  })
  for (const url of ['/swish/callback', '/swish/callback/']) {
    app.post(url, { config: { allow: 'POST' }, schema: { hide: true } }, (request, reply) => {
      const identifier = request.headers['callbackidentifier']
      const callback = {
        identifier: typeof identifier === 'string' ? identifier : undefined,
        body: typeof request.body === 'string' ? request.body : '',
      }
      void reply.code(200).send()
      deps.callbacks.receive(callback).then(
        (ours) => {
          if (!ours) request.log.info('a Swish callback that names no payment of ours')
        },
        (error: unknown) => {
          request.log.error({ err: error }, 'a Swish callback could not be taken up')
        },
      )
    })
  }
}
