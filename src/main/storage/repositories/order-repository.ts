import type { Channel, Reservation } from '#shared/domain/reservations/decide-reservation'
import type { OrderStatus } from '#shared/domain/orders/order-status'
import { prepareQuery } from '../prepared-query'
import type { Transaction } from '../transaction'

/** An order as the rules see it. */
export interface OrderRecord {
  id: number
  eventId: number
  channel: Channel
  status: OrderStatus
  email: string | null
  totalOre: number
  ticketCount: number
  refundedCount: number
  expiresAt: string
  paidAt: string | null
}

const orderById = prepareQuery<{ id: number }>()((db, param) =>
  db
    .selectFrom('order')
    .select([
      'id',
      'event_id as eventId',
      'channel',
      'status',
      'email',
      'total_ore as totalOre',
      'ticket_count as ticketCount',
      'refunded_count as refundedCount',
      'expires_at as expiresAt',
      'paid_at as paidAt',
    ])
    .where('id', '=', param('id')),
)

const insert = prepareQuery<{
  eventId: number
  channel: Channel
  email: string | null
  totalOre: number
  ticketCount: number
  now: string
  createdBy: number | null
  expiresAt: string
}>()((db, param) =>
  db
    .insertInto('order')
    .values({
      event_id: param('eventId'),
      channel: param('channel'),
      status: 'reserved',
      email: param('email'),
      total_ore: param('totalOre'),
      ticket_count: param('ticketCount'),
      created_at: param('now'),
      created_by: param('createdBy'),
      expires_at: param('expiresAt'),
    })
    .returning('id'),
)

const insertTicket = prepareQuery<{
  code: string
  orderId: number
  eventId: number
  ticketTypeId: number
  priceOre: number
  vatRateBp: number
}>()((db, param) =>
  db
    .insertInto('ticket')
    .values({
      code: param('code'),
      order_id: param('orderId'),
      event_id: param('eventId'),
      ticket_type_id: param('ticketTypeId'),
      price_ore: param('priceOre'),
      vat_rate_bp: param('vatRateBp'),
    })
    .onConflict((conflict) => conflict.column('code').doNothing()),
)

export function findOrder(trx: Transaction, id: number): OrderRecord | undefined {
  return trx.first(orderById, { id })
}

export function getOrder(trx: Transaction, id: number): OrderRecord {
  const order = findOrder(trx, id)
  if (order === undefined) throw new Error(`there is no order ${id}`)
  return order
}

/** Codes are tried again when the database has seen one before; at a hundred million used ones this is still plenty. */
const MOST_CODE_TRIES = 1_000

/**
 * Records a reservation whose seats have been taken, with its tickets at the prices it was reserved at.
 *
 * @returns the order's id
 */
export function insertReservedOrder(
  trx: Transaction,
  order: {
    eventId: number
    channel: Channel
    email: string | null
    reservation: Reservation
    now: string
    createdBy: number | null
    newTicketCode: () => string
  },
): number {
  const { eventId, reservation } = order
  const inserted = trx.first(insert, {
    eventId,
    channel: order.channel,
    email: order.email,
    totalOre: reservation.totalOre,
    ticketCount: reservation.ticketCount,
    now: order.now,
    createdBy: order.createdBy,
    expiresAt: reservation.expiresAt,
  })
  if (inserted === undefined) throw new Error('the order was not stored')
  for (const { ticketType, count } of reservation.lines) {
    for (let made = 0; made < count; made++) {
      let tries = 0
      const ticket = {
        orderId: inserted.id,
        eventId,
        ticketTypeId: ticketType.id,
        priceOre: ticketType.priceOre,
        vatRateBp: ticketType.vatRateBp,
      }
      while (trx.run(insertTicket, { ...ticket, code: order.newTicketCode() }) === 0) {
        if (++tries >= MOST_CODE_TRIES) throw new Error('no free ticket code was found')
      }
    }
  }
  return inserted.id
}

/** Gives an unpaid order a new end, taking an ended one back into `reserved`. Its seats must have been taken. */
export async function renewOrder({ db }: Transaction, id: number, expiresAt: string): Promise<void> {
  await db
    .updateTable('order')
    .set({ status: 'reserved', expires_at: expiresAt, closed_at: null })
    .where('id', '=', id)
    .where('status', 'in', ['reserved', 'expired', 'cancelled'])
    .execute()
}

/** Ends an unpaid order; false when it was not reserved any more. Its seats are the caller's to give back. */
export async function cancelOrder({ db }: Transaction, id: number, now: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('order')
    .set({ status: 'cancelled', closed_at: now })
    .where('id', '=', id)
    .where('status', '=', 'reserved')
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Makes a reserved order paid; false when it was not reserved any more. */
export async function markPaid({ db }: Transaction, id: number, now: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('order')
    .set({ status: 'paid', paid_at: now })
    .where('id', '=', id)
    .where('status', '=', 'reserved')
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function setOrderEmail({ db }: Transaction, id: number, email: string): Promise<void> {
  await db.updateTable('order').set({ email }).where('id', '=', id).where('status', '!=', 'paid').execute()
}
