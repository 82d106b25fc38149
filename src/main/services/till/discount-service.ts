import type { DiscountRequest, Order } from '#shared/contract/order-api'
import { discountOre } from '#shared/domain/orders/discount'
import { err, ok, type Result } from '#shared/domain/result'
import { putDiscount, removeDiscount } from '../../storage/repositories/discount-repository'
import { recordJournal } from '../../storage/repositories/journal-repository'
import { listOrderLines } from '../../storage/repositories/order-line-repository'
import { findOrder, updateTotal, type OrderRecord } from '../../storage/repositories/order-repository'
import { findLiveAttempt } from '../../storage/repositories/payment-attempt-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { Database } from '../../storage/schema'
import type { Transaction } from '../../storage/transaction'
import { findUsableVoucher, type VoucherRefusal } from '../voucher-use'
import { tellOrder, viewOf, type TillDeps } from './till-deps'

type NotOpen =
  | { code: 'order_not_found' }
  | { code: 'not_payable'; status: Order['status'] }
  | { code: 'payment_in_progress' }
  | { code: 'part_paid' }
export type DiscountRefusal = NotOpen | VoucherRefusal

/** Who gives it, and who has allowed it where the giver may not alone. */
interface Granted {
  staffUserId: number
  approvedBy: number | null
}

export interface DiscountService {
  /** One discount for the whole order, in the place of an earlier one. The caller has asked for the right. */
  putDiscount: (orderId: number, request: DiscountRequest, by: Granted) => Promise<Result<Order, DiscountRefusal>>
  removeDiscount: (orderId: number, staffUserId: number) => Promise<Result<Order, NotOpen>>
}

const EVERYTHING_BP = 10_000

export function createDiscountService(deps: TillDeps): DiscountService {
  const { inTransaction, now } = deps

  /** An unpaid order of which nothing has been paid yet: only its price may still change. */
  async function openOrder(trx: Transaction, orderId: number): Promise<Result<OrderRecord, NotOpen>> {
    const order = findOrder(trx, orderId)
    if (order === undefined) return err({ code: 'order_not_found' })
    if (order.status !== 'reserved') return err({ code: 'not_payable', status: order.status })
    if ((await findLiveAttempt(trx.db, orderId)) !== undefined) return err({ code: 'payment_in_progress' })
    return order.paidOre > 0 ? err({ code: 'part_paid' }) : ok(order)
  }

  const grossOf = (trx: Transaction, orderId: number): number =>
    listOrderLines(trx, orderId).reduce((sum, { priceOre, count }) => sum + priceOre * count, 0)

  async function termsOf(
    trx: Transaction,
    order: OrderRecord,
    request: DiscountRequest,
  ): Promise<Result<Pick<Database['order_discount'], 'rule' | 'value' | 'reason' | 'voucher_id'>, VoucherRefusal>> {
    switch (request.kind) {
      case 'complimentary':
        return ok({ rule: 'percent', value: EVERYTHING_BP, reason: request.reason, voucher_id: null })
      case 'voucher': {
        const voucher = await findUsableVoucher(trx, request.code, {
          eventId: order.eventId,
          orderId: order.id,
          now: now(),
        })
        if (!voucher.ok) return voucher
        const { id, title, kind, value } = voucher.value
        return ok({ rule: kind, value, reason: title, voucher_id: id })
      }
      case 'amount':
      case 'percent':
        return ok({
          rule: request.kind,
          value: request.kind === 'percent' ? Math.min(EVERYTHING_BP, request.value) : request.value,
          reason: request.reason,
          voucher_id: null,
        })
    }
  }

  return {
    async putDiscount(orderId, request, { staffUserId, approvedBy }) {
      const result = await inTransaction(async (trx): Promise<Result<Order, DiscountRefusal>> => {
        const open = await openOrder(trx, orderId)
        if (!open.ok) return open
        const order = open.value
        const terms = await termsOf(trx, order, request)
        if (!terms.ok) return terms
        const grossOre = grossOf(trx, orderId)
        const takenOffOre = discountOre(grossOre, terms.value)
        await putDiscount(trx, {
          order_id: orderId,
          kind: request.kind,
          ...terms.value,
          granted_by: staffUserId,
          approved_by: approvedBy,
          at: now(),
        })
        await updateTotal(trx, orderId, {
          totalOre: grossOre - takenOffOre,
          discountOre: takenOffOre,
          revision: order.revision + 1,
        })
        const detail = { kind: request.kind, amountOre: takenOffOre, reason: terms.value.reason, approvedBy }
        recordTimeline(trx, { orderId, at: now(), kind: 'discounted', staffUserId, detail })
        recordJournal(trx, {
          at: now(),
          kind: 'discount',
          shiftId: order.shiftId,
          orderId,
          staffUserId,
          amountOre: takenOffOre,
          detail: { ...detail, ...(order.training && { training: true }) },
        })
        return ok(await viewOf(deps, trx, orderId))
      })
      if (result.ok) tellOrder(deps, result.value)
      return result
    },

    async removeDiscount(orderId, staffUserId) {
      const result = await inTransaction(async (trx): Promise<Result<Order, NotOpen>> => {
        const open = await openOrder(trx, orderId)
        if (!open.ok) return open
        if (await removeDiscount(trx, orderId)) {
          const grossOre = grossOf(trx, orderId)
          await updateTotal(trx, orderId, { totalOre: grossOre, discountOre: 0, revision: open.value.revision + 1 })
          recordTimeline(trx, { orderId, at: now(), kind: 'discount_removed', staffUserId })
        }
        return ok(await viewOf(deps, trx, orderId))
      })
      if (result.ok) tellOrder(deps, result.value)
      return result
    },
  }
}
