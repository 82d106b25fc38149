import type { Refund } from '#shared/contract/order-api'
import { cashRounding } from '#shared/domain/money/cash-rounding'
import { isRefundOpen } from '#shared/domain/payments/refund'
import { err, ok, type Result } from '#shared/domain/result'
import { getOrder } from '../../storage/repositories/order-repository'
import { recordPayment } from '../../storage/repositories/payment-repository'
import {
  findRefund,
  findRefundByInstruction,
  getRefund,
  listOpenRefunds,
  listRefundTries,
  moveRefund,
  refundViews,
  setRefundAttention,
  type RefundRecord,
} from '../../storage/repositories/refund-repository'
import { findShift } from '../../storage/repositories/shift-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { Transaction } from '../../storage/transaction'
import { onceOnly, type KeyReused } from '../idempotency'
import type { SeatNews } from '../seat-news'
import type { ServiceDeps } from '../service-deps'
import type { Timers } from '../timers'
import type { SwishAttention } from './attention'
import type { Follower } from './follower'
import { isSame } from './identifiers'
import { createRefundDueService, type RefundDueService } from './refund-due-service'
import { createRefundSender } from './refund-sender'
import { settleRefund } from './refund-settlement'
import { createRefundTelling, type By, type RefundTelling } from './refund-telling'
import { storeSwishRefund } from './store-refund'
import type { SwishConnection } from './swish-connection'
import type { SwishService } from './swish-service'

/** It failed here, but Swish carries it out, or has: a second one would be money twice. */
type OnItsWay = { code: 'still_on_its_way' }
/** Whether it was carried out after all cannot be found out now. */
type CannotAsk = { code: 'swish_unreachable' }
export type RetryRefusal =
  | KeyReused
  | { code: 'refund_not_found' }
  | { code: 'not_failed' }
  | OnItsWay
  | CannotAsk
  | { code: 'not_refundable' }
  | { code: 'swish_not_set_up' }
export type HandRefusal =
  | { code: 'refund_not_found' }
  | { code: 'already_settled' }
  /** Swish is still on its way to an answer. */
  | { code: 'not_waiting_for_person' }
export type DrawerRefusal =
  | { code: 'refund_not_found' }
  | { code: 'not_failed' }
  | OnItsWay
  | CannotAsk
  | { code: 'shift_not_found' }
  | { code: 'shift_closed' }

export interface RefundService extends RefundDueService, Pick<RefundTelling, 'send'> {
  /** Tries a failed refund anew, under a new id. */
  retry: (refundId: number, by: By) => Promise<Result<Refund, RetryRefusal>>
  /** Settles a refund as a person found it, or paid it, elsewhere. */
  settleByHand: (
    refundId: number,
    outcome: 'paid' | 'not_paid',
    by: { staffUserId: number; note: string },
  ) => Promise<Result<Refund, HandRefusal>>
  /** Pays a refund that has failed in cash instead, out of the drawer of an open shift. */
  settleFromDrawer: (
    refundId: number,
    shiftId: number,
    by: { staffUserId: number; note: string },
  ) => Promise<Result<Refund, DrawerRefusal>>
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
  const { inTransaction, read, now, connection } = deps
  const sender = createRefundSender({ ...deps, onChanged: (refund) => void telling.tell(refund).catch(deps.onError) })
  const telling = createRefundTelling({ ...deps, sender: () => sender })

  /** A refund that was given up here may be carried out at Swish: nothing goes in its place before Swish has said no. */
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

  const hasFailed = ({ status, attention }: RefundRecord) => status === 'error' && attention === 'failed'

  async function payFromDrawer(
    trx: Transaction,
    refund: RefundRecord,
    shiftId: number,
    by: { staffUserId: number; note: string },
  ): Promise<void> {
    const { staffUserId, note } = by
    const { amountOre, orderId } = refund
    const { payableOre, roundingOre } = cashRounding(amountOre)
    const settled = { settled_at: now(), attention: null }
    if (!(await moveRefund(trx, refund.id, 'error', 'paid', settled)))
      throw new Error(`refund ${refund.id} had not failed`)
    await recordPayment(trx, {
      order_id: orderId,
      attempt_id: null,
      tender: 'cash',
      amount_ore: -amountOre,
      rounding_ore: 0 - roundingOre,
      given_ore: null,
      change_ore: 0,
      reference: null,
      taken_at: now(),
      taken_by: staffUserId,
      refund_id: refund.id,
      shift_id: shiftId,
      training: getOrder(trx, orderId).training ? 1 : 0,
    })
    const detail = { outcome: 'paid_in_cash', note, amountOre: payableOre }
    recordTimeline(trx, { orderId, at: now(), kind: 'refund_settled_by_hand', staffUserId, detail })
  }

  return {
    ...createRefundDueService({ ...deps, telling }),
    send: telling.send,

    async retry(refundId, { staffUserId, key }) {
      const doubt = await doubtAbout(refundId)
      if (doubt !== undefined) return err({ code: doubt })
      const result = await inTransaction((trx) =>
        onceOnly<Refund, RetryRefusal>(trx, { scope: 'refund-retry', key, body: { refundId } }, now(), async () => {
          const failed = await findRefund(trx.db, refundId)
          if (failed === undefined) return err({ code: 'refund_not_found' })
          if (!hasFailed(failed)) return err({ code: 'not_failed' })
          const { amountOre, reason, kind, shiftId, orderId, paymentId, environment } = failed
          if (paymentId === null || environment === null) return err({ code: 'not_refundable' })
          const firstId = failed.firstId ?? failed.id
          const way = { orderId, paymentId, environment, reference: failed.originalReference }
          const refund = { amountOre, reason, kind, firstId, shiftId, staffUserId, now: now() }
          const stored = await storeSwishRefund(trx, connection, way, refund)
          if (!stored.ok) return stored
          await setRefundAttention(trx, refundId, null)
          return ok(await telling.viewOf(trx, stored.value))
        }),
      )
      if (result.ok) await telling.send([result.value.id])
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
      await telling.tell(settled.value)
      return ok(await inTransaction((trx) => telling.viewOf(trx, refundId)))
    },

    async settleFromDrawer(refundId, shiftId, by) {
      // Only what had failed before Swish is asked: its word then holds for what is paid below.
      const failed = await read((db) => findRefund(db, refundId))
      if (failed === undefined) return err({ code: 'refund_not_found' })
      if (!hasFailed(failed)) return err({ code: 'not_failed' })
      const doubt = await doubtAbout(refundId)
      if (doubt !== undefined) return err({ code: doubt })
      const settled = await inTransaction(async (trx): Promise<Result<RefundRecord, DrawerRefusal>> => {
        const refund = await getRefund(trx, refundId)
        if (!hasFailed(refund)) return err({ code: 'not_failed' })
        const shift = findShift(trx, shiftId)
        if (shift === undefined) return err({ code: 'shift_not_found' })
        if (!shift.open) return err({ code: 'shift_closed' })
        await payFromDrawer(trx, refund, shiftId, by)
        return ok(await getRefund(trx, refundId))
      })
      if (!settled.ok) return settled
      await telling.tell(settled.value)
      return ok(await inTransaction((trx) => telling.viewOf(trx, refundId)))
    },

    async readNow(refundId) {
      const refund = await read((db) => findRefund(db, refundId))
      if (refund === undefined) return undefined
      await sender.readNow(refund)
      return inTransaction((trx) => telling.viewOf(trx, refundId))
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
