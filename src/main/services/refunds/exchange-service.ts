import type { ExchangePaymentRequest, Order } from '#shared/contract/order-api'
import { allocateRefund } from '#shared/domain/payments/allocate-refund'
import { endedWorthOf, rightToRefund, unrefundable, worthOf } from '#shared/domain/payments/refund'
import { err, ok, type Result } from '#shared/domain/result'
import { findOrder, type OrderRecord } from '../../storage/repositories/order-repository'
import { getOrderView, listTickets } from '../../storage/repositories/order-view-repository'
import { listRefundSources } from '../../storage/repositories/refund-source-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { Transaction } from '../../storage/transaction'
import { onceOnly, type KeyReused } from '../idempotency'
import { payOrder } from '../order-payment'
import type { ApprovalRefusal } from '../staff-service'
import { makePayable, type Payable, type PayRefusal } from '../till/payable'
import { storeRefunds, type Share, type StoredRefunds } from './give-back'
import {
  endForRefund,
  issueReturn,
  swishRefusal,
  tellGivenBack,
  type GiveBackDeps,
  type GiveBackRefusal,
  type RefundAsked,
} from './refund-deps'

export type ExchangeRefusal =
  | PayRefusal
  | GiveBackRefusal
  | KeyReused
  | { code: 'from_order_not_found' }
  | { code: 'same_order' }
  | { code: 'exchange_too_small'; worthOre: number; restOre: number }
  | Exclude<ApprovalRefusal, { code: 'approval_needed' }>
  | (Extract<ApprovalRefusal, { code: 'approval_needed' }> & { limitOre: number })

export interface ExchangeService {
  /**
   * Pays the rest of an order with tickets of another, which end in the same transaction; worth beyond it goes back as money.
   * Always completes the order.
   */
  exchange: (
    orderId: number,
    request: ExchangePaymentRequest,
    asked: RefundAsked,
  ) => Promise<Result<Order, ExchangeRefusal>>
}

interface Plan {
  from: OrderRecord
  payable: Payable
  /** What of the old tickets' worth pays the new order, and what of it goes back. */
  pays: Share[]
  back: Share[]
  right: ReturnType<typeof rightToRefund>
}

