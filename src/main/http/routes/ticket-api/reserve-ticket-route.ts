import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { OutOfTickets, ReserveTicketError, ReserveTicketRequest } from '#shared/contract/ticket-api'
import type { ReservationService, ReserveRefusal } from '../../../services/reservation-service'
import { sendJson } from '../../plugins/errors'
import { beginSession, newSessionId } from '../../plugins/stored-session'
import { defineRoute } from './define-route'
import { looseId } from './loose-id'

const answers = {
  event_not_found: [404, 'EventDoesNotExist'],
  ticket_type_not_found: [404, 'TicketTypeDoesNotExist'],
  sales_stopped: [403, 'SalesStopped'],
  too_many_tickets: [403, 'TooManyTickets'],
  already_paid: [403, 'AlreadyPaidPayment'],
} as const satisfies Record<Exclude<ReserveRefusal['code'], 'out_of_seats'>, [number, string]>

export function registerReserveTicket(app: FastifyInstance, deps: { reservations: ReservationService }): void {
  const schema = {
    summary: 'Reserves tickets and begins a session',
    description: 'All or nothing. A second reservation in the same session replaces the first.',
    body: ReserveTicketRequest,
    response: {
      201: Type.Null({ description: 'Reserved. The session is in the cookie `sessionid`.' }),
      400: ReserveTicketError,
      403: Type.Union([ReserveTicketError, OutOfTickets]),
      404: ReserveTicketError,
    },
  }
  defineRoute(
    app,
    'reserve_ticket',
    'POST',
    schema,
    async (request, reply) => {
      const body = request.body as ReserveTicketRequest
      const sessionId = newSessionId()
      const earlierOrderId = request.session.get('orderId')
      const result = await deps.reservations.reserve({
        sessionId,
        earlierOrderId,
        earlierSessionId: earlierOrderId === undefined ? undefined : request.session.sessionId,
        eventId: looseId(body.chapter_event),
        lines: body.tickets.map((row) => ({ ticketTypeId: looseId(row.ticket_type), count: row.count })),
      })
      if (result.ok) {
        await beginSession(request, sessionId, { orderId: result.value.orderId })
        return reply.code(201).header('content-length', '0').send()
      }
      const refusal = result.error
      if (refusal.code === 'out_of_seats') {
        return sendJson(reply, 403, { error: 'OutOfTickets', tickets_left: refusal.seatsLeft })
      }
      const [status, word] = answers[refusal.code]
      return sendJson(reply, status, word)
    },
    { waitsForSwish: true },
  )
}
