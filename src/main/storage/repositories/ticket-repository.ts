import type { AdmitRule } from '#shared/domain/check-in/decide-scan'
import type { OrderStatus } from '#shared/domain/orders/order-status'
import { prepareQuery } from '../prepared-query'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'
import { countArrival, insertCheckIn } from './check-in-repository'

export interface TicketRecord {
  id: number
  code: string
  orderId: number
  /** Under which a sale was parked. */
  orderName: string | null
  eventId: number
  eventTitle: string
  eventAt: string
  doorsOpenAt: string | null
  ticketTypeId: number
  ticketTypeTitle: string
  doorNote: string
  admitTimes: number
  admitPer: AdmitRule['per']
  /** The order's, but for a ticket that was refunded or blocked alone. */
  status: OrderStatus
  orderExpiresAt: string
  timesUsed: number
  firstUsedAt: string | null
  firstDoorName: string | null
  usedDay: string | null
  usedOnDay: number
  inside: number
  steppedOut: number
}

const ticketByCode = prepareQuery<{ code: string }>()((db, param) =>
  db
    .selectFrom('ticket')
    .innerJoin('order', 'order.id', 'ticket.order_id')
    .innerJoin('event', 'event.id', 'ticket.event_id')
    .innerJoin('ticket_type', 'ticket_type.id', 'ticket.ticket_type_id')
    .leftJoin('door', 'door.id', 'ticket.first_door_id')
    .select((eb) => [
      'ticket.id',
      'ticket.code',
      'ticket.order_id as orderId',
      'order.parked_name as orderName',
      'ticket.event_id as eventId',
      'event.title as eventTitle',
      'event.event_at as eventAt',
      'event.doors_open_at as doorsOpenAt',
      'ticket.ticket_type_id as ticketTypeId',
      'ticket_type.title as ticketTypeTitle',
      'ticket_type.door_note as doorNote',
      'ticket_type.admit_times as admitTimes',
      'ticket_type.admit_per as admitPer',
      // A refunded ticket is dead though others of its order live, and so is one that was blocked.
      eb
        .case()
        .when('ticket.refund_id', 'is not', null)
        .then(eb.val<OrderStatus>('refunded'))
        .when('ticket.blocked_at', 'is not', null)
        .then(eb.val<OrderStatus>('failed_admin'))
        .else(eb.ref('order.status'))
        .end()
        .as('status'),
      'order.expires_at as orderExpiresAt',
      'ticket.times_used as timesUsed',
      'ticket.first_used_at as firstUsedAt',
      'door.name as firstDoorName',
      'ticket.used_day as usedDay',
      'ticket.used_on_day as usedOnDay',
      'ticket.inside',
      'ticket.stepped_out as steppedOut',
    ])
    .where('ticket.code', '=', param('code')),
)

const countUse = prepareQuery<{ code: string; at: string; day: string }>()((db, param) =>
  db
    .updateTable('ticket')
    .set((eb) => ({
      times_used: eb('times_used', '+', 1),
      first_used_at: eb.fn.coalesce('first_used_at', param('at')),
      inside: eb
        .case()
        .when('times_used', '=', 0)
        .then(eb('inside', '+', 1))
        .else(eb.ref('inside'))
        .end(),
      used_on_day: eb
        .case()
        .when('used_day', '=', param('day'))
        .then(eb('used_on_day', '+', 1))
        .else(1)
        .end(),
      used_day: param('day'),
    }))
    .where('code', '=', param('code'))
    .where('refund_id', 'is', null)
    .where('blocked_at', 'is', null)
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

export function findTicket(trx: Transaction, code: string): TicketRecord | undefined {
  return trx.first(ticketByCode, { code })
}

/** What a signed code says of a ticket. */
export const findTicketFacts = (
  db: Db,
  code: string,
): Promise<{ code: string; eventId: number; ticketTypeId: number } | undefined> =>
  db
    .selectFrom('ticket')
    .select(['code', 'event_id as eventId', 'ticket_type_id as ticketTypeId'])
    .where('code', '=', code)
    .executeTakeFirst()

/** An order's tickets in the order in which they were made. `mayEnter`: neither refunded nor blocked. */
export async function listTicketsOfOrder(
  db: Db,
  orderId: number,
): Promise<{ id: number; timesUsed: number; refundId: number | null; mayEnter: boolean }[]> {
  const rows = await db
    .selectFrom('ticket')
    .select(['id', 'times_used as timesUsed', 'refund_id as refundId', 'blocked_at as blockedAt'])
    .where('order_id', '=', orderId)
    .orderBy('id')
    .execute()
  return rows.map(({ blockedAt, ...ticket }) => ({
    ...ticket,
    mayEnter: ticket.refundId === null && blockedAt === null,
  }))
}

/**
 * Counts one use of a ticket of a paid order as the ticket API does, in the write itself: of any number of simultaneous calls
 * each gets a number of its own. Its first use brings somebody in.
 *
 * @param time the instant, and the door day that it belongs to
 * @returns undefined when the ticket is unknown or not paid; otherwise its uses, this one included
 */
export function countTicketUse(
  trx: Transaction,
  code: string,
  time: { at: string; day: string },
): { eventId: number; eventTitle: string; timesUsed: number } | undefined {
  const ticket = trx.first(countUse, { code, ...time })
  if (ticket === undefined) return undefined
  const { id, eventId, timesUsed } = ticket
  insertCheckIn(trx, {
    ...{ ticketId: id, useNumber: timesUsed, at: time.at, via: 'ticket_api' },
    ...{ staffUserId: null, doorId: null, deviceId: null },
  })
  if (timesUsed === 1) countArrival(trx, eventId, { admitted: 1, inside: 1 })
  return { eventId, eventTitle: ticket.eventTitle ?? '', timesUsed }
}
