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
    .leftJoin('check_in', (join) =>
      join.onRef('check_in.ticket_id', '=', 'ticket.id').on('check_in.use_number', '=', 1),
    )
    .select([
      'ticket.id',
      'ticket.code',
      'ticket.order_id as orderId',
      'ticket.event_id as eventId',
      'event.title as eventTitle',
      'event.event_at as eventAt',
      'ticket_type.title as ticketTypeTitle',
      'order.status as orderStatus',
      'order.expires_at as orderExpiresAt',
      'ticket.times_used as timesUsed',
      'check_in.at as firstUsedAt',
    ])
    .where('ticket.code', '=', param('code')),
)

const countUse = prepareQuery<{ code: string }>()((db, param) =>
  db
    .updateTable('ticket')
    .set((eb) => ({ times_used: eb('times_used', '+', 1) }))
    .where('code', '=', param('code'))
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

const admitOnce = prepareQuery<{ id: number }>()((db, param) =>
  db.updateTable('ticket').set({ times_used: 1 }).where('id', '=', param('id')).where('times_used', '=', 0),
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
  const ticket = trx.first(countUse, { code })
  if (ticket === undefined) return undefined
  trx.run(insertCheckIn, {
    ticketId: ticket.id,
    useNumber: ticket.timesUsed,
    at,
    via: 'ticket_api',
    staffUserId: null,
  })
  return { eventId: ticket.eventId, eventTitle: ticket.eventTitle ?? '', timesUsed: ticket.timesUsed }
}

/** Records an admission unless the ticket has been used already; false means another door was first. */
export function recordAdmission(
  trx: Transaction,
  admission: { ticketId: number; at: string; staffUserId: number },
): boolean {
  if (trx.run(admitOnce, { id: admission.ticketId }) !== 1) return false
  trx.run(insertCheckIn, { ...admission, useNumber: 1, via: 'door' })
  return true
}

/** How many tickets of an event have been admitted. */
export async function countAdmitted(db: Db, eventId: number): Promise<number> {
  const row = await db
    .selectFrom('ticket')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('event_id', '=', eventId)
    .where('times_used', '>', 0)
    .executeTakeFirstOrThrow()
  return row.count
}
