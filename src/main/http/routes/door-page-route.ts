import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { isTrustedLoopback } from '../client-address'
import { findBuiltFile, listPageFiles } from '../page-files'
import { sendPage } from '../page-policy'
import { answerErrors, sendJson } from '../plugins/errors'
import { sendHttpsPage, type HttpsPageDeps } from './https-page-route'
import { staffApiWords } from './staff'

const PAGE = '/door/'
const addresses = new Set(['/door', PAGE])
const icons = ['icon-192.png', 'icon-512.png', 'icon-maskable-512.png'] as const

/** What a phone needs to know to keep the page like a program of its own. */
const manifest = {
  name: 'Lucka dörr',
  short_name: 'Dörr',
  id: PAGE,
  start_url: PAGE,
  scope: PAGE,
  display: 'standalone',
  background_color: '#15181a',
  theme_color: '#17313b',
  lang: 'sv',
  icons: [
    { src: `${PAGE}icon-192.png`, sizes: '192x192', type: 'image/png' },
    { src: `${PAGE}icon-512.png`, sizes: '512x512', type: 'image/png' },
    { src: `${PAGE}icon-maskable-512.png`, sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
}

/**
 * The door's page, which a phone keeps and opens without us. A browser gives cameras and workers to secure pages alone, so it is served
 * over HTTPS, and on this machine; whoever typed its address without https is shown the way. It says by itself when its device is no
 * door: nothing in it is secret.
 */
export async function doorPage(
  app: FastifyInstance,
  deps: HttpsPageDeps & { pagesFolder: string; resourcesFolder: string; secure: boolean },
): Promise<void> {
  answerErrors(app, staffApiWords)
  app.addHook('onRequest', (request, reply, done) => {
    if (deps.secure || isTrustedLoopback(request)) done()
    else if (addresses.has(request.url)) void sendHttpsPage(request, reply, deps)
    else void sendJson(reply, 404, staffApiWords.notFound)
  })
  const files = [...(await listPageFiles(deps.pagesFolder, 'door.html'))]
  const hidden = { config: { allow: 'GET, HEAD' }, schema: { hide: true } }
  let page: Promise<string> | undefined
  let worker: Promise<string> | undefined

  const readPage = () => (page ??= readFile(join(deps.pagesFolder, 'door.html'), 'utf8'))

  /** The worker begins with what it is to keep; another page or another file makes another worker of it. */
  async function buildWorker(): Promise<string> {
    const file = (await findBuiltFile(deps.pagesFolder, 'door-page/worker/service-worker.ts')) ?? ''
    const version = createHash('sha256')
      .update(await readPage())
      .update(files.join())
      .digest('hex')
      .slice(0, 16)
    const build = { version, page: PAGE, files: [...files, ...icons.map((name) => `${PAGE}${name}`)] }
    return `self.doorBuild=${JSON.stringify(build)};${await readFile(join(deps.pagesFolder, file), 'utf8')}`
  }

  app.get('/door', hidden, (_request, reply) => reply.redirect(PAGE, 308))
  app.get(PAGE, hidden, async (_request, reply) => sendPage(reply, await readPage()))
  app.get(`${PAGE}service-worker.js`, hidden, async (_request, reply) => {
    worker ??= buildWorker()
    return reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await worker)
  })
  app.get(`${PAGE}manifest.webmanifest`, hidden, (_request, reply) =>
    reply.type('application/manifest+json').send(JSON.stringify(manifest)),
  )
  for (const name of icons) {
    app.get(`${PAGE}${name}`, hidden, async (_request, reply) =>
      reply.type('image/png').send(await readFile(join(deps.resourcesFolder, 'door', name))),
    )
  }
}
