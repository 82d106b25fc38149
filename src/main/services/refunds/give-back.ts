import type { RefundKind } from '#shared/contract/order-api'
import { cashRounding } from '#shared/domain/money/cash-rounding'
import type { RefundShare } from '#shared/domain/payments/allocate-refund'
import { getOrder } from '../../storage/repositories/order-repository'
import { recordPayment } from '../../storage/repositories/payment-repository'
import { insertRefund, insertSettledRefund } from '../../storage/repositories/refund-repository'
import type { RefundSourceRecord } from '../../storage/repositories/refund-source-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { Transaction } from '../../storage/transaction'
import { newSwishId } from '../swish/identifiers'
import { paymentStep } from '../swish/payment-steps'

/** One decision of one person to end tickets, whatever tenders its money goes back by. */
export interface Act {
  orderId: number
  kind: RefundKind
  reason: string
  /** The shift at whose register it happens. */
  shiftId: number | null
  staffUserId: number
  approvedBy: number | null
  now: string
}

export type Share = RefundShare<RefundSourceRecord>

/** The first is the one that ends the tickets; those by Swish are still to be sent. */
export interface StoredRefunds {
  actId: number
  swishIds: number[]
}

/**
 * Stores the money of an act: what is cash, card or seen by eye is back with the commit, what is Swish leaves after it. An act
 * without money is stored as one refund of nothing.
 *
 * @param exchange what pays another order instead of going back
 */
export async function storeRefunds(
  trx: Transaction,
  act: Act,
  shares: readonly Share[],
  exchange?: { orderId: number; shares: readonly Share[] },
): Promise<StoredRefunds> {
  const { orderId, kind, reason, shiftId, staffUserId, approvedBy, now } = act
  const order = getOrder(trx, orderId)
  let actId: number | undefined
  const swishIds: number[] = []
  const common = () => ({
    order_id: orderId,
    kind,
    reason,
    shift_id: shiftId,
    created_at: now,
    created_by: staffUserId,
    approved_by: approvedBy,
    exchange_order_id: exchange?.orderId ?? null,
    act_id: actId ?? null,
  })

  const cash = shares.filter(({ source }) => source.tender === 'cash')
  // The drawer gives whole kronor: the cash of one act is rounded together.
  const { roundingOre: cashRoundingOre } = cashRounding(cash.reduce((sum, { amountOre }) => sum + amountOre, 0))

  const settle = async (share: Share, tender: 'exchange' | Exclude<Share['source']['tender'], 'swish'>) => {
    const { source, amountOre } = share
    const roundingOre = share === cash.at(-1) ? cashRoundingOre : 0
    const refundId = await insertSettledRefund(trx, {
      ...common(),
      payment_id: source.paymentId,
      tender,
      amount_ore: amountOre,
    })
    actId ??= refundId
    await recordPayment(trx, {
      order_id: orderId,
      attempt_id: null,
      tender,
      amount_ore: -amountOre,
      rounding_ore: 0 - roundingOre,
      given_ore: null,
      change_ore: 0,
      reference: null,
      taken_at: now,
      taken_by: staffUserId,
      refund_id: refundId,
      shift_id: shiftId,
      training: order.training ? 1 : 0,
    })
    if (tender === 'exchange') return
    const detail = { tender, amountOre: amountOre + roundingOre }
    recordTimeline(trx, { orderId, at: now, kind: 'refund_paid', staffUserId, detail })
  }

  for (const share of exchange?.shares ?? []) await settle(share, 'exchange')
  for (const share of shares) {
    const { source, amountOre } = share
    if (source.tender !== 'swish') {
      await settle(share, source.tender)
      continue
    }
    if (source.swish === null) throw new Error(`payment ${source.paymentId} has no way back by Swish`)
    paymentStep('refund_storing', source.paymentId)
    const refundId = await insertRefund(trx, {
      ...common(),
      payment_id: source.paymentId,
      tender: 'swish',
      environment: source.swish.environment,
      instruction_id: newSwishId(),
      callback_identifier: newSwishId(),
      original_reference: source.swish.reference,
      amount_ore: amountOre,
    })
    actId ??= refundId
    swishIds.push(refundId)
    const detail = { amountOre, reason }
    recordTimeline(trx, { orderId, at: now, kind: 'refund_requested', staffUserId, detail })
  }
  actId ??= await insertSettledRefund(trx, { ...common(), payment_id: null, tender: 'none', amount_ore: 0 })
  return { actId, swishIds }
}
