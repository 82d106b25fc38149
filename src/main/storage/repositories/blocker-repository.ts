import { sql } from 'kysely'
import type { Blocker, SeenBlocker } from '#shared/contract/shift-report-api'
import { livePaymentAttemptStatuses } from '#shared/domain/payments/payment-attempt'
import type { Db } from '../schema'
import type { Transaction } from '../transaction'
import { recordTimeline } from './timeline-repository'

const nothing = { tickets: null, amountOre: null, paidOre: null, parkedName: null, error: null, training: false }

/** What is not finished of a shift, but for what somebody has seen and left for later. */
export async function listBlockers(db: Db, shiftId: number, now: string): Promise<Blocker[]> {
  const all = [
    ...(await listUnpaid(db, shiftId, now)),
    ...(await listRefundsDue(db, shiftId)),
    ...(await listRefundsOpen(db, shiftId)),
    ...(await listFailedPrints(db, shiftId)),
    ...(await listFailedMails(db, shiftId)),
  ]
  const seen = await db.selectFrom('seen_blocker').selectAll().where('shift_id', '=', shiftId).execute()
  return all.filter(({ kind, id }) => !seen.some((one) => one.kind === kind && one.subject_id === id))
}

/** Unpaid orders of a shift that have not run out, oldest first. */
async function listUnpaid(db: Db, shiftId: number, now: string): Promise<Blocker[]> {
  const rows = await db
    .selectFrom('order')
    .innerJoin('event', 'event.id', 'order.event_id')
    .select((eb) => [
      'order.id',
      'event.title',
      'order.ticket_count as tickets',
      'order.total_ore as amountOre',
      'order.paid_ore as paidOre',
      'order.parked_name as parkedName',
      'order.training',
      'order.expires_at as expiresAt',
      'order.created_at as since',
      eb
        .exists(
          eb
            .selectFrom('payment_attempt')
            .select('payment_attempt.id')
            .whereRef('payment_attempt.order_id', '=', 'order.id')
            .where('payment_attempt.status', 'in', livePaymentAttemptStatuses),
        )
        .as('swishWaits'),
    ])
    .where('order.shift_id', '=', shiftId)
    .where('order.status', '=', 'reserved')
    .orderBy('order.id')
    .execute()
  return rows.flatMap(({ swishWaits, expiresAt, training, ...row }): Blocker[] => {
    const kind = swishWaits ? 'swish_payment' : row.paidOre > 0 ? 'part_paid' : 'basket'
    if (kind === 'basket' && expiresAt <= now) return []
    return [{ ...nothing, ...row, kind, orderId: row.id, training: training === 1 }]
  })
}

/** Money received for orders of this shift that nobody has decided about. */
async function listRefundsDue(db: Db, shiftId: number): Promise<Blocker[]> {
  const rows = await db
    .selectFrom('refund_due')
    .innerJoin('order', 'order.id', 'refund_due.order_id')
    .innerJoin('event', 'event.id', 'order.event_id')
    .select([
      'refund_due.id',
      'refund_due.order_id as orderId',
      'event.title',
      'refund_due.amount_ore as amountOre',
      'refund_due.opened_at as since',
    ])
    .where('order.shift_id', '=', shiftId)
    .where('refund_due.resolution', 'is', null)
    .orderBy('refund_due.id')
    .execute()
  return rows.map((row) => ({ ...nothing, ...row, kind: 'refund_due' as const }))
}

/** Money that this shift sent back and that has not arrived, or was refused. */
async function listRefundsOpen(db: Db, shiftId: number): Promise<Blocker[]> {
  const rows = await db
    .selectFrom('refund')
    .innerJoin('order', 'order.id', 'refund.order_id')
    .innerJoin('event', 'event.id', 'order.event_id')
    .select([
      'refund.id',
      'refund.order_id as orderId',
      'event.title',
      'refund.amount_ore as amountOre',
      'refund.error_text as error',
      'refund.created_at as since',
    ])
    .where('refund.shift_id', '=', shiftId)
    .where((eb) =>
      eb.or([
        eb('refund.status', 'in', ['initiated', 'created', 'debited', 'unknown']),
        eb('attention', 'is not', null),
      ]),
    )
    .orderBy('refund.id')
    .execute()
  return rows.map((row) => ({ ...nothing, ...row, kind: 'refund' as const }))
}

async function listFailedPrints(db: Db, shiftId: number): Promise<Blocker[]> {
  const rows = await db
    .selectFrom('print_job')
    .select(['id', 'order_id as orderId', 'title', 'error_text as error', 'created_at as since'])
    .where('shift_id', '=', shiftId)
    .where('state', '=', 'failed')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...nothing, ...row, kind: 'print_job' as const }))
}

async function listFailedMails(db: Db, shiftId: number): Promise<Blocker[]> {
  const rows = await db
    .selectFrom('mail')
    .innerJoin('order', 'order.id', 'mail.order_id')
    .select([
      'mail.id',
      'mail.order_id as orderId',
      'mail.to_address as title',
      'mail.error',
      'mail.created_at as since',
    ])
    .where('order.shift_id', '=', shiftId)
    .where('mail.state', '=', 'failed')
    .orderBy('mail.id')
    .execute()
  return rows.map((row) => ({ ...nothing, ...row, kind: 'mail' as const }))
}

export async function markSeen(
  { db }: Transaction,
  shiftId: number,
  blocker: SeenBlocker,
  by: { at: string; staffUserId: number },
): Promise<void> {
  await db
    .insertInto('seen_blocker')
    .values({
      shift_id: shiftId,
      kind: blocker.kind,
      subject_id: blocker.id,
      at: by.at,
      staff_user_id: by.staffUserId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * Lets unpaid orders of a shift wait for another, or for any: parked under the register's name where they had none, so that the
 * next till finds them in its list. Their seats stay held as long as they were.
 *
 * @returns the orders that were handed over; others of `orderIds` were not this shift's any more, or not unpaid
 */
export async function handOverOrders(
  trx: Transaction,
  from: { shiftId: number; registerName: string },
  orderIds: readonly number[],
  to: { shiftId: number; registerName: string } | null,
  by: { at: string; staffUserId: number },
): Promise<number[]> {
  const rows = await trx.db
    .updateTable('order')
    .set({
      shift_id: to?.shiftId ?? null,
      parked_name: sql`coalesce(parked_name, ${from.registerName})`,
      revision: sql`revision + 1`,
    })
    .where('id', 'in', orderIds)
    .where('shift_id', '=', from.shiftId)
    .where('status', '=', 'reserved')
    .returning('id')
    .execute()
  for (const { id: orderId } of rows) {
    const detail = { from: from.registerName, to: to?.registerName ?? null }
    recordTimeline(trx, { orderId, at: by.at, kind: 'handed_over', staffUserId: by.staffUserId, detail })
  }
  return rows.map(({ id }) => id)
}
