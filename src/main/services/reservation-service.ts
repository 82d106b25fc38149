import type { RequestedLine } from '#shared/domain/reservations/decide-reservation'
import { err, ok, type Result } from '#shared/domain/result'
import { findOrder, type OrderRecord } from '../storage/repositories/order-repository'
import { findLiveAttempt } from '../storage/repositories/payment-attempt-repository'
import { findPaymentReference } from '../storage/repositories/payment-repository'
import { endSession, findLivingSession, insertSession } from '../storage/repositories/session-repository'
import type { Transaction } from '../storage/transaction'
import { allocate, foreseeRefusal, type AllocationRefusal } from './seat-allocation'
import type { SeatNews } from './seat-news'
import type { ServiceDeps } from './service-deps'
import type { StartRefusal, SwishService } from './swish/swish-service'

/** How long a buyer's session lasts, from the contract: 14 days. */
export const BUYER_SESSION_SECONDS = 1_209_600

/**
 * For this long after paying, a session that reserves again is taken for a mistake (the back button, a second click) and
 * refused; after it, for a customer who came back.
 */
const PAID_ORDER_GUARD_MS = 60 * 60_000

export type ReserveRefusal = AllocationRefusal | { code: 'already_paid' }

interface BuyerStatus {
  order: OrderRecord
  /** Swish's reference, once paid. */
  reference: string | undefined
}

export interface ReservationService {
  /**
   * Reserves for a buyer of the ticket API under a session id made by the caller, which is stored in the same transaction.
   * The unpaid order of the buyer's earlier session is replaced, and its payment cancelled; a refusal leaves both.
   */
  reserve: (request: {
    sessionId: string
    earlierOrderId: number | undefined
    earlierSessionId: string | undefined
    eventId: number | undefined
    lines: readonly RequestedLine[]
  }) => Promise<Result<{ orderId: number }, ReserveRefusal>>
  /** The order that a living session reserved. */
  orderOfSession: (sessionId: string) => Promise<{ orderId: number; expiresAt: string } | undefined>
  startPayment: (orderId: number, email: string) => Promise<Result<string, StartRefusal>>
  status: (orderId: number) => Promise<BuyerStatus | undefined>
}

export function createReservationService(
  deps: ServiceDeps & {
    swish: SwishService
    seatNews: SeatNews
    onSeatsChanged: () => void
    /** 32 hexadecimal digits: what a free order answers in place of Swish's token. */
    newToken: () => string
  },
): ReservationService {
  const { inTransaction, read, now, news, swish } = deps

  /** A part that was paid at a till counts too: that order is being paid by somebody who stands there. */
  const paidLately = ({ status, paidAt, paidOre }: OrderRecord) =>
    (status === 'reserved' && paidOre > 0) ||
    (status === 'paid' && paidAt !== null && Date.parse(now()) - Date.parse(paidAt) < PAID_ORDER_GUARD_MS)

  async function replaceable(
    trx: Transaction,
    orderId: number,
  ): Promise<Result<OrderRecord | undefined, { code: 'already_paid' }>> {
    const order = findOrder(trx, orderId)
    if (order === undefined) return ok(undefined)
    if (paidLately(order)) return err({ code: 'already_paid' })
    // A payment that cannot be cancelled now keeps its order and its seats until Swish has answered.
    if ((await findLiveAttempt(trx.db, orderId)) !== undefined) return ok(undefined)
    return ok(order)
  }

  /** Cancels the payment of the order that a reservation replaces, unless the reservation would be refused anyway. */
  async function makeReplaceable(
    orderId: number,
    wanted: { eventId: number | undefined; lines: readonly RequestedLine[] },
  ): Promise<Result<undefined, ReserveRefusal>> {
    if ((await read((db) => findLiveAttempt(db, orderId))) === undefined) return ok(undefined)
    const refusal = await inTransaction((trx): Promise<ReserveRefusal | undefined> => {
      const replaces = findOrder(trx, orderId)
      if (replaces !== undefined && paidLately(replaces)) return Promise.resolve({ code: 'already_paid' })
      return Promise.resolve(foreseeRefusal(trx, { ...wanted, channel: 'api', replaces, now: now() }))
    })
    if (refusal !== undefined) return err(refusal)
    return (await swish.cancelOf(orderId)) === 'paid' ? err({ code: 'already_paid' }) : ok(undefined)
  }

  return {
    async reserve(request) {
      const { earlierOrderId, earlierSessionId, eventId, lines } = request
      if (earlierOrderId !== undefined) {
        const made = await makeReplaceable(earlierOrderId, { eventId, lines })
        if (!made.ok) return made
      }
      const changedEvents = new Set<number>()
      const result = await inTransaction(async (trx) => {
        const replaces = earlierOrderId === undefined ? ok(undefined) : await replaceable(trx, earlierOrderId)
        if (!replaces.ok) return replaces
        const allocation = await allocate(trx, {
          eventId,
          lines,
          channel: 'api',
          email: null,
          staffUserId: null,
          replaces: replaces.value,
          now: now(),
          changedEvents,
        })
        if (!allocation.ok) return allocation
        const expiresAt = new Date(Date.parse(now()) + BUYER_SESSION_SECONDS * 1000).toISOString()
        const orderId = allocation.value
        if (earlierSessionId !== undefined) await endSession(trx, earlierSessionId, now())
        insertSession(trx, request.sessionId, { kind: 'buyer', orderId }, now(), expiresAt)
        return ok({ orderId, replaced: replaces.value })
      })
      if (changedEvents.size > 0) {
        deps.onSeatsChanged()
        deps.seatNews.seatsChanged(changedEvents)
      }
      if (!result.ok) return result
      const { orderId, replaced } = result.value
      news.publish('order', { orderId, status: 'reserved' })
      if (replaced !== undefined) news.publish('order', { orderId: replaced.id, status: 'cancelled' })
      return ok({ orderId })
    },

    async orderOfSession(sessionId) {
      const session = await read((db) => findLivingSession(db, sessionId, 'buyer', now()))
      if (session === undefined || session.order_id === null) return undefined
      return { orderId: session.order_id, expiresAt: session.expires_at }
    },

    async startPayment(orderId, email) {
      const started = await swish.start(orderId, { email })
      if (!started.ok) return started
      if (started.value === undefined) return ok(deps.newToken())
      const { token, status } = started.value
      if (status === 'paid') return err({ code: 'already_paid' })
      return token === null ? err({ code: 'swish_unreachable' }) : ok(token)
    },

    async status(orderId) {
      // The buyer waits: Swish is asked about the payment more often.
      await swish.watchOrder(orderId)
      return inTransaction(async (trx) => {
        const order = findOrder(trx, orderId)
        if (order === undefined) return undefined
        const live = order.status === 'reserved' && (await findLiveAttempt(trx.db, orderId)) !== undefined
        const ended = order.status === 'reserved' && !live && order.expiresAt <= now()
        return {
          order: ended ? { ...order, status: 'expired' as const } : order,
          reference: order.status === 'paid' ? await findPaymentReference(trx.db, orderId) : undefined,
        }
      })
    },
  }
}
