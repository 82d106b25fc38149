import { isLive, mayMove, type AttemptRuling, type PaymentAttemptStatus } from '#shared/domain/payments/payment-attempt'
import { getOrder, type OrderRecord } from '../../storage/repositories/order-repository'
import {
  getAttempt,
  moveAttempt,
  setAttemptAttention,
  type AttemptRecord,
} from '../../storage/repositories/payment-attempt-repository'
import { recordPayment } from '../../storage/repositories/payment-repository'
import { openRefundDue } from '../../storage/repositories/refund-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { TimelineKind } from '../../storage/schema'
import type { Transaction } from '../../storage/transaction'
import { paymentOf, payOrder, type PayingMoney } from '../order-payment'
import { holdAgain } from '../seat-allocation'
import type { RefundDue } from '#shared/contract/order-api'

/** What brought a piece of news: it stands in the order's story. */
export type Cause = 'answer' | 'callback' | 'poll' | 'sweep' | 'cancel' | 'watch' | 'by_hand'

/** Swish's own words for what it says. */
export interface SwishWords {
  status: string
  errorCode: string | null
  errorText: string | null
  paymentReference: string | null
}

export interface Settlement {
  attempt: AttemptRecord
  changed: boolean
  /** Events whose seats changed. */
  changedEvents: Set<number>
}

interface Circumstances {
  now: string
  cause: Cause
  /** Who, when a person settles it by hand, and why. */
  by?: { staffUserId: number; note: string }
}

const timelineKind: Record<Exclude<PaymentAttemptStatus, 'initiated' | 'paid'>, TimelineKind> = {
  created: 'payment_created',
  unknown: 'payment_unknown',
  declined: 'payment_declined',
  error: 'payment_error',
  cancelled: 'payment_cancelled',
}

/**
 * Writes down what has been ruled of an attempt, whoever brought the news and however often. Paid means tickets, exactly once:
 * money, order and tickets change in one transaction.
 */
export async function settleAttempt(
  trx: Transaction,
  attemptId: number,
  ruling: AttemptRuling,
  words: SwishWords,
  circumstances: Circumstances,
): Promise<Settlement> {
  const attempt = await getAttempt(trx, attemptId)
  const to = ruling.status
  const unchanged = { attempt, changed: false, changedEvents: new Set<number>() }
  if (!mayMove(attempt.status, to)) {
    if (!(await noteAttention(trx, attempt, ruling, words, circumstances))) return unchanged
    return { ...unchanged, attempt: await getAttempt(trx, attemptId), changed: true }
  }
  const moved = await moveAttempt(trx, attemptId, attempt.status, to, {
    attention: ruling.attention,
    error_code: to === 'paid' ? null : words.errorCode,
    error_text: to === 'paid' ? null : words.errorText,
    ...(words.paymentReference === null ? {} : { payment_reference: words.paymentReference }),
    ...(isLive(to) ? {} : { settled_at: circumstances.now }),
  })
  if (!moved) return unchanged
  const changedEvents = to === 'paid' ? await receiveMoney(trx, attempt, words, circumstances) : new Set<number>()
  if (to !== 'paid' && to !== 'initiated') tellStory(trx, attempt, timelineKind[to], ruling, words, circumstances)
  return { attempt: await getAttempt(trx, attemptId), changed: true, changedEvents }
}

/**
 * News that moves nothing may still need a person: an open attempt with a new reason; money of another amount under an attempt
 * that has ended; a silent bank under one that ended because it was refused, or was never heard of, and came through after all.
 * An end that a person has found has no code of Swish's, and stands.
 */
async function noteAttention(
  trx: Transaction,
  attempt: AttemptRecord,
  ruling: AttemptRuling,
  words: SwishWords,
  circumstances: Circumstances,
): Promise<boolean> {
  const { attention } = ruling
  if (attention === null || attention === attempt.attention) return false
  if (attempt.status === 'paid') return false
  const cameThrough = attention === 'bank_silent' && attempt.errorCode !== null
  if (!isLive(attempt.status) && attention !== 'differs' && !cameThrough) return false
  await setAttemptAttention(trx, attempt.id, attention)
  tellStory(trx, attempt, 'payment_unknown', ruling, words, circumstances)
  return true
}

