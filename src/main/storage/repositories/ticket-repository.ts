import type { OrderStatus } from '#shared/domain/orders/order-status'
import { prepareQuery } from '../prepared-query'
import type { CheckInVia, Db } from '../schema'
import type { Transaction } from '../transaction'

export interface TicketRecord {
  id: number
  code: string
  orderId: number
  eventId: number
  eventTitle: string
  eventAt: string
  ticketTypeTitle: string
  orderStatus: OrderStatus
  orderExpiresAt: string
  timesUsed: number
  firstUsedAt: string | null
}

const ticketByCode = prepareQuery<{ code: string }>()((db, param) =>
  db
    .selectFrom('ticket')
    .innerJoin('order', 'order.id', 'ticket.order_id')
    .innerJoin('event', 'event.id', 'ticket.event_id')
    .innerJoin('ticket_type', 'ticket_type.id', 'ticket.ticket_type_id')
    .select((eb) => [
      'ticket.id',
      'ticket.code',
      'ticket.order_id as orderId',
      'ticket.event_id as eventId',
      'event.title as eventTitle',
      'event.event_at as eventAt',
      'ticket_type.title as ticketTypeTitle',
      // A refunded ticket is dead though others of its order live.
      eb
        .case()
        .when('ticket.refund_id', 'is not', null)
        .then(eb.val<OrderStatus>('refunded'))
        .else(eb.ref('order.status'))
        .end()
        .as('orderStatus'),
      'order.expires_at as orderExpiresAt',
      'ticket.times_used as timesUsed',
      'ticket.first_used_at as firstUsedAt',
    ])
    .where('ticket.code', '=', param('code')),
)

const countUse = prepareQuery<{ code: string; at: string }>()((db, param) =>
  db
    .updateTable('ticket')
    .set((eb) => ({
      times_used: eb('times_used', '+', 1),
      first_used_at: eb.fn.coalesce('first_used_at', param('at')),
    }))
    .where('code', '=', param('code'))
    .where('refund_id', 'is', null)
    .where((eb) =>
      eb(eb.selectFrom('order').select('order.status').whereRef('order.id', '=', 'ticket.order_id'), '=', 'paid'),
    )
    .returning((eb) => [
      'id',
      'event_id as eventId',
      'times_used as timesUsed',
      eb.selectFrom('event').select('event.title').whereRef('event.id', '=', 'ticket.event_id').as('eventTitle'),
    ]),
)

const admitOnce = prepareQuery<{ id: number; at: string }>()((db, param) =>
  db
    .updateTable('ticket')
    .set({ times_used: 1, first_used_at: param('at') })
    .where('id', '=', param('id'))
    .where('times_used', '=', 0)
    .where('refund_id', 'is', null),
)

const countAdmission = prepareQuery<{ eventId: number }>()((db, param) =>
  db
    .updateTable('event_seats')
    .set((eb) => ({ tickets_admitted: eb('tickets_admitted', '+', 1) }))
    .where('event_id', '=', param('eventId')),
)

const insertCheckIn = prepareQuery<{
  ticketId: number
  useNumber: number
  at: string
  via: CheckInVia
  staffUserId: number | null
}>()((db, param) =>
  db.insertInto('check_in').values({
    ticket_id: param('ticketId'),
    use_number: param('useNumber'),
    at: param('at'),
    via: param('via'),
    staff_user_id: param('staffUserId'),
  }),
)

export function findTicket(trx: Transaction, code: string): TicketRecord | undefined {
  return trx.first(ticketByCode, { code })
}

/** An order's tickets, those that were refunded too, in the order in which they were made. */
export const listTicketsOfOrder = (db: Db, orderId: number): Promise<{ id: number; refundId: number | null }[]> =>
  db
    .selectFrom('ticket')
    .select(['id', 'refund_id as refundId'])
    .where('order_id', '=', orderId)
    .orderBy('id')
    .execute()

/**
 * Counts one use of a ticket of a paid order, in the write itself: of any number of simultaneous calls each gets a number
 * of its own.
 *
 * @returns undefined when the ticket is unknown or not paid; otherwise its uses, this one included
 */
export function countTicketUse(
  trx: Transaction,
  code: string,
  at: string,
): { eventId: number; eventTitle: string; timesUsed: number } | undefined {
  const ticket = trx.first(countUse, { code, at })
  if (ticket === undefined) return undefined
  trx.run(insertCheckIn, {
    ticketId: ticket.id,
    useNumber: ticket.timesUsed,
    at,
    via: 'ticket_api',
    staffUserId: null,
  })
  if (ticket.timesUsed === 1) trx.run(countAdmission, { eventId: ticket.eventId })
  return { eventId: ticket.eventId, eventTitle: ticket.eventTitle ?? '', timesUsed: ticket.timesUsed }
}

/** Records an admission unless the ticket has been used already; false means another door was first. */
export function recordAdmission(
  trx: Transaction,
  admission: { ticketId: number; eventId: number; at: string; staffUserId: number },
): boolean {
  if (trx.run(admitOnce, { id: admission.ticketId, at: admission.at }) !== 1) return false
  trx.run(countAdmission, { eventId: admission.eventId })
  trx.run(insertCheckIn, { ...admission, useNumber: 1, via: 'door' })
  return true
}

/** How many tickets of an event have been admitted. */
export async function countAdmitted(db: Db, eventId: number): Promise<number> {
  const row = await db
    .selectFrom('event_seats')
    .select('tickets_admitted')
    .where('event_id', '=', eventId)
    .executeTakeFirst()
  return row?.tickets_admitted ?? 0
}
