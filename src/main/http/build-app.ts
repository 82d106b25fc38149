import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { SwishCallbacks } from '../services/swish/callbacks'
import { edgeLimits } from './edge-limits'
import { describeApi } from './openapi'
import { staffPages } from './pages'
import { setAnswerHeaders } from './plugins/answer-headers'
import { guardConnections } from './plugins/connection-guard'
import { answerErrors, sendJson } from './plugins/errors'
import { guardHost } from './plugins/host-guard'
import { limitHandlers } from './plugins/handler-limit'
import { guardMethods } from './plugins/method-guard'
import { guardOrigin } from './plugins/origin-guard'
import { guardTarget } from './plugins/target-guard'
import { displayPages } from './routes/display-routes'
import { receiptPage } from './routes/receipt-page-route'
import { staffApi, staffApiWords, type StaffApiDeps } from './routes/staff'
import { swishCallback } from './routes/swish-callback-route'
import { ticketApi, ticketApiWords, type TicketApiDeps } from './routes/ticket-api'

export interface AppDeps extends TicketApiDeps, StaffApiDeps {
  callbacks: SwishCallbacks
  logger: FastifyBaseLogger
  /** The built Vue app. */
  pagesFolder: string
}

const STAFF_PREFIX = '/api/v1'

/** Puts the HTTP side together: guards first, then the documented API, the staff API and the pages. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: deps.logger,
    // A line for each scan and each look would drown what matters, and cost a fifth of the throughput.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: false,
    bodyLimit: edgeLimits.bodyLimitBytes,
    requestTimeout: edgeLimits.requestTimeoutMs,
    keepAliveTimeout: edgeLimits.keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: edgeLimits.maxParamLength, caseSensitive: true },
    http: {
      headersTimeout: edgeLimits.headersTimeoutMs,
      connectionsCheckingInterval: edgeLimits.connectionsCheckingIntervalMs,
      maxHeaderSize: edgeLimits.maxHeaderBytes,
    },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
    frameworkErrors: (_error, _request, reply) => {
      sendJson(reply, 400, 'InvalidRequestData')
    },
  })
  const server = app.server
  guardConnections(server, { isLanOpen: () => deps.settings.current().lan.open })
  // Text is no body of ours, and a form of a stranger's page can send it without asking.
  app.removeContentTypeParser('text/plain')

  limitHandlers(app)
  setAnswerHeaders(app)
  guardTarget(app)
  guardHost(app, {
    extraNames: () => deps.settings.current().lan.hostNames,
    callbackAddress: () => {
      const { callbackUrl } = deps.settings.current().swish
      return callbackUrl === null ? undefined : new URL(callbackUrl)
    },
  })
  guardOrigin(app, { allowedOrigins: () => deps.settings.current().lan.allowedOrigins })
  const { answerUnrouted } = guardMethods(app)
  await describeApi(app, { version: deps.serverFacts().version })

  answerErrors(app, ticketApiWords)
  app.setNotFoundHandler((request, reply) =>
    request.url.startsWith(`${STAFF_PREFIX}/`)
      ? answerUnrouted(request, reply, { method: staffApiWords.notFound, path: staffApiWords.notFound })
      : answerUnrouted(request, reply, { method: 'MethodNotAllowed', path: ticketApiWords.notFound }),
  )
  await app.register((scope) => ticketApi(scope, deps))
  await app.register((scope) => staffApi(scope, deps), { prefix: STAFF_PREFIX })
  await app.register((scope) => swishCallback(scope, deps))
  await app.register((scope) => receiptPage(scope, deps))
  await app.register((scope) => displayPages(scope, deps))
  await app.register((scope) => staffPages(scope, deps))
  return app
}
