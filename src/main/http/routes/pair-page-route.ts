import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** The page behind a pairing's QR code, for whoever comes: what pairs is the code, which the page shows and we do not see here. */
export async function pairPage(app: FastifyInstance, deps: { pagesFolder: string }): Promise<void> {
  let page: Promise<string> | undefined
  app.get('/pair', { config: { allow: 'GET, HEAD' }, schema: { hide: true } }, async (_request, reply) => {
    page ??= readFile(join(deps.pagesFolder, 'pair.html'), 'utf8')
    return reply
      .type('text/html; charset=utf-8')
      .headers({ 'cache-control': 'no-store', 'content-security-policy': policy, 'referrer-policy': 'no-referrer' })
      .send(await page)
  })
}
