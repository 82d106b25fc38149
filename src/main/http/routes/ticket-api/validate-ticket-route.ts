import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { Type } from 'typebox'
import { ValidatedTicket, ValidateTicketRequest } from '#shared/contract/ticket-api'
import type { Static } from 'typebox'
import type { CodeGuard, CodeSource } from '../../../services/devices/code-guard'
import type { CheckInService } from '../../../services/check-in-service'
import type { SettingsService } from '../../../services/settings-service'
import { addressOf, isTrustedLoopback } from '../../client-address'
import { sendJson } from '../../plugins/errors'
import type { GuessGuard } from '../../plugins/guess-guard'
import { contractStatus } from './contract-status'
import { defineRoute } from './define-route'

type Body = Static<typeof ValidateTicketRequest>

const UNTRUSTED = 'Incorrect password'
const UNKNOWN = JSON.stringify({ times_used: -1, status: 'Ticket does not exist' })

export function registerValidateTicket(
  app: FastifyInstance,
  deps: { checkIns: CheckInService; settings: SettingsService; codes: CodeGuard; guesses: GuessGuard },
): void {
  const { guesses } = deps

  /**
   * Nobody on the guest network may burn tickets by guessing: from the LAN it takes the door password, or a paired door.
   *
   * @returns whose unknown codes are counted; null for this machine, whose own are not; undefined for who is not trusted
   */
  async function trustedSource(request: FastifyRequest, body: Body): Promise<CodeSource | null | undefined> {
    const { password, use_ticket: useTicket } = body
    const { device } = request
    const isLooking = useTicket === false
    if (device?.role === 'door' || (device?.role === 'look_door' && isLooking)) return { deviceId: device.id }
    if (password === undefined || !deps.settings.current().lan.doorPasswordSet) {
      return isTrustedLoopback(request) ? null : undefined
    }
    const address = addressOf(request.socket)
    if (guesses.isLocked(address)) return undefined
    if (await deps.settings.isDoorPassword(password)) {
      guesses.right(address)
      return isTrustedLoopback(request) ? null : { address }
    }
    guesses.wrong(address)
    return undefined
  }

  const schema = {
    summary: 'Counts a use of a ticket',
    description:
      '`times_used` is the number of uses before this call: 0 means let in. `external_id` is the whole text of the QR code: six letters, or `ABCDEF.1.<key>.<event>.<type>.<signature>` where the venue signs its tickets; the answer has the letters. A text whose signature is not that ticket’s is an unknown ticket. From this machine no credentials are needed, from the LAN the door password or, over HTTPS, a paired door. Who shows too many unknown codes is answered late, and then no more.',
    body: ValidateTicketRequest,
    response: { 200: ValidatedTicket, 400: Type.Literal('InvalidRequestData'), 401: Type.Literal(UNTRUSTED) },
  }
  const handler: RouteHandlerMethod = async (request, reply) => {
    const body = request.body as Body
    const source = await trustedSource(request, body)
    if (source === undefined || (source !== null && deps.codes.isStopped(source)))
      return sendJson(reply, 401, UNTRUSTED)
    const ticket = await deps.checkIns.validate(body.external_id, body.use_ticket ?? true)
    if (ticket === undefined && source !== null) await deps.codes.unknown(source)
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
