import type { RefundKind } from '#shared/contract/order-api'
import type { SwishEnvironment } from '#shared/contract/swish-payments-api'
import { err, ok, type Result } from '#shared/domain/result'
import { leftOfPayment } from '../../storage/repositories/payment-repository'
import { insertRefund } from '../../storage/repositories/refund-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { Transaction } from '../../storage/transaction'
import { newSwishId } from './identifiers'
import { paymentStep } from './payment-steps'
import type { SwishConnection } from './swish-connection'

/** One payment's money on its way back by Swish. */
export interface SwishWayBack {
  orderId: number
  paymentId: number
  /** The bank's reference of the payment at Swish. */
  reference: string | null
  environment: SwishEnvironment
}

/** Stores a refund of a payment before anything leaves for Swish. The caller has checked nothing but that it wants one. */
export async function storeSwishRefund(
  trx: Transaction,
  connection: Pick<SwishConnection, 'inUse'>,
  way: SwishWayBack,
  refund: {
    amountOre: number
    reason: string
    kind?: RefundKind
    firstId: number | null
    shiftId?: number | null
    staffUserId: number
    now: string
  },
): Promise<Result<number, { code: 'not_refundable' } | { code: 'swish_not_set_up' }>> {
  const { orderId, paymentId, reference, environment } = way
  const { amountOre, reason, staffUserId, now } = refund
  if (reference === null || amountOre <= 0 || amountOre > (await leftOfPayment(trx.db, paymentId))) {
    return err({ code: 'not_refundable' })
  }
  if (connection.inUse()?.provider.environment !== environment) return err({ code: 'swish_not_set_up' })
  paymentStep('refund_storing', paymentId)
  const refundId = await insertRefund(trx, {
    order_id: orderId,
    payment_id: paymentId,
    kind: refund.kind ?? 'refund',
    tender: 'swish',
    environment,
    instruction_id: newSwishId(),
    callback_identifier: newSwishId(),
    original_reference: reference,
    amount_ore: amountOre,
    reason,
    first_id: refund.firstId,
    shift_id: refund.shiftId ?? null,
    created_at: now,
    created_by: staffUserId,
  })
  const detail = { amountOre, reason }
  recordTimeline(trx, { orderId, at: now, kind: 'refund_requested', staffUserId, detail })
  return ok(refundId)
}
