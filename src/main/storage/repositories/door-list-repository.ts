import { sql } from 'kysely'
import type { AdmitRule } from '#shared/domain/check-in/decide-scan'
import type { DoorRow } from '#shared/domain/check-in/door-row'
import type { OrderStatus } from '#shared/domain/orders/order-status'
import type { Db } from '../schema'

/** A ticket for the door list: its row, and the code that opens it. */
export interface ListedTicket extends DoorRow {
  id: number
  code: string
}

export interface DoorTicketType {
  id: number
  title: string
  doorNote: string
  admit: AdmitRule
}

/**
 * An event's tickets by id, so many after one. A reservation whose time is out counts as expired, by the rule of selling.
 */
export function listTicketsForDoor(
  db: Db,
  eventId: number,
  page: { afterId: number; limit: number; now: string },
): Promise<ListedTicket[]> {
  return db
    .selectFrom('ticket')
    .innerJoin('order', 'order.id', 'ticket.order_id')
    .select((eb) => [
      'ticket.id',
      'ticket.code',
      'ticket.ticket_type_id as ticketTypeId',
      eb
        .case()
        .when('ticket.refund_id', 'is not', null)
        .then(eb.val<OrderStatus>('refunded'))
        .when('ticket.blocked_at', 'is not', null)
        .then(eb.val<OrderStatus>('failed_admin'))
        .when(
          sql<boolean>`"order".status = 'reserved' and "order".expires_at <= ${page.now} and not exists (
            select 1 from payment_attempt where order_id = "order".id and status in ('initiated', 'created', 'unknown'))`,
        )
        .then(eb.val<OrderStatus>('expired'))
        .else(eb.ref('order.status'))
        .end()
        .as('status'),
      'ticket.times_used as timesUsed',
      'ticket.used_day as usedDay',
      'ticket.used_on_day as usedOnDay',
      'ticket.inside',
      'ticket.stepped_out as steppedOut',
      'ticket.first_used_at as firstUsedAt',
      'ticket.first_door_id as firstDoorId',
    ])
    .where('ticket.id', '>', page.afterId)
    .where('ticket.event_id', '=', eventId)
    .orderBy('ticket.id')
    .limit(page.limit)
    .execute()
}

/** Every type of ticket, archived ones too: their tickets are still about. */
export async function listDoorTicketTypes(db: Db): Promise<DoorTicketType[]> {
  const types = await db
    .selectFrom('ticket_type')
    .select(['id', 'title', 'door_note as doorNote', 'admit_times as times', 'admit_per as per'])
    .orderBy('id')
    .execute()
  return types.map(({ times, per, ...type }) => ({ ...type, admit: { times, per } }))
}
