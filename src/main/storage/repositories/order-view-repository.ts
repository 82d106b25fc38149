import type { Order, OrderSummary } from '#shared/contract/order-api'
import type { Db } from '../schema'
import { findDiscountView } from './discount-repository'
import { attemptView, findLatestAttempt, type Viewpoint } from './payment-attempt-repository'
import { listRefundsDueOfOrder, listRefundsOfOrder, refundDueView, refundViews } from './refund-repository'
import { listTimeline } from './timeline-repository'

/** An order's tickets as people see them. */
export async function listTickets(db: Db, orderId: number) {
  const rows = await db
    .selectFrom('ticket')
    .innerJoin('ticket_type', 'ticket_type.id', 'ticket.ticket_type_id')
    .select([
      'ticket.id',
      'ticket.code',
      'ticket.ticket_type_id as ticketTypeId',
      'ticket_type.title as ticketTypeTitle',
      'ticket.price_ore as priceOre',
      'ticket.discount_ore as discountOre',
      'ticket.times_used as timesUsed',
      'ticket.first_used_at as firstUsedAt',
      'ticket.refund_id as refundId',
      'ticket.blocked_at as blockedAt',
      'ticket.blocked_reason as blockedReason',
    ])
    .where('ticket.order_id', '=', orderId)
    .orderBy('ticket.id')
    .execute()
  return rows.map(({ blockedAt, blockedReason, ...ticket }) => ({
    ...ticket,
    blocked: blockedAt === null ? null : { at: blockedAt, reason: blockedReason ?? '' },
  }))
}

const listLines = (db: Db, orderId: number) =>
  db
    .selectFrom('order_line')
    .innerJoin('ticket_type', 'ticket_type.id', 'order_line.ticket_type_id')
    .select([
      'order_line.ticket_type_id as ticketTypeId',
      'ticket_type.title as ticketTypeTitle',
      'order_line.count',
      'order_line.price_ore as priceOre',
      'order_line.vat_rate_bp as vatRateBp',
    ])
    .where('order_line.order_id', '=', orderId)
    .orderBy('order_line.position')
    .execute()

/** Where a receipt's page is found on this server. */
/** Where a receipt's page is on this server, by its key. */
export const receiptPagePath = (pageKey: string) => `/receipts/${pageKey}`

async function listReceipts(db: Db, orderId: number): Promise<Order['receipts']> {
  const rows = await db
    .selectFrom('receipt')
    .innerJoin('register', 'register.id', 'receipt.register_id')
    .select([
      'receipt.id',
      'receipt.kind',
      'receipt.number',
      'register.name as registerName',
      'receipt.total_ore as totalOre',
      'receipt.at',
      'receipt.page_key as pageKey',
    ])
    .where('receipt.order_id', '=', orderId)
    .orderBy('receipt.id')
    .execute()
  return rows.map(({ pageKey, ...receipt }) => ({ ...receipt, pagePath: receiptPagePath(pageKey) }))
}

/** Everything that a person looking at an order sees. */
export async function findOrderView(db: Db, id: number, viewpoint: Viewpoint): Promise<Order | undefined> {
  const row = await db
    .selectFrom('order')
    .innerJoin('event', 'event.id', 'order.event_id')
    .leftJoin('shift', 'shift.id', 'order.shift_id')
    .selectAll('order')
    .select(['event.title as eventTitle', 'event.event_at as eventAt', 'shift.register_id as registerId'])
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
      'payment.reverses_id as reversesId',
    ])
    .where('payment.order_id', '=', id)
    .orderBy('payment.id')
    .execute()
  const mail = await db
    .selectFrom('mail')
    .select(['id', 'state', 'to_address as toAddress', 'error'])
    .where('order_id', '=', id)
    .where('receipt_id', 'is', null)
    .executeTakeFirst()
  const attempt = await findLatestAttempt(db, id)
  const discount = await findDiscountView(db, id)
  const refundsDue = await listRefundsDueOfOrder(db, id)
  return {
    id: row.id,
    orderNumber: row.id,
    channel: row.channel,
    status: row.status,
    event: { id: row.event_id, title: row.eventTitle, eventAt: row.eventAt },
    email: row.email,
    grossOre: row.total_ore + row.discount_ore,
    discount: discount === undefined ? null : { ...discount, amountOre: row.discount_ore },
    totalOre: row.total_ore,
    paidOre: row.paid_ore,
    shiftId: row.shift_id,
    registerId: row.registerId,
    parkedName: row.parked_name,
    revision: row.revision,
    training: row.training === 1,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    paidAt: row.paid_at,
    lines: await listLines(db, id),
    tickets,
    paymentAttempt: attempt === undefined ? null : attemptView(attempt, viewpoint),
    payments,
    refunds: await refundViews(db, await listRefundsOfOrder(db, id), viewpoint),
    refundsDue: refundsDue.map(refundDueView),
    receipts: await listReceipts(db, id),
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
  search: { orderNumber?: number; ticketCode?: string; emailStart?: string; parkedName?: string },
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
  const { orderNumber, ticketCode, emailStart, parkedName } = search
  if (orderNumber !== undefined || ticketCode !== undefined || emailStart !== undefined) {
    query = query.where((eb) =>
      eb.or([
        ...(orderNumber === undefined ? [] : [eb('order.id', '=', orderNumber)]),
        ...(ticketCode === undefined
          ? []
          : [eb('order.id', 'in', eb.selectFrom('ticket').select('ticket.order_id').where('code', '=', ticketCode))]),
        // Only unpaid orders wait under a name, and of those there are few.
        ...(parkedName === undefined
          ? []
          : [eb.and([eb('order.status', '=', 'reserved'), eb('order.parked_name', 'like', `%${parkedName}%`)])]),
        ...(emailStart === undefined
          ? []
          : [eb.and([eb('order.email', '>=', emailStart), eb('order.email', '<', `${emailStart}\u{10ffff}`)])]),
      ]),
    )
  }
  return query.execute()
}
