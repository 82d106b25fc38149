import type { NewOrder, OpenOrder, Order, OrderEdit } from '#shared/contract/order-api'
import { isEmailAddress } from '#shared/domain/mail/email-address'
import { holdEnd } from '#shared/domain/reservations/decide-reservation'
import { err, ok, type Result } from '#shared/domain/result'
import { findOfferedEvent } from '../../storage/repositories/event-repository'
import { listOpenOrders } from '../../storage/repositories/open-order-repository'
import {
  assignShift,
  findOrder,
  parkOrder,
  renewOrder,
  type OrderRecord,
} from '../../storage/repositories/order-repository'
import { findLiveAttempt } from '../../storage/repositories/payment-attempt-repository'
import { hasOpenRefundDue } from '../../storage/repositories/refund-repository'
import { findShift } from '../../storage/repositories/shift-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { Transaction } from '../../storage/transaction'
import { onceOnly, type KeyReused } from '../idempotency'
import { allocate, holdAgain, release, type AllocationRefusal } from '../seat-allocation'
import { editBasket, type EditRefusal } from './edit-basket'
import { tellOrder, tellSeats, viewOf, type By, type TillDeps } from './till-deps'

type NoShift = { code: 'shift_not_found' } | { code: 'shift_closed' }
type NotFound = { code: 'order_not_found' }
type NotPayable = { code: 'not_payable'; status: Order['status'] }

export type SellRefusal = AllocationRefusal | KeyReused | NoShift | { code: 'invalid_email' }
export type RenewRefusal = NotFound | NotPayable | { code: 'out_of_seats' }
export type ParkRefusal = RenewRefusal | { code: 'payment_in_progress' }
export type TakeUpRefusal = RenewRefusal | NoShift | { code: 'money_waiting' }
export type ReleaseRefusal =
  | NotFound
  | { code: 'already_paid' }
  | { code: 'payment_in_progress' }
  /** Parts have been paid: give them back first. */
  | { code: 'part_paid' }

export interface BasketService {
  /** Begins a basket: seats are held from its first ticket on. */
  reserve: (order: NewOrder, by: By) => Promise<Result<Order, SellRefusal>>
  /** What the basket is to hold from now on. */
  edit: (orderId: number, edit: OrderEdit) => Promise<Result<Order, EditRefusal>>
  /** Holds its seats anew. */
  renew: (orderId: number) => Promise<Result<Order, RenewRefusal>>
  /** Lets it wait under a name, for any till. */
  park: (orderId: number, name: string, staffUserId: number) => Promise<Result<Order, ParkRefusal>>
  /** Goes on with an unpaid order on this shift, whoever began it. */
  takeUp: (orderId: number, shiftId: number, staffUserId: number) => Promise<Result<Order, TakeUpRefusal>>
  /** Gives up a reservation; a waiting Swish payment is cancelled first. */
  release: (orderId: number, staffUserId: number) => Promise<Result<Order, ReleaseRefusal>>
  /** Orders that wait for money at a till, oldest first. */
  open: () => Promise<OpenOrder[]>
}

