import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { isTrustedLoopback } from './client-address'
import { refuseStrangers } from './plugins/access'
import { staffApiWords } from './routes/staff'
import { sendHttpsPage, type HttpsPageDeps } from './routes/https-page-route'
import { listDisplayFiles } from './display-files'
import { answerErrors } from './plugins/errors'

const NONCE = '__CSP_NONCE__'

/** Nothing but our own files, no inline script, no eval; one style element, Vuetify's theme, by its nonce. */
const policy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "frame-src 'self' blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

/**
 * Serves the staff screens, built, to browsers on this machine and on paired tills; and the customer display's few files to
 * everybody. Who comes to the front page from elsewhere over plain HTTP is shown the way to the other door.
 */
export async function staffPages(
  app: FastifyInstance,
  deps: HttpsPageDeps & { pagesFolder: string; secure: boolean },
): Promise<void> {
  const displayFiles = await listDisplayFiles(deps.pagesFolder)
  const { secure } = deps
  const isFrontPage = (url: string) => !secure && url === '/'
  refuseStrangers(app, ({ url }) => displayFiles.has(url) || isFrontPage(url))
  answerErrors(app, staffApiWords)
  let page: Promise<string> | undefined

  app.get('/', { schema: { hide: true } }, async (request, reply) => {
    if (!secure && !isTrustedLoopback(request)) return sendHttpsPage(request, reply, deps)
    page ??= readFile(join(deps.pagesFolder, 'index.html'), 'utf8')
    const nonce = randomBytes(16).toString('base64')
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy(nonce))
      .header('cache-control', 'no-store')
      .send((await page).replaceAll(NONCE, nonce))
  })
  // Names hold a hash of the content, so a file once loaded is good for ever.
  await app.register(fastifyStatic, {
    root: join(deps.pagesFolder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
    schemaHide: true,
  })
}
