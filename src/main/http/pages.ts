import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { refuseStrangers } from './plugins/access'
import { staffApiWords } from './routes/staff'
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

/** Serves the staff screens, built, to browsers on this machine; and the customer display's few files to everybody. */
export async function staffPages(app: FastifyInstance, deps: { pagesFolder: string }): Promise<void> {
  const displayFiles = await listDisplayFiles(deps.pagesFolder)
  refuseStrangers(app, ({ url }) => displayFiles.has(url))
  answerErrors(app, staffApiWords)
  let page: Promise<string> | undefined

  app.get('/', { schema: { hide: true } }, async (_request, reply) => {
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
