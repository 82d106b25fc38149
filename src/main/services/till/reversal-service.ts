import type { Order } from '#shared/contract/order-api'
import { err, ok, type Result } from '#shared/domain/result'
import { countPaid, findOrder } from '../../storage/repositories/order-repository'
import { findLiveAttempt } from '../../storage/repositories/payment-attempt-repository'
import { findPayment, isReversed, recordPayment } from '../../storage/repositories/payment-repository'
import { listRefundsDueOfOrder, openRefundDue } from '../../storage/repositories/refund-repository'
import { findShift } from '../../storage/repositories/shift-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import { onceOnly, type KeyReused } from '../idempotency'
import { paymentOf } from '../order-payment'
import { tellOrder, viewOf, type By, type TillDeps } from './till-deps'
import { queueDrawer } from '../printing/till-prints'

export type ReversalRefusal =
  | KeyReused
  | { code: 'order_not_found' }
  | { code: 'payment_not_found' }
  | { code: 'not_payable'; status: Order['status'] }
  | { code: 'payment_in_progress' }
  | { code: 'already_reversed' }
  | { code: 'shift_closed' }

export interface ReversalService {
  /** Gives back a part of an order that is not finished, by the tender it came by. */
  reversePart: (orderId: number, paymentId: number, by: By) => Promise<Result<Order, ReversalRefusal>>
}

export function createReversalService(deps: TillDeps): ReversalService {
  const { inTransaction, now } = deps
  return {
    async reversePart(orderId, paymentId, by) {
      const { staffUserId, key } = by
      const intention = { scope: 'reversal', key, body: { orderId, paymentId } }
      const result = await inTransaction((trx) =>
        onceOnly<Order, ReversalRefusal>(trx, intention, now(), async () => {
          const order = findOrder(trx, orderId)
          if (order === undefined) return err({ code: 'order_not_found' })
          if (order.status !== 'reserved') return err({ code: 'not_payable', status: order.status })
          const payment = await findPayment(trx.db, orderId, paymentId)
          if (payment === undefined || payment.amount_ore <= 0) return err({ code: 'payment_not_found' })
          const dues = await listRefundsDueOfOrder(trx.db, orderId)
          if ((await isReversed(trx.db, paymentId)) || dues.some((due) => due.paymentId === paymentId)) {
            return err({ code: 'already_reversed' })
          }
          if ((await findLiveAttempt(trx.db, orderId)) !== undefined) return err({ code: 'payment_in_progress' })
          const { shiftId } = order
          const open = shiftId !== null && findShift(trx, shiftId)?.open === true
          if (payment.tender !== 'swish' && !open) return err({ code: 'shift_closed' })
          const { tender, amount_ore: amountOre } = payment
          if (tender === 'swish') {
            // From here on it is money that is owed: sent below, and if that fails a person is told of it.
            await openRefundDue(trx, {
              payment_id: paymentId,
              order_id: orderId,
              amount_ore: amountOre,
              reason: 'part_given_back',
              opened_at: now(),
            })
          } else {
            await recordPayment(trx, {
              ...paymentOf(trx, order, now()),
              attempt_id: null,
              tender,
              amount_ore: -amountOre,
              rounding_ore: 0,
              given_ore: null,
              change_ore: 0,
              reference: payment.reference,
              taken_by: staffUserId,
              reverses_id: paymentId,
            })
            if (tender === 'cash')
              queueDrawer(trx, { shiftId, training: order.training, orderId, now: now(), staffUserId })
          }
          if (countPaid(trx, orderId, -amountOre) === undefined) throw new Error(`order ${orderId} was not reserved`)
          const detail = { tender, amountOre }
          recordTimeline(trx, { orderId, at: now(), kind: 'part_given_back', staffUserId, detail })
          return ok(await viewOf(deps, trx, orderId))
        }),
      )
      if (!result.ok) return result
      const due = result.value.refundsDue.find((it) => it.resolution === null && it.reason === 'part_given_back')
      if (due !== undefined) await deps.refunds.refundDue(due.id, { staffUserId, key: `${key}-swish` })
      tellOrder(deps, result.value)
      if (due === undefined) return result
      return ok(await deps.inTransaction((trx) => viewOf(deps, trx, orderId)))
    },
  }
}
