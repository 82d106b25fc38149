import type { Order, Refund, RefundDue, RefundRequest } from '#shared/contract/order-api'
import { isRefundOpen, unrefundable } from '#shared/domain/payments/refund'
import { err, ok, type Result } from '#shared/domain/result'
import { findOrder, getOrder } from '../../storage/repositories/order-repository'
import { getOrderView, listTickets } from '../../storage/repositories/order-view-repository'
import { findLiveAttempt } from '../../storage/repositories/payment-attempt-repository'
import {
  findSwishPayment,
  findSwishPaymentOfOrder,
  type SwishPaymentRecord,
} from '../../storage/repositories/payment-repository'
import {
  countRefunded,
  endTickets,
  findRefund,
  findRefundByInstruction,
  findRefundDue,
  getRefund,
  insertRefund,
  listOpenRefunds,
  listRefundTries,
  refundDueView,
  refundViews,
  resolveRefundDue,
  setRefundAttention,
  type RefundRecord,
} from '../../storage/repositories/refund-repository'
import { seatsLeft, takeBackSold } from '../../storage/repositories/seat-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { Transaction } from '../../storage/transaction'
import { onceOnly, type KeyReused } from '../idempotency'
import { usePart } from '../order-payment'
import { holdAgain } from '../seat-allocation'
import type { SeatNews } from '../seat-news'
import type { ServiceDeps } from '../service-deps'
import type { Timers } from '../timers'
import type { SwishAttention } from './attention'
import type { Follower } from './follower'
import { paymentStep } from './payment-steps'
import { createRefundSender } from './refund-sender'
import { settleRefund } from './refund-settlement'
import type { SwishConnection } from './swish-connection'
import { isSame, newSwishId } from './identifiers'
import type { SwishService } from './swish-service'

export type RefundRefusal =
  | KeyReused
  | { code: 'order_not_found' }
  /** Not paid, or not by a Swish payment that can be refunded. */
  | { code: 'not_refundable' }
  | { code: 'ticket_not_refundable'; ticket: string; reason: 'not_in_order' | 'refunded' | 'used' }
  | { code: 'swish_not_set_up' }
export type RetryRefusal =
  | KeyReused
  | { code: 'refund_not_found' }
  | { code: 'not_failed' }
  /** It failed here, but Swish carries it out, or has: a second one would be money twice. */
  | { code: 'still_on_its_way' }
  /** Whether it was carried out after all cannot be found out now. */
  | { code: 'swish_unreachable' }
  | { code: 'not_refundable' }
  | { code: 'swish_not_set_up' }
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
export type HandRefusal =
  | { code: 'refund_not_found' }
  | { code: 'already_settled' }
  /** Swish is still on its way to an answer. */
  | { code: 'not_waiting_for_person' }

/** Who does it, and the key of the one intention. */
interface By {
  staffUserId: number
  key: string
}

export interface RefundService {
  /** Sends the price of tickets back by the Swish payment that paid them. The tickets end with the commit, not with the money. */
  refundTickets: (orderId: number, request: RefundRequest, by: By) => Promise<Result<Refund, RefundRefusal>>
  /** Tries a failed refund anew, under a new id. */
  retry: (refundId: number, by: By) => Promise<Result<Refund, RetryRefusal>>
  /** Sends money back that never became tickets. */
  refundDue: (refundDueId: number, by: By) => Promise<Result<Refund, DueRefusal>>
  /** Gives late money the tickets it was meant for, if there are seats. */
  seat: (refundDueId: number, by: By) => Promise<Result<Order, SeatRefusal>>
  /** Settles a refund as a person found it, or paid it, elsewhere. */
  settleByHand: (
    refundId: number,
    outcome: 'paid' | 'not_paid',
    by: { staffUserId: number; note: string },
  ) => Promise<Result<Refund, HandRefusal>>
  /** Settles money that waits for a decision: the customer got it back some other way. */
  settleDueByHand: (
    refundDueId: number,
    by: { staffUserId: number; note: string },
  ) => Promise<Result<RefundDue, DueHandRefusal>>
  /** Asks Swish now. */
  readNow: (refundId: number) => Promise<Refund | undefined>
  receiveCallback: (callback: { instructionId: string | undefined; identifier: string | undefined }) => Promise<boolean>
  /** Goes on with every refund that was open when the server stopped. */
  resume: () => Promise<void>
  stop: () => void
}

