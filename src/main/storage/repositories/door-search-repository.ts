import { sql } from 'kysely'
import type { AdmitRule } from '#shared/domain/check-in/decide-scan'
import type { OrderStatus } from '#shared/domain/orders/order-status'
import type { Db } from '../schema'

/** What a text may stand for. */
export interface DoorSearchTerms {
  /** Capitals. */
  codeStart?: string
  /** Of an order or a receipt. */
  number?: number
  emailStarts: readonly string[]
  /** A part of a name, its letters A–Z small, in each way that its other letters may be written. */
  names: readonly string[]
}

/** A ticket as a search at the door shows it. */
export interface FoundTicketRecord {
  code: string
  ticketTypeId: number
  ticketTypeTitle: string
  eventId: number
  eventTitle: string
  eventAt: string
  doorsOpenAt: string | null
  orderNumber: number
  name: string | null
  email: string | null
  orderStatus: OrderStatus
  refundId: number | null
  blockedAt: string | null
  timesUsed: number
  usedDay: string | null
  usedOnDay: number
  inside: number
  steppedOut: number
  admitTimes: number
  admitPer: AdmitRule['per']
  firstUsedAt: string | null
  firstDoorName: string | null
}

/** After everything that begins with a text. */
const endOf = (start: string) => `${start}\u{10ffff}`

/** The orders that a text names, each kind by an index of its own: one query with OR would read the whole table. */
async function listOrderIds(db: Db, terms: DoorSearchTerms, limit: number): Promise<number[]> {
  const { number, emailStarts, names } = terms
  const orders = db.selectFrom('order').select('id').limit(limit)
  const found = new Set<number>()
  if (number !== undefined) {
    for (const { id } of await orders.where('id', '=', number).execute()) found.add(id)
    const receipts = db.selectFrom('receipt').select('order_id as id').where('number', '=', number).limit(limit)
    for (const { id } of await receipts.execute()) found.add(id)
  }
  for (const start of emailStarts) {
    const query = orders.where('email', '>=', start).where('email', '<', endOf(start)).orderBy('email')
    for (const { id } of await query.execute()) found.add(id)
  }
  for (const name of names) {
    const query = orders
      .where('parked_name', 'is not', null)
      .where(sql<boolean>`instr(lower(parked_name), ${name}) > 0`)
    for (const { id } of await query.execute()) found.add(id)
  }
  return [...found]
}

/** Tickets that a text names: by their own code first, then those of orders. */
export async function searchTicketsAtDoor(db: Db, terms: DoorSearchTerms, limit: number): Promise<FoundTicketRecord[]> {
  const { codeStart } = terms
  const byCode =
    codeStart === undefined
      ? []
      : await selectFound(db, limit)
          .where('ticket.code', '>=', codeStart)
          .where('ticket.code', '<', endOf(codeStart))
          .orderBy('ticket.code')
          .execute()
  const orderIds = byCode.length < limit ? await listOrderIds(db, terms, limit) : []
  if (orderIds.length === 0) return byCode
  const byOrder = await selectFound(db, limit).where('ticket.order_id', 'in', orderIds).orderBy('ticket.id').execute()
  const known = new Set(byCode.map(({ code }) => code))
  return [...byCode, ...byOrder.filter(({ code }) => !known.has(code))].slice(0, limit)
}

const selectFound = (db: Db, limit: number) =>
  db
    .selectFrom('ticket')
    .innerJoin('order', 'order.id', 'ticket.order_id')
    .innerJoin('event', 'event.id', 'ticket.event_id')
    .innerJoin('ticket_type', 'ticket_type.id', 'ticket.ticket_type_id')
    .leftJoin('door', 'door.id', 'ticket.first_door_id')
    .select([
      'ticket.code',
      'ticket.ticket_type_id as ticketTypeId',
      'ticket_type.title as ticketTypeTitle',
      'ticket_type.admit_times as admitTimes',
      'ticket_type.admit_per as admitPer',
      'ticket.event_id as eventId',
      'event.title as eventTitle',
      'event.event_at as eventAt',
      'event.doors_open_at as doorsOpenAt',
      'ticket.order_id as orderNumber',
      'order.parked_name as name',
      'order.email',
      'order.status as orderStatus',
      'ticket.refund_id as refundId',
      'ticket.blocked_at as blockedAt',
      'ticket.times_used as timesUsed',
      'ticket.used_day as usedDay',
      'ticket.used_on_day as usedOnDay',
      'ticket.inside',
      'ticket.stepped_out as steppedOut',
      'ticket.first_used_at as firstUsedAt',
      'door.name as firstDoorName',
    ])
    .limit(limit)
