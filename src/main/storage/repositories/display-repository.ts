import { sql } from 'kysely'
import type { DisplayedBasket, DisplayedIdle, DisplayedThanks } from '#shared/contract/display-api'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'
import { findLiveAttempt } from './payment-attempt-repository'

export async function findDisplayRegister(db: Db, displayKey: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('customer_display')
    .select('register_id')
    .where('display_key', '=', displayKey)
    .executeTakeFirst()
  return row?.register_id
}

export async function findDisplayKey(db: Db, registerId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('customer_display')
    .select('display_key')
    .where('register_id', '=', registerId)
    .executeTakeFirst()
  return row?.display_key
}

/** False when there is no such register. */
export async function saveDisplayKey({ db }: Transaction, registerId: number, displayKey: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('customer_display')
    .set({ display_key: displayKey })
    .where('register_id', '=', registerId)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/**
 * The order that a register's open shift works on: of the unparked ones that wait for money, and those paid after
 * `paidAfter`, the one that something happened to last.
 */
export async function findOrderInWork(db: Db, registerId: number, times: { now: string; paidAfter: string }) {
  const orders = await db
    .selectFrom('order')
    .innerJoin('shift', 'shift.id', 'order.shift_id')
    .innerJoin('event', 'event.id', 'order.event_id')
    .select([
      'order.id',
      'order.status',
      'order.training',
      'order.total_ore as totalOre',
      'order.paid_ore as paidOre',
      'order.discount_ore as discountOre',
      'order.expires_at as expiresAt',
      'order.paid_at as paidAt',
      'event.title as eventTitle',
      'event.event_at as eventAt',
      sql<number>`(select max(id) from timeline_entry where order_id = "order".id and kind <> 'admitted')`.as(
        'lastEntry',
      ),
    ])
    .where('shift.register_id', '=', registerId)
    .where('shift.closed_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb.and([eb('order.status', '=', 'reserved'), eb('order.parked_name', 'is', null)]),
        eb.and([eb('order.status', '=', 'paid'), eb('order.paid_at', '>', times.paidAfter)]),
      ]),
    )
    .orderBy('lastEntry', 'desc')
    .execute()
  for (const order of orders) {
    const attempt = order.status === 'reserved' ? await findLiveAttempt(db, order.id) : undefined
    const living = order.status === 'paid' || order.paidOre > 0 || order.expiresAt > times.now || attempt !== undefined
    if (living) return { ...order, attempt }
  }
  return undefined
}
type OrderInWork = NonNullable<Awaited<ReturnType<typeof findOrderInWork>>>

/** Sums of what was paid by each tender and not given back, in the order in which they came. */
async function paidParts(db: Db, orderId: number) {
  return db
    .selectFrom('payment')
    .select(({ fn }) => [
      'tender',
      fn.sum<number>('amount_ore').as('amountOre'),
      fn.sum<number>('change_ore').as('changeOre'),
    ])
    .where('order_id', '=', orderId)
    .where('refund_id', 'is', null)
    .groupBy('tender')
    .orderBy(({ fn }) => fn.min('id'))
    .execute()
}

export async function displayBasket(db: Db, order: OrderInWork): Promise<DisplayedBasket> {
  const lines = await db
    .selectFrom('order_line')
    .innerJoin('ticket_type', 'ticket_type.id', 'order_line.ticket_type_id')
    .select(['ticket_type.title', 'order_line.count', 'order_line.price_ore as priceOre'])
    .where('order_id', '=', order.id)
    .orderBy('position')
    .execute()
  const parts = await paidParts(db, order.id)
  const { attempt } = order
  // Before Swish has taken it up there is nothing to scan and nothing in the phone.
  const waits = attempt !== undefined && attempt.status !== 'initiated'
  return {
    kind: 'basket',
    training: order.training === 1,
    event: { title: order.eventTitle, eventAt: order.eventAt },
    lines: lines.map(({ title, count, priceOre }) => ({ title, count, amountOre: count * priceOre })),
    discountOre: order.discountOre,
    totalOre: order.totalOre,
    parts: parts.filter(({ amountOre }) => amountOre > 0).map(({ tender, amountOre }) => ({ tender, amountOre })),
    restOre: order.totalOre - order.paidOre,
    swish: waits ? { amountOre: attempt.amountOre, token: attempt.token } : null,
  }
}

export async function displayThanks(db: Db, order: OrderInWork): Promise<DisplayedThanks> {
  const parts = await paidParts(db, order.id)
  const printed = await db
    .selectFrom('print_job')
    .select('id')
    .where('order_id', '=', order.id)
    .where(sql<string>`document ->> '$.kind'`, '=', 'tickets')
    .where('state', 'not in', ['cancelled', 'failed'])
    .executeTakeFirst()
  const mailed = await db.selectFrom('mail').select('id').where('order_id', '=', order.id).executeTakeFirst()
  return {
    kind: 'thanks',
    training: order.training === 1,
    totalOre: order.totalOre,
    changeOre: parts.reduce((sum, { changeOre }) => sum + changeOre, 0),
    ticketsPrinted: printed !== undefined,
    ticketsMailed: mailed !== undefined,
  }
}

export async function displayIdle(db: Db, now: string): Promise<DisplayedIdle> {
  const event = await db
    .selectFrom('event')
    .select(['title', 'event_at as eventAt'])
    .where('archived_at', 'is', null)
    .where('event_at', '>', now)
    .orderBy('event_at')
    .orderBy('id')
    .executeTakeFirst()
  return { kind: 'idle', nextEvent: event ?? null }
}
