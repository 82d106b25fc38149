import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { SwishCallbacks } from '../services/swish/callbacks'
import type { SchemaCompilers } from './compile-once'
import { edgeLimits } from './edge-limits'
import { createEdgeServer, type TlsContext } from './edge-server'
import { describeApi } from './openapi'
import { staffPages } from './pages'
import { setAnswerHeaders } from './plugins/answer-headers'
import { guardConnections } from './plugins/connection-guard'
import { answerErrors, sendJson } from './plugins/errors'
import type { GuessGuard } from './plugins/guess-guard'
import { guardHost } from './plugins/host-guard'
import { limitHandlers } from './plugins/handler-limit'
import { guardMethods } from './plugins/method-guard'
import { guardOrigin } from './plugins/origin-guard'
import { recogniseDevices } from './plugins/paired-device'
import { askForHttps } from './plugins/strict-transport'
import { guardTarget } from './plugins/target-guard'
import { authorityRoute, type AuthorityFacts } from './routes/authority-route'
import { deviceApi } from './routes/device-api'
import { pairPage } from './routes/pair-page-route'
import { doorPage } from './routes/door-page-route'
import { displayPages } from './routes/display-routes'
import { receiptPage } from './routes/receipt-page-route'
import { staffApi, staffApiWords, type StaffApiDeps } from './routes/staff'
import { swishCallback } from './routes/swish-callback-route'
import { ticketApi, ticketApiWords, type TicketApiDeps } from './routes/ticket-api'

export interface AppDeps extends Omit<TicketApiDeps & StaffApiDeps, 'secure'> {
  callbacks: SwishCallbacks
  logger: FastifyBaseLogger
  /** The built Vue app. */
  pagesFolder: string
  authority: () => AuthorityFacts
  httpsPort: () => number
  pairingGuesses: GuessGuard
  /** Icons and other files shipped as they are. */
  resourcesFolder: string
  compilers: SchemaCompilers
}

/** Which of the two doors an app stands behind: plain HTTP, or HTTPS with the certificate that it begins with. */
export type Door = { secure: false } | { secure: true; context: TlsContext }

const STAFF_PREFIX = '/api/v1'

/** Puts the HTTP side of a door together: guards first, then the documented API, the staff API and the pages. */
export async function buildApp(allDeps: AppDeps, door: Door): Promise<FastifyInstance> {
  const { secure } = door
  const deps = { ...allDeps, secure }
  const lan = () => deps.settings.current().lan
  const app = Fastify({
    serverFactory: (handler) => createEdgeServer(handler, secure ? door.context : undefined),
    loggerInstance: deps.logger,
    // A line for each scan and each look would drown what matters, and cost a fifth of the throughput.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: false,
    bodyLimit: edgeLimits.bodyLimitBytes,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: edgeLimits.maxParamLength, caseSensitive: true },
    schemaController: { compilersFactory: deps.compilers },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
    frameworkErrors: (_error, _request, reply) => {
      sendJson(reply, 400, 'InvalidRequestData')
    },
  })
  guardConnections(app.server, { isLanOpen: () => (secure ? lan().secure : lan().open) })
  // Text is no body of ours, and a form of a stranger's page can send it without asking.
  app.removeContentTypeParser('text/plain')

  limitHandlers(app)
  setAnswerHeaders(app)
  guardTarget(app)
  guardHost(app, {
    extraNames: () => lan().hostNames,
    callbackAddress: () => {
      const { callbackUrl } = deps.settings.current().swish
      return callbackUrl === null ? undefined : new URL(callbackUrl)
    },
  })
  guardOrigin(app, { allowedOrigins: () => lan().allowedOrigins })
  if (secure) askForHttps(app, { ownNames: () => lan().hostNames, isPlainOpen: () => lan().open })
  recogniseDevices(app, deps)
  const { answerUnrouted } = guardMethods(app)
  // One description is enough, and the plugins that show it take a while to start.
  if (!secure) await describeApi(app, { version: deps.serverFacts().version })

  answerErrors(app, ticketApiWords)
  app.setNotFoundHandler((request, reply) =>
    request.url.startsWith(`${STAFF_PREFIX}/`)
      ? answerUnrouted(request, reply, { method: staffApiWords.notFound, path: staffApiWords.notFound })
      : answerUnrouted(request, reply, { method: 'MethodNotAllowed', path: ticketApiWords.notFound }),
  )
  await app.register((scope) => ticketApi(scope, deps))
  await app.register((scope) => staffApi(scope, deps), { prefix: STAFF_PREFIX })
  await app.register((scope) => deviceApi(scope, deps), { prefix: STAFF_PREFIX })
  await app.register((scope) => swishCallback(scope, deps))
  await app.register((scope) => receiptPage(scope, deps))
  await app.register((scope) => authorityRoute(scope, deps))
  await app.register((scope) => displayPages(scope, deps))
  await app.register((scope) => doorPage(scope, deps))
  if (secure) await app.register((scope) => pairPage(scope, deps))
  await app.register((scope) => staffPages(scope, deps))
  return app
}