export function createExchangeService(deps: GiveBackDeps & { onMailQueued: () => void }): ExchangeService {
  const { inTransaction, now } = deps
  const limitOre = () => deps.settings.current().till.refundLimitOre

  /** Everything that may stand in the way, before anything is written. */
  async function plan(
    trx: Transaction,
    orderId: number,
    request: ExchangePaymentRequest,
    changedEvents: Set<number>,
  ): Promise<Result<Plan, ExchangeRefusal>> {
    const { fromOrderId, ticketCodes } = request
    if (fromOrderId === orderId) return err({ code: 'same_order' })
    const from = findOrder(trx, fromOrderId)
    if (from === undefined) return err({ code: 'from_order_not_found' })
    if (from.status !== 'paid' || from.training || findOrder(trx, orderId)?.training === true) {
      return err({ code: 'not_refundable' })
    }
    const tickets = await listTickets(trx.db, fromOrderId)
    const wrong = unrefundable(tickets, ticketCodes)
    if (wrong !== undefined) return err({ code: 'ticket_not_refundable', ticket: wrong.code, reason: wrong.reason })
    const worthOre = worthOf(tickets.filter(({ code }) => ticketCodes.includes(code)))
    const payable = await makePayable(trx, orderId, now(), changedEvents)
    if (!payable.ok) return payable
    const { restOre } = payable.value
    if (restOre === 0) return err({ code: 'too_much', restOre })
    if (worthOre < restOre) return err({ code: 'exchange_too_small', worthOre, restOre })
    const backOre = worthOre - restOre
    const sources = await listRefundSources(trx.db, fromOrderId)
    // What goes back goes as any refund does; the new order gets what is left of the same worth.
    const whole = allocateRefund(sources, worthOre)
    const back = allocateRefund(sources, backOre)
    if (whole === undefined || back === undefined) return err({ code: 'not_refundable' })
    const pays = whole.flatMap(({ source, amountOre }) => {
      const goesBack = back.find((share) => share.source === source)?.amountOre ?? 0
      return amountOre > goesBack ? [{ source, amountOre: amountOre - goesBack }] : []
    })
    const noSwish = swishRefusal(deps, back)
    if (noSwish !== undefined) return err(noSwish)
    const right = rightToRefund(backOre, endedWorthOf(tickets, ticketCodes), limitOre(), [])
    return ok({ from, payable: payable.value, pays, back, right })
  }

  return {
    async exchange(orderId, request, { key, ...asked }) {
      const { fromOrderId, ticketCodes, reason, approval } = request
      // How much of the worth goes back as money is what needs the larger right; the exchange itself needs the right to refund.
      const permission = await inTransaction(async (trx) => {
        const tickets = await listTickets(trx.db, fromOrderId)
        const chosen = tickets.filter(({ code }) => ticketCodes.includes(code))
        const order = findOrder(trx, orderId)
        // Repeated, its answer lost: nothing goes back any more.
        if (order?.status === 'paid') return 'refund'
        const restOre = order === undefined ? 0 : order.totalOre - order.paidOre
        return rightToRefund(worthOf(chosen) - restOre, endedWorthOf(tickets, ticketCodes), limitOre(), [])
      })
      const granted = await deps.staff.approve({ ...asked, approval, permission })
      if (!granted.ok) {
        const { error } = granted
        return err(error.code === 'approval_needed' ? { ...error, limitOre: limitOre() } : error)
      }

      const changedEvents = new Set<number>()
      let stored: (StoredRefunds & { eventId: number }) | undefined
      const work = async (trx: Transaction): Promise<Result<Order, ExchangeRefusal>> => {
        const planned = await plan(trx, orderId, request, changedEvents)
        if (!planned.ok) return planned
        const { from, payable, pays, back, right } = planned.value
        if (permission === 'refund' && right === 'large_refund') {
          return err({ code: 'approval_needed', permission: 'large_refund', limitOre: limitOre() })
        }
        const { staffUserId } = asked.caller
        const { shiftId, restOre } = payable
        const at = now()
        const { approvedBy } = granted.value
        const act = { orderId: from.id, kind: 'exchange' as const, reason, shiftId, staffUserId, approvedBy, now: at }
        const refunds = await storeRefunds(trx, act, back, { orderId, shares: pays })
        await endForRefund(trx, from, ticketCodes, refunds.actId, { now: at, evenUsed: false })
        const detail = { ticketCodes, amountOre: restOre, note: reason, toOrder: String(orderId) }
        recordTimeline(trx, { orderId: from.id, at, kind: 'exchanged', staffUserId, detail })
        issueReturn(trx, act, refunds.actId, back)
        const money = {
          attempt_id: null,
          tender: 'exchange' as const,
          amount_ore: restOre,
          rounding_ore: 0,
          given_ore: null,
          change_ore: 0,
          reference: null,
          taken_by: staffUserId,
        }
        const outcome = await payOrder(trx, orderId, money, at, { story: { fromOrder: String(from.id) } })
        if (outcome !== 'paid') throw new Error(`order ${orderId} was not completed by an exchange`)
        changedEvents.add(payable.order.eventId)
        stored = { ...refunds, eventId: from.eventId }
        return ok(await getOrderView(trx.db, orderId, deps.attention.viewpoint()))
      }
      // Not the PIN: what is kept of the intention must not tell it.
      const intention = { scope: 'exchange', key, body: { orderId, request: { ...request, approval: undefined } } }
      const result = await inTransaction((trx) =>
        onceOnly<Order, ExchangeRefusal>(trx, intention, now(), () => work(trx)),
      )
      if (changedEvents.size > 0) {
        deps.onSeatsChanged()
        deps.seatNews.seatsChanged(changedEvents)
      }
      if (!result.ok || stored === undefined) return result
      await tellGivenBack(deps, fromOrderId, stored)
      deps.news.publish('order', { orderId, status: result.value.status })
      deps.onMailQueued()
      return result
    },
  }
}
