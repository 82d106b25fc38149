import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { SessionPaymentStatus } from '#shared/contract/ticket-api'
import type { ReservationService } from '../../../services/reservation-service'
import { sendJson } from '../../plugins/errors'
import { buyerOf } from './buyer'
import { contractStatus } from './contract-status'
import { defineRoute } from './define-route'

const NO_TICKET = 'No ticket attached to session'

export function registerSessionPaymentStatus(app: FastifyInstance, deps: { reservations: ReservationService }): void {
  const schema = {
    summary: 'Where the session’s payment stands',
    response: { 200: SessionPaymentStatus, 400: Type.Literal(NO_TICKET) },
  }
  defineRoute(app, 'session_payment_status', 'GET', schema, async (request, reply) => {
    void reply.header('cache-control', 'no-store')
    const buyer = buyerOf(request)
    const found = typeof buyer === 'string' ? undefined : await deps.reservations.status(buyer.orderId)
    if (found === undefined) return sendJson(reply, 400, NO_TICKET)
    const { order, reference } = found
    return sendJson(reply, 200, {
      status: contractStatus[order.status],
      mail: order.email,
      ...(reference !== undefined && { reference }),
    })
  })
}
