import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import type { CatalogueService } from '../../../services/catalogue-service'
import type { CodeGuard } from '../../../services/devices/code-guard'
import type { CheckInService } from '../../../services/check-in-service'
import { BUYER_SESSION_SECONDS, type ReservationService } from '../../../services/reservation-service'
import type { SettingsService } from '../../../services/settings-service'
import { answerErrors } from '../../plugins/errors'
import type { GuessGuard } from '../../plugins/guess-guard'
import { registerStoredSession } from '../../plugins/stored-session'
import { registerChapterEvents } from './chapter-events-route'
import { registerGenerateQr, type QrRenderer } from './generate-qr-route'
import { registerReserveTicket } from './reserve-ticket-route'
import { registerSessionPaymentStatus } from './session-payment-status-route'
import { registerStartPayment } from './start-payment-route'
import { registerValidateTicket } from './validate-ticket-route'

export interface TicketApiDeps {
  catalogue: CatalogueService
  reservations: ReservationService
  checkIns: CheckInService
  settings: SettingsService
  codes: CodeGuard
  knowsToken: (token: string) => Promise<boolean>
  renderQr: QrRenderer
  sessionKey: string
  now: () => string
  /** Whether this is the HTTPS door. */
  secure: boolean
  guesses: GuessGuard
}

/** How this API says what no route has said: always JSON, malformed in any way is one word. */
export const ticketApiWords = {
  malformed: () => ({ status: 400, body: 'InvalidRequestData' }),
  notFound: 'NotFound',
  unexpected: (errorId: string) => ({ error: 'UnexpectedError', id: errorId }),
  diskFull: 'DiskFull',
}

/** The documented ticket API, for every program on the LAN. */
export async function ticketApi(app: FastifyInstance, deps: TicketApiDeps): Promise<void> {
  answerErrors(app, ticketApiWords)
  registerChapterEvents(app, deps)
  registerValidateTicket(app, deps)
  registerGenerateQr(app, deps)
  await app.register(async (withSession) => {
    await registerStoredSession(withSession, {
      cookieName: 'sessionid',
      secure: deps.secure,
      maxAgeSeconds: BUYER_SESSION_SECONDS,
      sameSite: 'lax',
      key: deps.sessionKey,
      find: async (sessionId) => {
        const found = await deps.reservations.orderOfSession(sessionId)
        return found && { expiresAt: found.expiresAt, content: { orderId: found.orderId } }
      },
    })
    registerReserveTicket(withSession, deps)
    registerSessionPaymentStatus(withSession, deps)
    await withSession.register(async (withForms) => {
      await withForms.register(formbody)
      registerStartPayment(withForms, deps)
    })
  })
}
