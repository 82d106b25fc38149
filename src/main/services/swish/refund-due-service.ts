import type { Order, Refund, RefundDue } from '#shared/contract/order-api'
import { err, ok, type Result } from '#shared/domain/result'
import { getOrder } from '../../storage/repositories/order-repository'
import { getOrderView } from '../../storage/repositories/order-view-repository'
import { findLiveAttempt } from '../../storage/repositories/payment-attempt-repository'
import { findSwishPayment } from '../../storage/repositories/payment-repository'
import { findRefundDue, refundDueView, resolveRefundDue } from '../../storage/repositories/refund-repository'
import { seatsLeft } from '../../storage/repositories/seat-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import { onceOnly, type KeyReused } from '../idempotency'
import { usePart } from '../order-payment'
import { completeSale } from '../receipts/complete-sale'
import { holdAgain } from '../seat-allocation'
import type { SeatNews } from '../seat-news'
import type { ServiceDeps } from '../service-deps'
import type { SwishAttention } from './attention'
import type { By, RefundTelling } from './refund-telling'
import { storeSwishRefund } from './store-refund'
import type { SwishConnection } from './swish-connection'
import type { SwishService } from './swish-service'

export type DueRefusal =
  | KeyReused
  | { code: 'refund_due_not_found' }
  | { code: 'already_settled' }
  | { code: 'not_refundable' }
  | { code: 'swish_not_set_up' }
export type SeatRefusal =
  | KeyReused
  | { code: 'refund_due_not_found' }
  | { code: 'already_settled' }
  | { code: 'not_seatable' }
  /** Another payment of the order waits, and cannot be cancelled now. */
  | { code: 'payment_in_progress' }
  | { code: 'out_of_seats'; seatsLeft: number }
export type DueHandRefusal = { code: 'refund_due_not_found' } | { code: 'already_settled' }

export interface RefundDueService {
  /** Sends money back that never became tickets. */
  refundDue: (refundDueId: number, by: By) => Promise<Result<Refund, DueRefusal>>
  /** Gives late money the tickets it was meant for, if there are seats. */
  seat: (refundDueId: number, by: By) => Promise<Result<Order, SeatRefusal>>
  /** Settles money that waits for a decision: the customer got it back some other way. */
  settleDueByHand: (
    refundDueId: number,
    by: { staffUserId: number; note: string },
  ) => Promise<Result<RefundDue, DueHandRefusal>>
}

/** Money that Swish received and no order could use: it waits until a person seats it, sends it back, or has settled it. */
export function createRefundDueService(
  deps: ServiceDeps & {
    connection: SwishConnection
    attention: SwishAttention
    swish: SwishService
    seatNews: SeatNews
    onSeatsChanged: () => void
    onMailQueued: () => void
    telling: RefundTelling
  },
): RefundDueService {
  const { inTransaction, read, now, telling } = deps
  return {
    async refundDue(refundDueId, { staffUserId, key }) {
      const result = await inTransaction((trx) =>
        onceOnly<Refund, DueRefusal>(trx, { scope: 'refund-due', key, body: { refundDueId } }, now(), async () => {
          const due = await findRefundDue(trx.db, refundDueId)
          if (due === undefined) return err({ code: 'refund_due_not_found' })
          if (due.resolution !== null) return err({ code: 'already_settled' })
          const payment = await findSwishPayment(trx.db, due.paymentId)
          if (payment === undefined) return err({ code: 'not_refundable' })
          const { amountOre, reason } = due
          const way = { ...payment, paymentId: payment.id }
          const refund = { amountOre, reason, firstId: null, staffUserId, now: now() }
          const stored = await storeSwishRefund(trx, deps.connection, way, refund)
          if (!stored.ok) return stored
          await resolveRefundDue(trx, refundDueId, 'refunded', { staffUserId, now: now() })
          recordTimeline(trx, {
            orderId: due.orderId,
            at: now(),
            kind: 'refund_due_settled',
            staffUserId,
            detail: { amountOre, resolution: 'refunded' },
          })
          return ok(await telling.viewOf(trx, stored.value))
        }),
      )
      if (result.ok) await telling.send([result.value.id])
      return result
    },

    async seat(refundDueId, { staffUserId, key }) {
      const known = await read((db) => findRefundDue(db, refundDueId))
      // Another payment of the same order may be waiting; two of them must not buy one seat.
      if (known?.resolution === null && known.reason !== 'paid_twice') {
        await deps.swish.cancelOf(known.orderId, staffUserId)
      }
      const changedEvents = new Set<number>()
      const result = await inTransaction((trx) =>
        onceOnly<Order, SeatRefusal>(trx, { scope: 'seat', key, body: { refundDueId } }, now(), async () => {
          const due = await findRefundDue(trx.db, refundDueId)
          if (due === undefined) return err({ code: 'refund_due_not_found' })
          if (due.resolution !== null) return err({ code: 'already_settled' })
          const order = getOrder(trx, due.orderId)
          if ((await findLiveAttempt(trx.db, order.id)) !== undefined) return err({ code: 'payment_in_progress' })
          if (order.status === 'paid' || order.status === 'refunded' || order.status === 'failed_admin') {
            return err({ code: 'not_seatable' })
          }
          if (due.amountOre > order.totalOre - order.paidOre) return err({ code: 'not_seatable' })
          const held = await holdAgain(trx, order, now())
          if (held === undefined) return err({ code: 'out_of_seats', seatsLeft: seatsLeft(trx, order.eventId) })
          const { amountOre } = due
          await resolveRefundDue(trx, refundDueId, 'seated', { staffUserId, now: now() })
          recordTimeline(trx, {
            orderId: order.id,
            at: now(),
            kind: 'refund_due_seated',
            staffUserId,
            detail: { amountOre },
          })
          const used = await usePart(trx, order.id, amountOre, { now: now(), staffUserId, tender: 'swish', story: {} })
          if (used === 'refused') throw new Error(`order ${order.id} has no use for the money`)
          if (used === 'paid') completeSale(trx, order.id, { now: now(), staffUserId, cashTaken: false })
          for (const id of held.add(order.eventId)) changedEvents.add(id)
          return ok(await getOrderView(trx.db, order.id, deps.attention.viewpoint()))
        }),
      )
      if (!result.ok) return result
      deps.onSeatsChanged()
      deps.seatNews.seatsChanged(changedEvents)
      deps.news.publish('order', { orderId: result.value.id, status: result.value.status })
      deps.onMailQueued()
      deps.attention.changed()
      return result
    },

    async settleDueByHand(refundDueId, { staffUserId, note }) {
      const settled = await inTransaction(async (trx): Promise<Result<RefundDue, DueHandRefusal>> => {
        const due = await findRefundDue(trx.db, refundDueId)
        if (due === undefined) return err({ code: 'refund_due_not_found' })
        const resolution = 'settled_by_hand'
        if (!(await resolveRefundDue(trx, refundDueId, resolution, { staffUserId, now: now() }))) {
          return err({ code: 'already_settled' })
        }
        recordTimeline(trx, {
          orderId: due.orderId,
          at: now(),
          kind: 'refund_due_settled',
          staffUserId,
          detail: { amountOre: due.amountOre, resolution, note },
        })
        const after = await findRefundDue(trx.db, refundDueId)
        return ok(refundDueView(after ?? due))
      })
      if (settled.ok) deps.attention.changed()
      return settled
    },
  }
}
