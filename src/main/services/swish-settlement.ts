import { isLive, mayMove, statusFromSwish, type PaymentAttemptStatus } from '#shared/domain/payments/payment-attempt'
import { getOrder } from '../storage/repositories/order-repository'
import { getAttempt, moveAttempt, recordPayment, type AttemptRecord } from '../storage/repositories/payment-repository'
import { recordTimeline } from '../storage/repositories/timeline-repository'
import type { TimelineKind } from '../storage/schema'
import type { Transaction } from '../storage/transaction'
import type { SwishPayment } from '../swish/payment-provider'
import { payOrder } from './order-payment'
import { holdAgain } from './seat-allocation'

export interface Settlement {
  attempt: AttemptRecord
  changed: boolean
  /** Events whose seats changed. */
  changedEvents: Set<number>
}

const timelineKind: Record<Exclude<PaymentAttemptStatus, 'initiated' | 'paid'>, TimelineKind> = {
  created: 'payment_created',
  unknown: 'payment_unknown',
  declined: 'payment_declined',
  error: 'payment_error',
  cancelled: 'payment_cancelled',
}

/**
 * Writes down what Swish says of a payment, whoever brought the news and however often. Paid means tickets, exactly once:
 * money, order and tickets change in one transaction.
 */
export async function settle(
  trx: Transaction,
  attemptId: number,
  news: SwishPayment,
  now: string,
): Promise<Settlement> {
  const attempt = await getAttempt(trx, attemptId)
  const to = statusFromSwish(attempt, news)
  const unchanged = { attempt, changed: false, changedEvents: new Set<number>() }
  if (!mayMove(attempt.status, to)) return unchanged
  const moved = await moveAttempt(trx, attemptId, attempt.status, to, {
    payment_reference: news.paymentReference,
    error_code: news.errorCode,
    error_text: news.errorText,
    ...(isLive(to) ? {} : { settled_at: now }),
  })
  if (!moved) return unchanged
  const changedEvents =
    to === 'paid'
      ? await receiveMoney(trx, attempt, news.paymentReference, now)
      : recordNews(trx, attempt, to, news, now)
  return { attempt: await getAttempt(trx, attemptId), changed: true, changedEvents }
}

function recordNews(
  trx: Transaction,
  attempt: AttemptRecord,
  to: Exclude<PaymentAttemptStatus, 'paid'>,
  news: SwishPayment,
  now: string,
): Set<number> {
  if (to !== 'initiated') {
    const detail = { swishStatus: news.status, errorCode: news.errorCode, errorText: news.errorText }
    recordTimeline(trx, { orderId: attempt.orderId, at: now, kind: timelineKind[to], detail })
  }
  return new Set()
}

async function receiveMoney(
  trx: Transaction,
  attempt: AttemptRecord,
  reference: string | null,
  now: string,
): Promise<Set<number>> {
  const payment = {
    attempt_id: attempt.id,
    tender: 'swish' as const,
    amount_ore: attempt.amountOre,
    rounding_ore: 0,
    given_ore: null,
    change_ore: 0,
    reference,
    taken_by: null,
  }
  const order = getOrder(trx, attempt.orderId)
  // A started payment has held its seats, so a reserved order is paid whatever the clock says.
  if (order.status === 'reserved' && (await payOrder(trx, order.id, payment, now))) return new Set([order.eventId])
  // The reservation ended some other way: its seats are taken back if there are any, else a person must decide.
  const changed = order.status === 'expired' ? await holdAgain(trx, order, now) : undefined
  if (changed !== undefined && (await payOrder(trx, order.id, payment, now))) return changed
  await recordPayment(trx, { ...payment, order_id: order.id, taken_at: now })
  recordTimeline(trx, {
    orderId: order.id,
    at: now,
    kind: 'late_payment',
    detail: { amountOre: attempt.amountOre, orderStatus: order.status },
  })
  return new Set()
}

/** Ends an attempt that Swish does not know: its request never got through. */
export async function settleUnknownAtSwish(trx: Transaction, attemptId: number, now: string): Promise<Settlement> {
  return fail(trx, attemptId, { code: 'RP04', text: 'Swish does not know this payment' }, now)
}

/** Ends an attempt that Swish refused to create. */
export async function fail(
  trx: Transaction,
  attemptId: number,
  reason: { code: string; text: string },
  now: string,
): Promise<Settlement> {
  const attempt = await getAttempt(trx, attemptId)
  const moved =
    mayMove(attempt.status, 'error') &&
    (await moveAttempt(trx, attemptId, attempt.status, 'error', {
      error_code: reason.code,
      error_text: reason.text,
      settled_at: now,
    }))
  if (moved) {
    const detail = { errorCode: reason.code, errorText: reason.text }
    recordTimeline(trx, { orderId: attempt.orderId, at: now, kind: 'payment_error', detail })
  }
  return { attempt: await getAttempt(trx, attemptId), changed: moved, changedEvents: new Set() }
}

/** Records that Swish has accepted a request and waits for the customer. */
export async function recordCreated(
  trx: Transaction,
  attemptId: number,
  token: string | null,
  now: string,
): Promise<AttemptRecord> {
  const attempt = await getAttempt(trx, attemptId)
  if (mayMove(attempt.status, 'created') && (await moveAttempt(trx, attemptId, attempt.status, 'created', { token }))) {
    recordTimeline(trx, { orderId: attempt.orderId, at: now, kind: 'payment_created' })
  }
  return getAttempt(trx, attemptId)
}
