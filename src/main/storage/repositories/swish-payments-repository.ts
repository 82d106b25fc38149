import { sql } from 'kysely'
import type { SwishEntry, SwishPaymentList } from '#shared/contract/swish-payments-api'
import { livePaymentAttemptStatuses, UNANSWERED_AFTER_MS } from '#shared/domain/payments/payment-attempt'
import { openRefundStatuses } from '#shared/domain/payments/refund'
import type { Db } from '../schema'
import { attemptView, selectAttempts, type AttemptRecord, type Viewpoint } from './payment-attempt-repository'
import {
  refundDueView,
  refundViews,
  selectRefunds,
  selectRefundsDue,
  type RefundDueRecord,
  type RefundRecord,
} from './refund-repository'

/** A person can look through this many; a venue that has more has one cause for all of them. */
const MOST_ATTENTION = 200

const unansweredSince = ({ now }: Viewpoint) => new Date(Date.parse(now) - UNANSWERED_AFTER_MS).toISOString()

/** What has been stored at a time still to come has been waiting since before the clock was set back: see `hasWaitedLong`. */
const clockSetBackFrom = ({ now }: Viewpoint) => new Date(Date.parse(now) + UNANSWERED_AFTER_MS).toISOString()

const attemptsForPerson = (db: Db, viewpoint: Viewpoint) =>
  selectAttempts(db)
    .where(
      sql<boolean>`payment_attempt.id IN (SELECT id FROM payment_attempt WHERE attention IS NOT NULL
    UNION ALL SELECT id FROM payment_attempt WHERE status IN ('initiated', 'created', 'unknown'))`,
    )
    .where((eb) =>
      eb.or([
        eb('payment_attempt.attention', 'is not', null),
        eb.and([
          eb('payment_attempt.status', 'in', livePaymentAttemptStatuses),
          eb.or([
            eb('payment_attempt.created_at', '<', unansweredSince(viewpoint)),
            eb('payment_attempt.created_at', '>', clockSetBackFrom(viewpoint)),
            eb('payment_attempt.environment', '!=', viewpoint.environment ?? 'simulator'),
            ...(viewpoint.environment === null ? [eb('payment_attempt.id', '>', 0)] : []),
          ]),
        ]),
      ]),
    )

const refundsForPerson = (db: Db, viewpoint: Viewpoint) =>
  selectRefunds(db)
    .where(
      sql<boolean>`refund.id IN (SELECT id FROM refund WHERE attention IS NOT NULL
    UNION ALL SELECT id FROM refund WHERE status IN ('initiated', 'created', 'debited', 'unknown'))`,
    )
    .where((eb) =>
      eb.or([
        eb('refund.attention', 'is not', null),
        eb.and([
          eb('refund.status', 'in', openRefundStatuses),
          eb.or([
            eb('refund.created_at', '<', unansweredSince(viewpoint)),
            eb('refund.created_at', '>', clockSetBackFrom(viewpoint)),
            eb('refund.environment', '!=', viewpoint.environment ?? 'simulator'),
            ...(viewpoint.environment === null ? [eb('refund.id', '>', 0)] : []),
          ]),
        ]),
      ]),
    )

const openRefundsDue = (db: Db) => selectRefundsDue(db).where('refund_due.resolution', 'is', null)

/**
 * How many payments, refunds and sums of money wait for a person. Asked all the time: each part is written so that it is
 * answered from a partial index, however many payments there have been.
 */
export async function countAttention(db: Db, viewpoint: Viewpoint): Promise<number> {
  const since = unansweredSince(viewpoint)
  const ahead = clockSetBackFrom(viewpoint)
  const { environment } = viewpoint
  const { rows } = await sql<{ count: number }>`
    SELECT (SELECT count(*) FROM payment_attempt WHERE attention IS NOT NULL)
      + (SELECT count(*) FROM payment_attempt WHERE attention IS NULL
          AND status IN ('initiated', 'created', 'unknown') AND (created_at < ${since} OR created_at > ${ahead} OR environment IS NOT ${environment}))
      + (SELECT count(*) FROM refund WHERE attention IS NOT NULL)
      + (SELECT count(*) FROM refund WHERE attention IS NULL
          AND status IN ('initiated', 'created', 'debited', 'unknown') AND (created_at < ${since} OR created_at > ${ahead} OR environment IS NOT ${environment}))
      + (SELECT count(*) FROM refund_due WHERE resolution IS NULL) AS count`.execute(db)
  return rows[0]?.count ?? 0
}

