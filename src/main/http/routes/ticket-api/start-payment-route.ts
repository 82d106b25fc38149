import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { StartPaymentError, StartPaymentRequest } from '#shared/contract/ticket-api'
import { isEmailAddress } from '#shared/domain/mail/email-address'
import type { ReservationService } from '../../../services/reservation-service'
import type { StartRefusal } from '../../../services/swish/swish-service'
import { sendJson } from '../../plugins/errors'
import { buyerOf } from './buyer'
import { defineRoute } from './define-route'

const answers = {
  already_paid: [403, 'AlreadyPaidPayment'],
  money_waiting: [403, 'AlreadyPaidPayment'],
  not_payable: [403, 'SessionExpired'],
  // Buyers never name a part.
  too_much: [400, 'InvalidRequestData'],
  out_of_seats: [408, 'SessionExpired'],
  swish_not_set_up: [500, 'PaymentStartFailed'],
  swish_refused: [500, 'PaymentStartFailed'],
  swish_unreachable: [500, 'PaymentStartFailed'],
  idempotency_key_reused: [500, 'PaymentStartFailed'],
} as const satisfies Record<StartRefusal['code'], [number, string]>

export function registerStartPayment(app: FastifyInstance, deps: { reservations: ReservationService }): void {
  const schema = {
    summary: 'Starts the Swish payment of the session’s reservation',
    description: 'Calling again while the payment waits gives the same token. Accepts JSON and forms.',
    consumes: ['application/json', 'application/x-www-form-urlencoded'],
    body: StartPaymentRequest,
    response: {
      200: Type.String({
        pattern: '^[0-9A-Za-z_-]{32}$',
        description:
          'The Swish token: 32 hexadecimal digits from the simulators, `-`, `_` and more letters from Swish itself',
      }),
      400: StartPaymentError,
      403: StartPaymentError,
      408: StartPaymentError,
      500: StartPaymentError,
    },
  }
  defineRoute(
    app,
    'start_payment',
    'POST',
    schema,
    async (request, reply) => {
      const { email_address: email } = request.body as StartPaymentRequest
      if (!isEmailAddress(email)) return sendJson(reply, 400, 'InvalidRequestData')
      const buyer = buyerOf(request)
      if (buyer === 'none') return sendJson(reply, 400, 'InvalidSession')
      if (buyer === 'expired') return sendJson(reply, 403, 'SessionExpired')
      const started = await deps.reservations.startPayment(buyer.orderId, email)
      if (started.ok) return sendJson(reply, 200, started.value)
      const [status, word] = answers[started.error.code]
      return sendJson(reply, status, word)
    },
    { waitsForSwish: true },
  )
}
