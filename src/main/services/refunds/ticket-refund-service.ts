import type { Refund, RefundQuote, RefundQuoteRequest, RefundRequest } from '#shared/contract/order-api'
import { cashRounding } from '#shared/domain/money/cash-rounding'
import { allocateRefund } from '#shared/domain/payments/allocate-refund'
import { endedWorthOf, rightToRefund, unrefundable, worthOf } from '#shared/domain/payments/refund'
import { err, ok, type Result } from '#shared/domain/result'
import { findOrder } from '../../storage/repositories/order-repository'
import { listTickets } from '../../storage/repositories/order-view-repository'
import { listRefundSources } from '../../storage/repositories/refund-source-repository'
import { findShift } from '../../storage/repositories/shift-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { Transaction } from '../../storage/transaction'
import { onceOnly, type KeyReused } from '../idempotency'
import type { ApprovalRefusal, Caller } from '../staff-service'
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

type QuoteRefusal = Exclude<GiveBackRefusal, { code: 'swish_not_set_up' }>

export interface TicketRefundService {
  /** What a refund would do now. Changes nothing. */
  quote: (orderId: number, request: RefundQuoteRequest, caller: Caller) => Promise<Result<RefundQuote, QuoteRefusal>>
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

  const chosenOf = (tickets: Awaited<ReturnType<typeof listTickets>>, codes: readonly string[]) =>
    tickets.filter(({ code }) => codes.includes(code))
  const rightFor = (tickets: Awaited<ReturnType<typeof listTickets>>, codes: readonly string[]) => {
    const chosen = chosenOf(tickets, codes)
    return rightToRefund(worthOf(chosen), endedWorthOf(tickets, codes), limitOre(), chosen)
  }

  /** Whether tickets can be given back, and by which tenders. Writes nothing. */
  async function plan(trx: Transaction, orderId: number, { ticketCodes, evenUsed = false }: RefundQuoteRequest) {
    const order = findOrder(trx, orderId)
    if (order === undefined) return err({ code: 'order_not_found' as const })
    if (order.status !== 'paid' || order.training) return err({ code: 'not_refundable' as const })
    const tickets = await listTickets(trx.db, orderId)
    const wrong = unrefundable(tickets, ticketCodes, { evenUsed })
    if (wrong !== undefined) {
      return err({ code: 'ticket_not_refundable' as const, ticket: wrong.code, reason: wrong.reason })
    }
    const chosen = chosenOf(tickets, ticketCodes)
    const amountOre = worthOf(chosen)
    const shares = allocateRefund(await listRefundSources(trx.db, orderId), amountOre)
    return shares === undefined
      ? err({ code: 'not_refundable' as const })
      : ok({ order, amountOre, shares, permission: rightFor(tickets, ticketCodes) })
  }

  return {
    quote: (orderId, request, caller) =>
      inTransaction(async (trx): Promise<Result<RefundQuote, QuoteRefusal>> => {
        const planned = await plan(trx, orderId, request)
        if (!planned.ok) return planned
        const { amountOre, shares, permission } = planned.value
        const byTender = new Map<RefundQuote['ways'][number]['tender'], number>()
        for (const share of shares) {
          const { tender } = share.source
          byTender.set(tender, (byTender.get(tender) ?? 0) + share.amountOre)
        }
        const ways = [...byTender].map(([tender, ore]) => ({
          tender,
          amountOre: ore,
          payableOre: tender === 'cash' ? cashRounding(ore).payableOre : ore,
        }))
        const approvalNeeded = !caller.permissions.includes(permission)
        return ok({ amountOre, ways, permission, approvalNeeded, limitOre: limitOre() })
      }),

    async refundTickets(orderId, request, { key, ...asked }) {
      const { ticketCodes, reason, kind = 'refund', evenUsed = false, shiftId = null, approval } = request
      // A PIN takes its time, so it is looked at before the transaction, which then asks again what the act has come to need.
      const permission = rightFor(await read((db) => listTickets(db, orderId)), ticketCodes)
      const granted = await deps.staff.approve({ ...asked, approval, permission })
      if (!granted.ok) {
        const { error } = granted
        return err(error.code === 'approval_needed' ? { ...error, limitOre: limitOre() } : error)
      }

      let stored: (StoredRefunds & { eventId: number }) | undefined
      const work = async (trx: Transaction): Promise<Result<Refund, RefundRefusal>> => {
        const planned = await plan(trx, orderId, request)
        if (!planned.ok) return planned
        const { order, amountOre, shares } = planned.value
        if (permission === 'refund' && planned.value.permission === 'large_refund') {
          return err({ code: 'approval_needed', permission: 'large_refund', limitOre: limitOre() })
        }
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
          detail: { ticketCodes, amountOre, note: reason, ...(kind === 'void' && { outcome: 'void' }) },
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
