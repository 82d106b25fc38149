import type { Order, OrderSummary } from '#shared/contract/order-api'
import type { Db } from '../schema'
import { attemptView, findLatestAttempt, type Viewpoint } from './payment-attempt-repository'
import { listRefundsDueOfOrder, listRefundsOfOrder, refundViews } from './refund-repository'
import { listTimeline } from './timeline-repository'

/** An order's tickets as people see them. */
export async function listTickets(db: Db, orderId: number) {
  return db
    .selectFrom('ticket')
    .innerJoin('ticket_type', 'ticket_type.id', 'ticket.ticket_type_id')
    .select([
      'ticket.code',
      'ticket.ticket_type_id as ticketTypeId',
      'ticket_type.title as ticketTypeTitle',
      'ticket.price_ore as priceOre',
      'ticket.times_used as timesUsed',
      'ticket.first_used_at as firstUsedAt',
      'ticket.refund_id as refundId',
    ])
    .where('ticket.order_id', '=', orderId)
    .orderBy('ticket.id')
    .execute()
}

function linesOf(tickets: Awaited<ReturnType<typeof listTickets>>): Order['lines'] {
  const lines = new Map<string, Order['lines'][number]>()
  for (const { ticketTypeId, ticketTypeTitle, priceOre } of tickets) {
    const key = `${ticketTypeId}/${priceOre}`
    const line = lines.get(key)
    if (line === undefined) lines.set(key, { ticketTypeId, ticketTypeTitle, priceOre, count: 1 })
    else line.count++
  }
  return [...lines.values()]
}

/** Everything that a person looking at an order sees. */
export async function findOrderView(db: Db, id: number, viewpoint: Viewpoint): Promise<Order | undefined> {
  const row = await db
    .selectFrom('order')
    .innerJoin('event', 'event.id', 'order.event_id')
    .selectAll('order')
    .select(['event.title as eventTitle', 'event.event_at as eventAt'])
    .where('order.id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const tickets = await listTickets(db, id)
  const payments = await db
    .selectFrom('payment')
    .leftJoin('staff_user', 'staff_user.id', 'payment.taken_by')
    .select([
      'payment.id',
      'payment.tender',
      'payment.amount_ore as amountOre',
      'payment.rounding_ore as roundingOre',
      'payment.given_ore as givenOre',
      'payment.change_ore as changeOre',
      'payment.reference',
      'payment.taken_at as takenAt',
      'staff_user.name as takenBy',
    ])
    .where('payment.order_id', '=', id)
    .orderBy('payment.id')
    .execute()
  const mail = await db
    .selectFrom('mail')
    .select(['id', 'state', 'to_address as toAddress', 'error'])
    .where('order_id', '=', id)
    .executeTakeFirst()
  const attempt = await findLatestAttempt(db, id)
  return {
    id: row.id,
    orderNumber: row.id,
    channel: row.channel,
    status: row.status,
    event: { id: row.event_id, title: row.eventTitle, eventAt: row.eventAt },
    email: row.email,
    totalOre: row.total_ore,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    paidAt: row.paid_at,
    lines: linesOf(tickets),
    tickets,
    paymentAttempt: attempt === undefined ? null : attemptView(attempt, viewpoint),
    payments,
    refunds: await refundViews(db, await listRefundsOfOrder(db, id), viewpoint),
    refundsDue: await listRefundsDueOfOrder(db, id),
    mail: mail ?? null,
    timeline: await listTimeline(db, id),
  }
}

/** The same for an order that is known to be there. */
export async function getOrderView(db: Db, id: number, viewpoint: Viewpoint): Promise<Order> {
  const order = await findOrderView(db, id, viewpoint)
  if (order === undefined) throw new Error(`there is no order ${id}`)
  return order
}

const MOST_MATCHES = 200

/** Newest orders that a search names: by order number, ticket code, or the beginning of an address. */
export async function searchOrders(
  db: Db,
  search: { orderNumber?: number; ticketCode?: string; emailStart?: string },
  limit: number,
): Promise<OrderSummary[]> {
  let query = db
    .selectFrom('order')
    .innerJoin('event', 'event.id', 'order.event_id')
    .select([
      'order.id',
      'order.id as orderNumber',
      'order.status',
      'order.channel',
      'event.title as eventTitle',
      'order.email',
      'order.ticket_count as ticketCount',
      'order.refunded_count as refundedCount',
      'order.total_ore as totalOre',
      'order.created_at as createdAt',
    ])
    .orderBy('order.id', 'desc')
    .limit(Math.min(limit, MOST_MATCHES))
  const { orderNumber, ticketCode, emailStart } = search
  if (orderNumber !== undefined || ticketCode !== undefined || emailStart !== undefined) {
    query = query.where((eb) =>
      eb.or([
        ...(orderNumber === undefined ? [] : [eb('order.id', '=', orderNumber)]),
        ...(ticketCode === undefined
          ? []
          : [eb('order.id', 'in', eb.selectFrom('ticket').select('ticket.order_id').where('code', '=', ticketCode))]),
        ...(emailStart === undefined
          ? []
          : [eb.and([eb('order.email', '>=', emailStart), eb('order.email', '<', `${emailStart}\u{10ffff}`)])]),
      ]),
    )
  }
  return query.execute()
}
