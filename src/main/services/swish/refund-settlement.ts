import { mayRefundMove, type RefundRuling, type RefundStatus } from '#shared/domain/payments/refund'
import { getOrder } from '../../storage/repositories/order-repository'
import { recordPayment } from '../../storage/repositories/payment-repository'
import {
  getRefund,
  moveRefund,
  setRefundAttention,
  type RefundRecord,
} from '../../storage/repositories/refund-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { TimelineKind } from '../../storage/schema'
import type { Transaction } from '../../storage/transaction'
import { isRefundOpen } from '#shared/domain/payments/refund'
import { paymentOf } from '../order-payment'
import type { Cause, SwishWords } from './attempt-settlement'

const timelineKind: Record<Exclude<RefundStatus, 'initiated'>, TimelineKind> = {
  created: 'refund_created',
  debited: 'refund_debited',
  unknown: 'refund_unknown',
  paid: 'refund_paid',
  error: 'refund_error',
}

/**
 * Writes down what has been ruled of a refund, whoever brought the news and however often. A refund that has been paid is money
 * out, recorded in the same transaction, once.
 */
export async function settleRefund(
  trx: Transaction,
  refundId: number,
  ruling: RefundRuling,
  words: SwishWords,
  circumstances: { now: string; cause: Cause; staffUserId?: number },
): Promise<{ refund: RefundRecord; changed: boolean }> {
  const refund = await getRefund(trx, refundId)
  const { status: to, attention } = ruling
  const { now, cause } = circumstances
  if (!mayRefundMove(refund.status, to)) {
    if (!isRefundOpen(refund.status) || attention === null || attention === refund.attention) {
      return { refund, changed: false }
    }
    await setRefundAttention(trx, refundId, attention)
    return { refund: await getRefund(trx, refundId), changed: true }
  }
  const moved = await moveRefund(trx, refundId, refund.status, to, {
    attention,
    error_code: to === 'paid' ? null : words.errorCode,
    error_text: to === 'paid' ? null : words.errorText,
    ...(words.paymentReference === null ? {} : { refund_reference: words.paymentReference }),
    ...(isRefundOpen(to) ? {} : { settled_at: now }),
  })
  if (!moved) return { refund, changed: false }
  if (to === 'paid') {
    const order = getOrder(trx, refund.orderId)
    await recordPayment(trx, {
      ...paymentOf(trx, { ...order, shiftId: refund.shiftId }, now),
      attempt_id: null,
      tender: 'swish',
      amount_ore: -refund.amountOre,
      rounding_ore: 0,
      given_ore: null,
      change_ore: 0,
      reference: words.paymentReference,
      taken_by: circumstances.staffUserId ?? null,
      refund_id: refundId,
    })
  }
  if (to !== 'initiated') {
    recordTimeline(trx, {
      orderId: refund.orderId,
      at: now,
      kind: timelineKind[to],
      staffUserId: circumstances.staffUserId ?? null,
      detail: {
        cause,
        amountOre: refund.amountOre,
        swishStatus: words.status,
        errorCode: words.errorCode,
        errorText: words.errorText,
      },
    })
  }
  return { refund: await getRefund(trx, refundId), changed: true }
}
