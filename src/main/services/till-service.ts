import type { NewOrder, Order } from '#shared/contract/order-api'
import { isEmailAddress } from '#shared/domain/mail/email-address'
import { cashRounding } from '#shared/domain/money/cash-rounding'
import { err, ok, type Result } from '#shared/domain/result'
import { findOrder } from '../storage/repositories/order-repository'
import { getOrderView } from '../storage/repositories/order-view-repository'
import { findLiveAttempt } from '../storage/repositories/payment-attempt-repository'
import { hasOpenRefundDue } from '../storage/repositories/refund-repository'
import type { Transaction } from '../storage/transaction'
import { onceOnly, type KeyReused } from './idempotency'
import { payOrder } from './order-payment'
import { allocate, holdAgain, release, type AllocationRefusal } from './seat-allocation'
import type { SeatNews } from './seat-news'
import type { ServiceDeps } from './service-deps'
import type { SwishAttention } from './swish/attention'
import type { SwishService } from './swish/swish-service'

export type SellRefusal = AllocationRefusal | KeyReused | { code: 'invalid_email' }

export type CashRefusal =
  | KeyReused
  | { code: 'order_not_found' }
  | { code: 'not_payable'; status: Order['status'] }
  /** A Swish request waits for the customer: cancel it first. */
  | { code: 'payment_in_progress' }
  /** Money for it has come by Swish already, and waits for a person. */
  | { code: 'money_waiting' }
  | { code: 'out_of_seats' }
  | { code: 'too_little_cash'; payableOre: number }

export type ReleaseRefusal = { code: 'order_not_found' } | { code: 'already_paid' } | { code: 'payment_in_progress' }

export interface TillService {
  reserve: (order: NewOrder, by: { staffUserId: number; key: string }) => Promise<Result<Order, SellRefusal>>
  payCash: (
    orderId: number,
    givenOre: number,
    by: { staffUserId: number; key: string },
  ) => Promise<Result<Order, CashRefusal>>
  /** Gives up a reservation; a waiting Swish payment is cancelled first. */
  release: (orderId: number, staffUserId: number) => Promise<Result<Order, ReleaseRefusal>>
}

/** Selling over the counter. Each write carries the client's key: a double click never makes a second sale. */
export function createTillService(
  deps: ServiceDeps & {
    swish: SwishService
    attention: SwishAttention
    seatNews: SeatNews
    onSeatsChanged: () => void
    onMailQueued: () => void
  },
): TillService {
  const { inTransaction, now, news } = deps

  const getView = (trx: Transaction, id: number): Promise<Order> => getOrderView(trx.db, id, deps.attention.viewpoint())

  function tellSeats(changedEvents: Set<number>): void {
    if (changedEvents.size === 0) return
    deps.onSeatsChanged()
    deps.seatNews.seatsChanged(changedEvents)
  }

  function tellOrder(order: Order): void {
    news.publish('order', { orderId: order.id, status: order.status })
  }

  return {
    async reserve(request, { staffUserId, key }) {
      const email = request.email ?? null
      if (email !== null && !isEmailAddress(email)) return err({ code: 'invalid_email' })
      const changedEvents = new Set<number>()
      const result = await inTransaction((trx) =>
        onceOnly(trx, { scope: 'reserve', key, body: request }, now(), async () => {
          const allocation = await allocate(trx, {
            eventId: request.eventId,
            lines: request.lines,
            channel: 'till',
            email,
            staffUserId,
            replaces: undefined,
            now: now(),
            changedEvents,
          })
          if (!allocation.ok) return allocation
          return ok(await getView(trx, allocation.value))
        }),
      )
      tellSeats(changedEvents)
      if (result.ok) tellOrder(result.value)
      return result
    },

    async payCash(orderId, givenOre, { staffUserId, key }) {
      const changedEvents = new Set<number>()
      const result = await inTransaction((trx) =>
        onceOnly<Order, CashRefusal>(trx, { scope: 'cash', key, body: { orderId, givenOre } }, now(), async () => {
          const order = findOrder(trx, orderId)
          if (order === undefined) return err({ code: 'order_not_found' })
          if (order.status !== 'reserved' && order.status !== 'expired') {
            return err({ code: 'not_payable', status: order.status })
          }
          if ((await findLiveAttempt(trx.db, orderId)) !== undefined) return err({ code: 'payment_in_progress' })
          if (await hasOpenRefundDue(trx.db, orderId)) return err({ code: 'money_waiting' })
          const { payableOre, roundingOre } = cashRounding(order.totalOre)
          if (givenOre < payableOre) return err({ code: 'too_little_cash', payableOre })
          const held = await holdAgain(trx, order, now())
          if (held === undefined) return err({ code: 'out_of_seats' })
          const payment = {
            attempt_id: null,
            tender: 'cash' as const,
            amount_ore: order.totalOre,
            rounding_ore: roundingOre,
            given_ore: givenOre,
            change_ore: givenOre - payableOre,
            reference: null,
            taken_by: staffUserId,
          }
          if (!(await payOrder(trx, orderId, payment, now()))) throw new Error(`order ${orderId} was not reserved`)
          for (const eventId of held.add(order.eventId)) changedEvents.add(eventId)
          return ok(await getView(trx, orderId))
        }),
      )
      tellSeats(changedEvents)
      if (result.ok) {
        tellOrder(result.value)
        deps.onMailQueued()
      }
      return result
    },

    async release(orderId, staffUserId) {
      const waiting = await deps.swish.cancelOf(orderId, staffUserId)
      if (waiting === 'paid') return err({ code: 'already_paid' })
      if (waiting === 'live') return err({ code: 'payment_in_progress' })
      const result = await inTransaction(async (trx): Promise<Result<Order, ReleaseRefusal>> => {
        const order = findOrder(trx, orderId)
        if (order === undefined) return err({ code: 'order_not_found' })
        if (order.status === 'paid') return err({ code: 'already_paid' })
        if ((await findLiveAttempt(trx.db, orderId)) !== undefined) return err({ code: 'payment_in_progress' })
        await release(trx, order, staffUserId, now())
        return ok(await getView(trx, orderId))
      })
      if (result.ok) {
        tellSeats(new Set([result.value.event.id]))
        tellOrder(result.value)
      }
      return result
    },
  }
}
