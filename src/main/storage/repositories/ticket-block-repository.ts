import type { OrderStatus } from '#shared/domain/orders/order-status'
import type { Transaction } from '../transaction'

/** What blocking a ticket depends on. */
export interface BlockableTicket {
  id: number
  code: string
  orderId: number
  eventId: number
  orderStatus: OrderStatus
  refundId: number | null
  blockedAt: string | null
}

export async function findTicketToBlock({ db }: Transaction, id: number): Promise<BlockableTicket | undefined> {
  return db
    .selectFrom('ticket')
    .innerJoin('order', 'order.id', 'ticket.order_id')
    .select([
      'ticket.id',
      'ticket.code',
      'ticket.order_id as orderId',
      'ticket.event_id as eventId',
      'order.status as orderStatus',
      'ticket.refund_id as refundId',
      'ticket.blocked_at as blockedAt',
    ])
    .where('ticket.id', '=', id)
    .executeTakeFirst()
}

/** @param block null lets the ticket in again */
export async function setBlock(
  { db }: Transaction,
  id: number,
  block: { at: string; staffUserId: number; reason: string } | null,
): Promise<void> {
  await db
    .updateTable('ticket')
    .set({
      blocked_at: block?.at ?? null,
      blocked_by: block?.staffUserId ?? null,
      blocked_reason: block?.reason ?? null,
    })
    .where('id', '=', id)
    .execute()
}
