import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { Type } from 'typebox'
import { ValidatedTicket, ValidateTicketRequest } from '#shared/contract/ticket-api'
import type { Static } from 'typebox'
import type { CheckInService } from '../../../services/check-in-service'
import type { SettingsService } from '../../../services/settings-service'
import { addressOf, isTrustedLoopback } from '../../client-address'
import { sendJson } from '../../plugins/errors'
import { createGuessGuard } from '../../plugins/guess-guard'
import { contractStatus } from './contract-status'
import { defineRoute } from './define-route'

type Body = Static<typeof ValidateTicketRequest>

const UNTRUSTED = 'Incorrect password'
const UNKNOWN = JSON.stringify({ times_used: -1, status: 'Ticket does not exist' })

export function registerValidateTicket(
  app: FastifyInstance,
  deps: { checkIns: CheckInService; settings: SettingsService; now: () => string },
): void {
  const guesses = createGuessGuard(deps.now)

  /** Nobody on the guest network may burn tickets by guessing: from the LAN it takes the door password. */
  async function isTrusted(request: FastifyRequest, password: string | undefined): Promise<boolean> {
    if (password === undefined || !deps.settings.current().lan.doorPasswordSet) return isTrustedLoopback(request)
    const address = addressOf(request.socket)
    if (guesses.isLocked(address)) return false
    if (await deps.settings.isDoorPassword(password)) {
      guesses.right(address)
      return true
    }
    guesses.wrong(address)
    return false
  }

  const schema = {
    summary: 'Counts a use of a ticket',
    description:
      '`times_used` is the number of uses before this call: 0 means let in. From this machine no credentials are needed, from the LAN the door password.',
    body: ValidateTicketRequest,
    response: { 200: ValidatedTicket, 400: Type.Literal('InvalidRequestData'), 401: Type.Literal(UNTRUSTED) },
  }
  const handler: RouteHandlerMethod = async (request, reply) => {
    const { external_id: externalId, use_ticket: useTicket, password } = request.body as Body
    if (!(await isTrusted(request, password))) return sendJson(reply, 401, UNTRUSTED)
    const ticket = await deps.checkIns.validate(externalId, useTicket ?? true)
    void reply.type('application/json; charset=utf-8')
    if (ticket === undefined) return reply.send(UNKNOWN)
    return reply.send(
      JSON.stringify({
        times_used: ticket.timesUsed,
        status: contractStatus[ticket.orderStatus],
        external_id: ticket.code,
        chapter_event: ticket.eventTitle,
      }),
    )
  }
  defineRoute(app, 'validate_ticket', 'PUT', schema, handler, { databaseOnly: true })
}
