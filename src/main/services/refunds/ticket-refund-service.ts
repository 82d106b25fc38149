import type { Refund, RefundRequest } from '#shared/contract/order-api'
import { allocateRefund } from '#shared/domain/payments/allocate-refund'
import { rightToRefund, unrefundable, worthOf } from '#shared/domain/payments/refund'
import { err, ok, type Result } from '#shared/domain/result'
import { findOrder } from '../../storage/repositories/order-repository'
import { listTickets } from '../../storage/repositories/order-view-repository'
import { listRefundSources } from '../../storage/repositories/refund-source-repository'
import { findShift } from '../../storage/repositories/shift-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { Transaction } from '../../storage/transaction'
import { onceOnly, type KeyReused } from '../idempotency'
import type { ApprovalRefusal } from '../staff-service'
import { storeRefunds, type StoredRefunds } from './give-back'
import {
  endForRefund,
  findRefundView,
  issueReturn,
  swishRefusal,
  tellGivenBack,
  type GiveBackDeps,
  type GiveBackRefusal,
  type RefundAsked,
} from './refund-deps'

export type RefundRefusal =
  | GiveBackRefusal
  | KeyReused
  | { code: 'shift_not_found' }
  | { code: 'shift_closed' }
  /** Cash goes back, and no shift is named whose drawer gives it. */
  | { code: 'shift_needed' }
  | Exclude<ApprovalRefusal, { code: 'approval_needed' }>
  | (Extract<ApprovalRefusal, { code: 'approval_needed' }> & { limitOre: number })

export interface TicketRefundService {
  /**
   * Gives back what was paid for tickets, by the tenders it came by. The tickets end with the commit, whatever time the money
   * takes.
   *
   * @returns the refund that ended the tickets
   */
  refundTickets: (orderId: number, request: RefundRequest, asked: RefundAsked) => Promise<Result<Refund, RefundRefusal>>
}

export function createTicketRefundService(deps: GiveBackDeps): TicketRefundService {
  const { inTransaction, read, now } = deps
  const limitOre = () => deps.settings.current().till.refundLimitOre

  return {
    async refundTickets(orderId, request, { key, ...asked }) {
      const { ticketCodes, reason, kind = 'refund', evenUsed = false, shiftId = null, approval } = request
      const chosenOf = (tickets: Awaited<ReturnType<typeof listTickets>>) =>
        tickets.filter(({ code }) => ticketCodes.includes(code))
      const rightFor = (chosen: ReturnType<typeof chosenOf>) => rightToRefund(worthOf(chosen), limitOre(), chosen)

      // A PIN takes its time, so it is looked at before the transaction, which then asks again what the act has come to need.
      const permission = rightFor(chosenOf(await read((db) => listTickets(db, orderId))))
      const granted = await deps.staff.approve({ ...asked, approval, permission })
      if (!granted.ok) {
        const { error } = granted
        return err(error.code === 'approval_needed' ? { ...error, limitOre: limitOre() } : error)
      }

      let stored: (StoredRefunds & { eventId: number }) | undefined
      const work = async (trx: Transaction): Promise<Result<Refund, RefundRefusal>> => {
        const order = findOrder(trx, orderId)
        if (order === undefined) return err({ code: 'order_not_found' })
        if (order.status !== 'paid' || order.training) return err({ code: 'not_refundable' })
        const tickets = await listTickets(trx.db, orderId)
        const wrong = unrefundable(tickets, ticketCodes, { evenUsed })
        if (wrong !== undefined) return err({ code: 'ticket_not_refundable', ticket: wrong.code, reason: wrong.reason })
        const chosen = chosenOf(tickets)
        if (permission === 'refund' && rightFor(chosen) === 'large_refund') {
          return err({ code: 'approval_needed', permission: 'large_refund', limitOre: limitOre() })
        }
        const amountOre = worthOf(chosen)
        const shares = allocateRefund(await listRefundSources(trx.db, orderId), amountOre)
        if (shares === undefined) return err({ code: 'not_refundable' })
        const shift = shiftId === null ? undefined : findShift(trx, shiftId)
        if (shiftId !== null && shift === undefined) return err({ code: 'shift_not_found' })
        if (shift?.open === false) return err({ code: 'shift_closed' })
        if (shift === undefined && shares.some(({ source }) => source.tender === 'cash')) {
          return err({ code: 'shift_needed' })
        }
        const noSwish = swishRefusal(deps, shares)
        if (noSwish !== undefined) return err(noSwish)

        const { staffUserId } = asked.caller
        const at = now()
        const { approvedBy } = granted.value
        const act = { orderId, kind, reason, shiftId, staffUserId, approvedBy, now: at }
        const refunds = await storeRefunds(trx, act, shares)
        await endForRefund(trx, order, ticketCodes, refunds.actId, { now: at, evenUsed })
        recordTimeline(trx, {
          orderId,
          at,
          kind: 'tickets_refunded',
          staffUserId,
          detail: { ticketCodes, amountOre, why: reason, ...(kind === 'void' && { outcome: 'void' }) },
        })
        issueReturn(trx, act, refunds.actId, shares)
        stored = { ...refunds, eventId: order.eventId }
        return ok(await findRefundView(deps, trx, refunds.actId))
      }
      // Not the PIN: what is kept of the intention must not tell it.
      const intention = { scope: 'refund', key, body: { orderId, request: { ...request, approval: undefined } } }
      const result = await inTransaction((trx) =>
        onceOnly<Refund, RefundRefusal>(trx, intention, now(), () => work(trx)),
      )
      if (result.ok && stored !== undefined) await tellGivenBack(deps, orderId, stored)
      return result
    },
  }
}