interface Found {
  attempts: AttemptRecord[]
  refunds: RefundRecord[]
  due: RefundDueRecord[]
}

async function entriesOf(db: Db, { attempts, refunds, due }: Found, viewpoint: Viewpoint): Promise<SwishEntry[]> {
  const orderIds = [...new Set([...attempts, ...refunds, ...due].map(({ orderId }) => orderId))]
  if (orderIds.length === 0) return []
  const orders = await db
    .selectFrom('order')
    .innerJoin('event', 'event.id', 'order.event_id')
    .select([
      'order.id',
      'order.id as orderNumber',
      'order.status',
      'event.title as eventTitle',
      'order.ticket_count as ticketCount',
    ])
    .where('order.id', 'in', orderIds)
    .execute()
  const people = new Map(
    (await db.selectFrom('staff_user').select(['id', 'name']).execute()).map((it) => [it.id, it.name]),
  )
  const orderOf = (id: number) => {
    const order = orders.find((it) => it.id === id)
    if (order === undefined) throw new Error(`there is no order ${id}`)
    return order
  }
  const refundsSeen = await refundViews(db, refunds, viewpoint)
  return [
    ...attempts.map((attempt) => ({
      kind: 'payment' as const,
      attempt: attemptView(attempt, viewpoint),
      order: orderOf(attempt.orderId),
      by: attempt.startedBy === null ? null : (people.get(attempt.startedBy) ?? null),
      at: attempt.createdAt,
    })),
    ...refundsSeen.map((refund) => ({
      kind: 'refund' as const,
      refund,
      order: orderOf(refund.orderId),
      by: refund.createdBy,
      at: refund.createdAt,
    })),
    ...due.map((it) => ({
      kind: 'refund_due' as const,
      refundDue: refundDueView(it),
      order: orderOf(it.orderId),
      by: null,
      at: it.openedAt,
    })),
  ]
}

const oldestFirst = (a: SwishEntry, b: SwishEntry) => a.at.localeCompare(b.at)
const newestFirst = (a: SwishEntry, b: SwishEntry) => b.at.localeCompare(a.at)

/** A page ends between two instants, so that the next one, which begins at an instant, leaves nothing out. */
function cutPage(entries: SwishEntry[], limit: number): Pick<SwishPaymentList, 'entries' | 'more'> {
  const next = entries[limit]
  if (next === undefined) return { entries, more: false }
  const page = entries.slice(0, limit)
  const whole = page.filter(({ at }) => at !== next.at)
  return { entries: whole.length > 0 ? whole : page, more: true }
}

/** The Payments view: what waits for a person (on the first page), and a page of payments and refunds, newest first. */
export async function listSwishPayments(
  db: Db,
  page: { before: string | undefined; limit: number },
  viewpoint: Viewpoint,
): Promise<SwishPaymentList> {
  const { before, limit } = page
  const attempts = await selectAttempts(db)
    .$if(before !== undefined, (query) => query.where('payment_attempt.created_at', '<', before ?? ''))
    .orderBy('payment_attempt.created_at', 'desc')
    .limit(limit + 1)
    .execute()
  const refunds = await selectRefunds(db)
    .$if(before !== undefined, (query) => query.where('refund.created_at', '<', before ?? ''))
    .orderBy('refund.created_at', 'desc')
    .limit(limit + 1)
    .execute()
  const entries = (await entriesOf(db, { attempts, refunds, due: [] }, viewpoint)).sort(newestFirst)
  const attention =
    before === undefined
      ? await entriesOf(
          db,
          {
            attempts: await attemptsForPerson(db, viewpoint).limit(MOST_ATTENTION).execute(),
            refunds: await refundsForPerson(db, viewpoint).limit(MOST_ATTENTION).execute(),
            due: await openRefundsDue(db).limit(MOST_ATTENTION).execute(),
          },
          viewpoint,
        )
      : []
  return { attention: attention.sort(oldestFirst), ...cutPage(entries, limit) }
}