/** Baskets at the till. A basket is an unpaid order: its seats are held, and it lives on the server. */
export function createBasketService(deps: TillDeps): BasketService {
  const { inTransaction, now } = deps

  const shiftRefusal = (trx: Transaction, shiftId: number): NoShift | undefined => {
    const shift = findShift(trx, shiftId)
    if (shift === undefined) return { code: 'shift_not_found' }
    return shift.open ? undefined : { code: 'shift_closed' }
  }

  /** An order that may still be paid, with its seats held from now on. */
  async function heldAnew(
    trx: Transaction,
    orderId: number,
    changedEvents: Set<number>,
  ): Promise<Result<OrderRecord, RenewRefusal>> {
    const order = findOrder(trx, orderId)
    if (order === undefined) return err({ code: 'order_not_found' })
    if (order.status !== 'reserved' && order.status !== 'expired') {
      return err({ code: 'not_payable', status: order.status })
    }
    const changed = await holdAgain(trx, order, now())
    if (changed === undefined) return err({ code: 'out_of_seats' })
    for (const eventId of changed) changedEvents.add(eventId)
    const event = findOfferedEvent(trx, order.eventId, now())
    if (event === undefined) throw new Error(`order ${orderId} has no event`)
    await renewOrder(trx, orderId, holdEnd(event, order.parkedName === null ? order.channel : 'parked', now()))
    return ok(order)
  }

  return {
    async reserve(request, { staffUserId, key }) {
      const email = request.email ?? null
      if (email !== null && !isEmailAddress(email)) return err({ code: 'invalid_email' })
      const changedEvents = new Set<number>()
      const result = await inTransaction((trx) =>
        onceOnly<Order, SellRefusal>(trx, { scope: 'reserve', key, body: request }, now(), async () => {
          const noShift = shiftRefusal(trx, request.shiftId)
          if (noShift !== undefined) return err(noShift)
          const allocation = await allocate(trx, {
            eventId: request.eventId,
            lines: request.lines,
            channel: 'till',
            email,
            staffUserId,
            shiftId: request.shiftId,
            training: request.training ?? false,
            replaces: undefined,
            now: now(),
            changedEvents,
          })
          if (!allocation.ok) return allocation
          return ok(await viewOf(deps, trx, allocation.value))
        }),
      )
      tellSeats(deps, changedEvents)
      if (result.ok) tellOrder(deps, result.value)
      return result
    },

    async edit(orderId, edit) {
      const changedEvents = new Set<number>()
      const result = await inTransaction(async (trx): Promise<Result<Order, EditRefusal>> => {
        const edited = await editBasket(trx, orderId, edit, now(), changedEvents)
        return edited.ok ? ok(await viewOf(deps, trx, orderId)) : edited
      })
      tellSeats(deps, changedEvents)
      if (result.ok) tellOrder(deps, result.value)
      return result
    },

    async renew(orderId) {
      const changedEvents = new Set<number>()
      const result = await inTransaction(async (trx): Promise<Result<Order, RenewRefusal>> => {
        const held = await heldAnew(trx, orderId, changedEvents)
        return held.ok ? ok(await viewOf(deps, trx, orderId)) : held
      })
      tellSeats(deps, changedEvents)
      return result
    },

    async park(orderId, name, staffUserId) {
      const changedEvents = new Set<number>()
      const result = await inTransaction(async (trx): Promise<Result<Order, ParkRefusal>> => {
        if ((await findLiveAttempt(trx.db, orderId)) !== undefined) return err({ code: 'payment_in_progress' })
        const held = await heldAnew(trx, orderId, changedEvents)
        if (!held.ok) return held
        const event = findOfferedEvent(trx, held.value.eventId, now())
        if (event === undefined) throw new Error(`order ${orderId} has no event`)
        await parkOrder(trx, orderId, name, holdEnd(event, 'parked', now()))
        recordTimeline(trx, { orderId, at: now(), kind: 'parked', staffUserId, detail: { name } })
        return ok(await viewOf(deps, trx, orderId))
      })
      tellSeats(deps, changedEvents)
      if (result.ok) tellOrder(deps, result.value)
      return result
    },

    async takeUp(orderId, shiftId, staffUserId) {
      const changedEvents = new Set<number>()
      const result = await inTransaction(async (trx): Promise<Result<Order, TakeUpRefusal>> => {
        const noShift = shiftRefusal(trx, shiftId)
        if (noShift !== undefined) return err(noShift)
        if (await hasOpenRefundDue(trx.db, orderId)) return err({ code: 'money_waiting' })
        const held = await heldAnew(trx, orderId, changedEvents)
        if (!held.ok) return held
        if (held.value.parkedName !== null || held.value.shiftId !== shiftId) {
          await assignShift(trx, orderId, shiftId)
          recordTimeline(trx, { orderId, at: now(), kind: 'taken_up', staffUserId, detail: { shiftId } })
        }
        return ok(await viewOf(deps, trx, orderId))
      })
      tellSeats(deps, changedEvents)
      if (result.ok) tellOrder(deps, result.value)
      return result
    },

    async release(orderId, staffUserId) {
      const waiting = await deps.swish.cancelOf(orderId, staffUserId)
      if (waiting === 'live') return err({ code: 'payment_in_progress' })
      const result = await inTransaction(async (trx): Promise<Result<Order, ReleaseRefusal>> => {
        const order = findOrder(trx, orderId)
        if (order === undefined) return err({ code: 'order_not_found' })
        if (order.status === 'paid') return err({ code: 'already_paid' })
        if (order.status === 'reserved' && order.paidOre > 0) return err({ code: 'part_paid' })
        if (waiting === 'paid') return err({ code: 'already_paid' })
        if ((await findLiveAttempt(trx.db, orderId)) !== undefined) return err({ code: 'payment_in_progress' })
        await release(trx, order, staffUserId, now())
        return ok(await viewOf(deps, trx, orderId))
      })
      if (result.ok) {
        tellSeats(deps, new Set([result.value.event.id]))
        tellOrder(deps, result.value)
      }
      return result
    },

    open: () => deps.read((db) => listOpenOrders(db, now())),
  }
}