function tellStory(
  trx: Transaction,
  attempt: AttemptRecord,
  kind: TimelineKind,
  ruling: AttemptRuling,
  words: SwishWords,
  { now, cause, by }: Circumstances,
): void {
  const { status: swishStatus, errorCode, errorText } = words
  const detail = { cause, swishStatus, errorCode, errorText, attention: ruling.attention, note: by?.note ?? null }
  recordTimeline(trx, { orderId: attempt.orderId, at: now, kind, staffUserId: by?.staffUserId ?? null, detail })
}

async function receiveMoney(
  trx: Transaction,
  attempt: AttemptRecord,
  words: SwishWords,
  { now, cause, by }: Circumstances,
): Promise<Set<number>> {
  const story = { cause, swishStatus: words.status, note: by?.note ?? null }
  const money: PayingMoney = {
    attempt_id: attempt.id,
    tender: 'swish',
    amount_ore: attempt.amountOre,
    rounding_ore: 0,
    given_ore: null,
    change_ore: 0,
    reference: words.paymentReference,
    taken_by: by?.staffUserId ?? attempt.startedBy,
  }
  const order = getOrder(trx, attempt.orderId)
  // A started payment has held its seats, so a reserved order is paid whatever the clock says.
  const pay = async () => (await payOrder(trx, order.id, money, now, { story })) !== 'refused'
  if (order.status === 'reserved' && (await pay())) return new Set([order.eventId])
  // The reservation ran out some other way: its seats are taken back if there are any.
  const changed = order.status === 'expired' ? await holdAgain(trx, order, now) : undefined
  if (changed !== undefined && (await pay())) return changed.add(order.eventId)
  await oweBack(trx, order, money, now, story)
  return new Set()
}

const dueReason: Record<OrderRecord['status'], RefundDue['reason']> = {
  reserved: 'seats_sold',
  expired: 'seats_sold',
  cancelled: 'order_closed',
  failed_admin: 'order_closed',
  paid: 'paid_twice',
  refunded: 'paid_twice',
}

/** Money that the order has no use for: it is recorded, and a person decides whether to seat or to refund. */
async function oweBack(
  trx: Transaction,
  order: OrderRecord,
  money: PayingMoney,
  now: string,
  news: Record<string, unknown>,
): Promise<void> {
  const paymentId = await recordPayment(trx, { ...money, ...paymentOf(trx, order, now) })
  const reason = dueReason[order.status]
  const amountOre = money.amount_ore
  await openRefundDue(trx, {
    payment_id: paymentId,
    order_id: order.id,
    amount_ore: amountOre,
    reason,
    opened_at: now,
  })
  const story = { orderId: order.id, at: now }
  recordTimeline(trx, { ...story, kind: 'late_payment', detail: { amountOre, orderStatus: order.status, ...news } })
  recordTimeline(trx, { ...story, kind: 'refund_due', detail: { amountOre, reason } })
}

/** Records that Swish has accepted a request and waits for the customer, and keeps the token if there is one. */
export async function recordCreated(
  trx: Transaction,
  attemptId: number,
  token: string | null,
  now: string,
): Promise<AttemptRecord> {
  const attempt = await getAttempt(trx, attemptId)
  // A poll may have been faster than the answer that holds the token.
  if (attempt.status === 'created') await moveAttempt(trx, attemptId, 'created', 'created', { token })
  else if (
    mayMove(attempt.status, 'created') &&
    (await moveAttempt(trx, attemptId, attempt.status, 'created', { token }))
  ) {
    const detail = { cause: 'answer', swishStatus: 'CREATED' }
    recordTimeline(trx, { orderId: attempt.orderId, at: now, kind: 'payment_created', detail })
  }
  return getAttempt(trx, attemptId)
}
