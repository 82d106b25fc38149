import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { isTrustedLoopback } from './client-address'
import { refuseStrangers } from './plugins/access'
import { staffApiWords } from './routes/staff'
import { sendHttpsPage, type HttpsPageDeps } from './routes/https-page-route'
import { listPageFiles } from './page-files'
import { sendPage } from './page-policy'
import { answerErrors } from './plugins/errors'

/**
 * Serves the staff screens, built, to browsers on this machine and on paired tills; the customer display's few files to
 * everybody; and over HTTPS those of the door's page and the pairing page. Who comes to the front page from elsewhere over plain HTTP is shown the way
 * to the other door.
 */
export async function staffPages(
  app: FastifyInstance,
  deps: HttpsPageDeps & { pagesFolder: string; secure: boolean },
): Promise<void> {
  const { secure, pagesFolder } = deps
  const display = await listPageFiles(pagesFolder, 'display.html')
  const overHttps = [
    ...(await listPageFiles(pagesFolder, 'door.html')),
    ...(await listPageFiles(pagesFolder, 'pair.html')),
  ]
  const open = new Set([...display, ...(secure ? overHttps : [])])
  const isFrontPage = (url: string) => !secure && url === '/'
  refuseStrangers(app, ({ url }) => open.has(url) || isFrontPage(url))
  answerErrors(app, staffApiWords)
  let page: Promise<string> | undefined

  app.get('/', { schema: { hide: true } }, async (request, reply) => {
    if (!secure && !isTrustedLoopback(request)) return sendHttpsPage(request, reply, deps)
    page ??= readFile(join(deps.pagesFolder, 'index.html'), 'utf8')
    return sendPage(reply, await page)
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
