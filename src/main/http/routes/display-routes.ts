import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { DisplayService } from '../../services/display-service'
import { edgeLimits } from '../edge-limits'
import { sendJson } from '../plugins/errors'
import { openEventStream, type EventStream } from '../plugins/event-stream'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const isKey = (text: string) => /^[0-9a-f]{32,64}$/.test(text)

/**
 * The customer display of a register, for any screen on the network. It answers whoever has the register's key, which nobody
 * guesses, and knows nothing private.
 */
export async function displayPages(
  app: FastifyInstance,
  deps: { displays: DisplayService; pagesFolder: string },
): Promise<void> {
  const { displays } = deps
  const config = { allow: 'GET, HEAD' }
  const schema = { hide: true, params: Type.Object({ displayKey: Type.String() }) }
  let page: Promise<string> | undefined

  app.get<{ Params: { displayKey: string } }>('/display/:displayKey', { config, schema }, async (request, reply) => {
    const { displayKey } = request.params
    if (!isKey(displayKey) || !(await displays.knows(displayKey))) return sendJson(reply, 404, 'NotFound')
    page ??= readFile(join(deps.pagesFolder, 'display.html'), 'utf8')
    return reply
      .type('text/html; charset=utf-8')
      .headers({
        'cache-control': 'no-store',
        'content-security-policy': policy,
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex, nofollow',
      })
      .send(await page)
  })

  /** Oldest first. A screen that was just switched off says no goodbye; its place goes to the next one. */
  const streams = new Map<string, EventStream[]>()
  app.addHook('preClose', (done) => {
    for (const stream of [...streams.values()].flat()) stream.end()
    done()
  })

  app.get<{ Params: { displayKey: string } }>(
    '/display/:displayKey/stream',
    { config, schema, exposeHeadRoute: false },
    async (request, reply) => {
      const { displayKey } = request.params
      if (!isKey(displayKey) || !(await displays.knows(displayKey))) return sendJson(reply, 404, 'NotFound')
      const stream = openEventStream(reply)
      const open = [...(streams.get(displayKey) ?? []), stream]
      streams.set(displayKey, open)
      if (open.length > edgeLimits.maxStreamsPerDisplay) open[0]?.end()
      const following = displays.follow(displayKey, {
        show: (state) => {
          stream.send('display', state)
        },
        end: stream.end,
      })
      stream.onClose(() => {
        following.then((unfollow) => unfollow?.()).catch(() => undefined) // Its failure is told below.
        const left = (streams.get(displayKey) ?? []).filter((other) => other !== stream)
        if (left.length === 0) streams.delete(displayKey)
        else streams.set(displayKey, left)
      })
      if ((await following) === undefined) stream.end()
      return reply
    },
  )
}