/** Money back by Swish: stored before it is sent, sent once, followed until the customer has it. */
export function createRefundService(
  deps: ServiceDeps & {
    connection: SwishConnection
    follower: Follower
    attention: SwishAttention
    swish: SwishService
    timers: Timers
    random: () => number
    seatNews: SeatNews
    onSeatsChanged: () => void
    onMailQueued: () => void
    onError: (error: unknown) => void
  },
): RefundService {
  const { inTransaction, read, now, news, connection } = deps
  const sender = createRefundSender({ ...deps, onChanged: (refund) => void tell(refund).catch(deps.onError) })

  async function tell(refund: RefundRecord): Promise<void> {
    const [seen] = await read((db) => refundViews(db, [refund], deps.attention.viewpoint()))
    if (seen !== undefined) news.publish('refund', seen)
    deps.attention.changed()
  }

  async function viewOf(trx: Transaction, refundId: number): Promise<Refund> {
    const [seen] = await refundViews(trx.db, [await getRefund(trx, refundId)], deps.attention.viewpoint())
    if (seen === undefined) throw new Error(`refund ${refundId} has no view`)
    return seen
  }

  /** Stores a refund of a payment. The caller has checked nothing but that it wants one. */
  async function store(
    trx: Transaction,
    payment: SwishPaymentRecord | undefined,
    refund: { amountOre: number; reason: string; firstId: number | null; staffUserId: number },
  ): Promise<Result<number, { code: 'not_refundable' } | { code: 'swish_not_set_up' }>> {
    const reference = payment?.reference ?? null
    if (payment === undefined || reference === null) return err({ code: 'not_refundable' })
    if (refund.amountOre <= 0 || refund.amountOre > payment.amountOre - payment.refundedOre) {
      return err({ code: 'not_refundable' })
    }
    if (connection.inUse()?.provider.environment !== payment.environment) return err({ code: 'swish_not_set_up' })
    const { amountOre, reason, staffUserId } = refund
    paymentStep('refund_storing', payment.id)
    const refundId = await insertRefund(trx, {
      order_id: payment.orderId,
      payment_id: payment.id,
      tender: 'swish',
      environment: payment.environment,
      instruction_id: newSwishId(),
      callback_identifier: newSwishId(),
      original_reference: reference,
      amount_ore: amountOre,
      reason,
      first_id: refund.firstId,
      created_at: now(),
      created_by: staffUserId,
    })
    recordTimeline(trx, {
      orderId: payment.orderId,
      at: now(),
      kind: 'refund_requested',
      staffUserId,
      detail: { amountOre, reason },
    })
    return ok(refundId)
  }

  async function sendStored(refund: Refund): Promise<void> {
    paymentStep('refund_stored', refund.id)
    sender.enqueue(refund.id)
    const stored = await read((db) => findRefund(db, refund.id))
    if (stored !== undefined) await tell(stored)
  }

  /** A refund that was given up here may be carried out at Swish: nothing is sent in its place before Swish has said no. */
  async function doubtAbout(refundId: number): Promise<'still_on_its_way' | 'swish_unreachable' | undefined> {
    const failed = await read((db) => findRefund(db, refundId))
    if (failed?.attention !== 'failed') return undefined
    for (const tried of await read((db) => listRefundTries(db, failed))) {
      const gone = await sender.mayHaveGone(tried)
      if (gone === 'yes') return 'still_on_its_way'
      if (gone === 'unknown') return 'swish_unreachable'
    }
    return undefined
  }

  return {
    async refundTickets(orderId, request, { staffUserId, key }) {
      let eventId: number | undefined
      const result = await inTransaction((trx) =>
        onceOnly<Refund, RefundRefusal>(trx, { scope: 'refund', key, body: { orderId, request } }, now(), async () => {
          const order = findOrder(trx, orderId)
          if (order === undefined) return err({ code: 'order_not_found' })
          if (order.status !== 'paid') return err({ code: 'not_refundable' })
          const tickets = await listTickets(trx.db, orderId)
          const { ticketCodes, reason } = request
          const wrong = unrefundable(tickets, ticketCodes)
          if (wrong !== undefined) {
            return err({ code: 'ticket_not_refundable', ticket: wrong.code, reason: wrong.reason })
          }
          const chosen = tickets.filter(({ code }) => ticketCodes.includes(code))
          const amountOre = chosen.reduce((sum, { priceOre, discountOre }) => sum + priceOre - discountOre, 0)
          const payment = await findSwishPaymentOfOrder(trx.db, orderId)
          const stored = await store(trx, payment, { amountOre, reason, firstId: null, staffUserId })
          if (!stored.ok) return stored
          if ((await endTickets(trx, ticketCodes, stored.value)) !== ticketCodes.length) {
            throw new Error(`tickets of order ${orderId} changed while they were refunded`)
          }
          await countRefunded(trx, orderId, ticketCodes.length, now())
          takeBackSold(trx, order.eventId, ticketCodes.length)
          recordTimeline(trx, {
            orderId,
            at: now(),
            kind: 'tickets_refunded',
            staffUserId,
            detail: { ticketCodes, amountOre },
          })
          eventId = order.eventId
          return ok(await viewOf(trx, stored.value))
        }),
      )
      if (!result.ok) return result
      await sendStored(result.value)
      if (eventId === undefined) return result
      deps.onSeatsChanged()
      deps.seatNews.seatsChanged(new Set([eventId]))
      const order = await inTransaction(async (trx) => getOrder(trx, orderId))
      news.publish('order', { orderId, status: order.status })
      return result
    },

    async retry(refundId, { staffUserId, key }) {
      const doubt = await doubtAbout(refundId)
      if (doubt !== undefined) return err({ code: doubt })
      const result = await inTransaction((trx) =>
        onceOnly<Refund, RetryRefusal>(trx, { scope: 'refund-retry', key, body: { refundId } }, now(), async () => {
          const failed = await findRefund(trx.db, refundId)
          if (failed === undefined) return err({ code: 'refund_not_found' })
          if (failed.status !== 'error' || failed.attention !== 'failed') return err({ code: 'not_failed' })
          const { amountOre, reason } = failed
          const firstId = failed.firstId ?? failed.id
          const payment = await findSwishPayment(trx.db, failed.paymentId ?? 0)
          const stored = await store(trx, payment, { amountOre, reason, firstId, staffUserId })
          if (!stored.ok) return stored
          await setRefundAttention(trx, refundId, null)
          return ok(await viewOf(trx, stored.value))
        }),
      )
      if (result.ok) await sendStored(result.value)
      return result
    },

    async refundDue(refundDueId, { staffUserId, key }) {
      const result = await inTransaction((trx) =>
        onceOnly<Refund, DueRefusal>(trx, { scope: 'refund-due', key, body: { refundDueId } }, now(), async () => {
          const due = await findRefundDue(trx.db, refundDueId)
          if (due === undefined) return err({ code: 'refund_due_not_found' })
          if (due.resolution !== null) return err({ code: 'already_settled' })
          const payment = await findSwishPayment(trx.db, due.paymentId)
          const { amountOre, reason } = due
          const stored = await store(trx, payment, { amountOre, reason, firstId: null, staffUserId })
          if (!stored.ok) return stored
          await resolveRefundDue(trx, refundDueId, 'refunded', { staffUserId, now: now() })
          recordTimeline(trx, {
            orderId: due.orderId,
            at: now(),
            kind: 'refund_due_settled',
            staffUserId,
            detail: { amountOre, resolution: 'refunded' },
          })
          return ok(await viewOf(trx, stored.value))
        }),
      )
      if (result.ok) await sendStored(result.value)
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
          for (const id of held.add(order.eventId)) changedEvents.add(id)
          return ok(await getOrderView(trx.db, order.id, deps.attention.viewpoint()))
        }),
      )
      if (!result.ok) return result
      deps.onSeatsChanged()
      deps.seatNews.seatsChanged(changedEvents)
      news.publish('order', { orderId: result.value.id, status: result.value.status })
      deps.onMailQueued()
      deps.attention.changed()
      return result
    },

    async settleByHand(refundId, outcome, { staffUserId, note }) {
      const settled = await inTransaction(async (trx): Promise<Result<RefundRecord, HandRefusal>> => {
        const refund = await findRefund(trx.db, refundId)
        if (refund === undefined) return err({ code: 'refund_not_found' })
        const open = isRefundOpen(refund.status)
        const [seen] = await refundViews(trx.db, [refund], deps.attention.viewpoint())
        if (seen === undefined || seen.attention === null) {
          return err({ code: open ? 'not_waiting_for_person' : 'already_settled' })
        }
        recordTimeline(trx, {
          orderId: refund.orderId,
          at: now(),
          kind: 'refund_settled_by_hand',
          staffUserId,
          detail: { outcome, note, amountOre: refund.amountOre },
        })
        if (open) {
          const ruling =
            outcome === 'paid'
              ? ({ status: 'paid', attention: null } as const)
              : ({ status: 'error', attention: 'failed' } as const)
          const words = { status: 'BY_HAND', errorCode: null, errorText: null, paymentReference: null }
          await settleRefund(trx, refundId, ruling, words, { now: now(), cause: 'by_hand', staffUserId })
        } else if (outcome === 'paid') await setRefundAttention(trx, refundId, null)
        return ok(await getRefund(trx, refundId))
      })
      if (!settled.ok) return settled
      sender.follow(settled.value)
      await tell(settled.value)
      return ok(await inTransaction((trx) => viewOf(trx, refundId)))
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

    async readNow(refundId) {
      const refund = await read((db) => findRefund(db, refundId))
      if (refund === undefined) return undefined
      await sender.readNow(refund)
      return inTransaction((trx) => viewOf(trx, refundId))
    },

    async receiveCallback({ instructionId, identifier }) {
      if (identifier === undefined) return false
      const refund =
        instructionId === undefined
          ? (await read(listOpenRefunds)).find((it) => isSame(it.callbackIdentifier, identifier))
          : await read((db) => findRefundByInstruction(db, instructionId))
      if (refund === undefined || !isSame(refund.callbackIdentifier, identifier)) return false
      sender.wake(refund)
      return true
    },

    resume: sender.resume,
    stop: sender.stop,
  }
}
