import type { Channel, Reservation } from '#shared/domain/reservations/decide-reservation'
import type { OrderStatus } from '#shared/domain/orders/order-status'
import { prepareQuery } from '../prepared-query'
import type { Transaction } from '../transaction'
import { insertOrderLines } from './order-line-repository'

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
  /** What has been paid of the total so far. */
  paidOre: number
  /** The shift that sells it. */
  shiftId: number | null
  parkedName: string | null
  revision: number
  /** A practice sale: it takes no seats. */
  training: boolean
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
      'paid_ore as paidOre',
      'shift_id as shiftId',
      'parked_name as parkedName',
      'revision',
      'training',
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
  shiftId: number | null
  training: number
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
      shift_id: param('shiftId'),
      training: param('training'),
    })
    .returning('id'),
)

export function findOrder(trx: Transaction, id: number): OrderRecord | undefined {
  const row = trx.first(orderById, { id })
  return row && { ...row, training: row.training === 1 }
}

export function getOrder(trx: Transaction, id: number): OrderRecord {
  const order = findOrder(trx, id)
  if (order === undefined) throw new Error(`there is no order ${id}`)
  return order
}

/**
 * Records a reservation whose seats have been taken, with its lines at the prices it was reserved at.
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
    shiftId: number | null
    training: boolean
  },
): number {
  const { reservation } = order
  const inserted = trx.first(insert, {
    eventId: order.eventId,
    channel: order.channel,
    email: order.email,
    totalOre: reservation.totalOre,
    ticketCount: reservation.ticketCount,
    now: order.now,
    createdBy: order.createdBy,
    expiresAt: reservation.expiresAt,
    shiftId: order.shiftId,
    training: order.training ? 1 : 0,
  })
  if (inserted === undefined) throw new Error('the order was not stored')
  insertOrderLines(
    trx,
    inserted.id,
    reservation.lines.map(({ ticketType, count }) => ({
      ticketTypeId: ticketType.id,
      count,
      priceOre: ticketType.priceOre,
      vatRateBp: ticketType.vatRateBp,
    })),
  )
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

/** Writes what a basket holds from now on. Its seats have been counted. */
export async function updateBasket(
  { db }: Transaction,
  id: number,
  basket: {
    email: string | null
    ticketCount: number
    totalOre: number
    discountOre: number
    revision: number
    expiresAt: string
  },
): Promise<void> {
  await db
    .updateTable('order')
    .set({
      status: 'reserved',
      email: basket.email,
      ticket_count: basket.ticketCount,
      total_ore: basket.totalOre,
      discount_ore: basket.discountOre,
      revision: basket.revision,
      expires_at: basket.expiresAt,
      closed_at: null,
    })
    .where('id', '=', id)
    .execute()
}

/** Writes what an unpaid order costs with another discount, or none. */
export async function updateTotal(
  { db }: Transaction,
  id: number,
  total: { totalOre: number; discountOre: number; revision: number },
): Promise<void> {
  await db
    .updateTable('order')
    .set({ total_ore: total.totalOre, discount_ore: total.discountOre, revision: total.revision })
    .where('id', '=', id)
    .where('status', '=', 'reserved')
    .execute()
}

/** Gives an unpaid order to a shift, out of its parking place. */
export async function assignShift({ db }: Transaction, id: number, shiftId: number | null): Promise<void> {
  await db.updateTable('order').set({ shift_id: shiftId, parked_name: null }).where('id', '=', id).execute()
}

export async function parkOrder({ db }: Transaction, id: number, name: string, expiresAt: string): Promise<void> {
  await db
    .updateTable('order')
    .set({ parked_name: name, expires_at: expiresAt })
    .where('id', '=', id)
    .where('status', '=', 'reserved')
    .execute()
}

const countPart = prepareQuery<{ id: number; amountOre: number }>()((db, param) =>
  db
    .updateTable('order')
    .set((eb) => ({ paid_ore: eb('paid_ore', '+', param('amountOre')) }))
    .where('id', '=', param('id'))
    .where('status', '=', 'reserved')
    .where((eb) => eb(eb('paid_ore', '+', param('amountOre')), '<=', eb.ref('total_ore')))
    .returning(['paid_ore as paidOre', 'total_ore as totalOre']),
)

/**
 * Counts money that pays a part of a reserved order, or (below zero) is given back before it was finished.
 *
 * @returns what is paid now, or undefined when the order is not reserved or the money is more than it needs; then nothing changed
 */
export function countPaid(
  trx: Transaction,
  id: number,
  amountOre: number,
): { paidOre: number; totalOre: number } | undefined {
  return trx.first(countPart, { id, amountOre })
}
