import { randomBytes } from 'node:crypto'
import { isLive } from '#shared/domain/payments/payment-attempt'
import { pollDelayMs } from '#shared/domain/payments/poll-schedule'
import { swishMessage, swishReference } from '#shared/domain/payments/swish-text'
import { err, ok, type Result } from '#shared/domain/result'
import { getSwishMessage } from '../storage/repositories/event-repository'
import { getOrder, setOrderEmail, type OrderRecord } from '../storage/repositories/order-repository'
import {
  attemptView,
  findAttempt,
  findLiveAttempt,
  getAttempt,
  hasToken,
  insertAttempt,
  listLiveAttempts,
  type AttemptRecord,
} from '../storage/repositories/payment-repository'
import { recordTimeline } from '../storage/repositories/timeline-repository'
import type { Transaction } from '../storage/transaction'
import type { PaymentProvider } from '../swish/payment-provider'
import { payOrder } from './order-payment'
import { holdAgain } from './seat-allocation'
import type { SeatNews } from './seat-news'
import type { ServiceDeps } from './service-deps'
import { fail, recordCreated, settle, settleUnknownAtSwish, type Settlement } from './swish-settlement'

export type StartRefusal =
  | { code: 'already_paid' }
  | { code: 'not_payable' }
  /** It ran out and its seats have been sold since. */
  | { code: 'out_of_seats' }
  | { code: 'swish_refused'; errorCode: string; errorText: string }
  | { code: 'swish_unreachable' }

type Start =
  | { kind: 'new' | 'running'; attempt: AttemptRecord; message: string; changedEvents: Set<number> }
  | { kind: 'free'; order: OrderRecord; changedEvents: Set<number> }

export interface SwishService {
  /**
   * Starts a Swish payment of an order, or gives the one that is waiting: any number of calls make one request at Swish.
   * An order that costs nothing is paid at once and gives undefined.
   */
  start: (
    orderId: number,
    by: { email?: string; staffUserId?: number },
  ) => Promise<Result<AttemptRecord | undefined, StartRefusal>>
  /** Asks Swish to cancel and settles what Swish says, which may be that the customer has paid meanwhile. */
  cancel: (attemptId: number) => Promise<AttemptRecord | undefined>
  /** Cancels the waiting payment of an order, if there is one. `live`: Swish could not be asked, so it still counts. */
  cancelOf: (orderId: number) => Promise<'none' | 'ended' | 'paid' | 'live'>
  /** Whether a token is one that this server handed out. */
  knowsToken: (token: string) => Promise<boolean>
  /** Settles everything that was open when the server stopped, and goes on asking until it is. */
  resume: () => Promise<void>
  stop: () => void
}

/**
 * Payments by Swish: the row is stored before the request leaves, the truth is fetched from Swish until it is final, and a
 * hold lives as long as its payment can.
 */
export function createSwishService(
  deps: ServiceDeps & {
    provider: PaymentProvider
    /** The Swish number that is paid. */
    payeeAlias: string
    seatNews: SeatNews
    onSeatsChanged: () => void
    /** Called after a commit that queued a mail. */
    onMailQueued: () => void
    onError: (error: unknown) => void
  },
): SwishService {
  const { inTransaction, read, now, news, provider } = deps
  /** Requests on their way to Swish, so that calls made at once share one. */
  const starting = new Map<number, Promise<Result<AttemptRecord, StartRefusal>>>()
  const timers = new Map<number, NodeJS.Timeout>()
  let stopped = false

  function tellSeats(changedEvents: Set<number>): void {
    if (changedEvents.size === 0) return
    deps.onSeatsChanged()
    deps.seatNews.seatsChanged(changedEvents)
  }

  function tell({ attempt, changed, changedEvents }: Settlement): void {
    tellSeats(changedEvents)
    if (!changed) return
    // A payment that ended after its reservation's time held seats that are free from this moment on.
    deps.onSeatsChanged()
    news.publish('payment_attempt', attemptView(attempt))
    if (attempt.status === 'paid') {
      news.publish('order', { orderId: attempt.orderId, status: 'paid' })
      deps.onMailQueued()
    }
  }

  /** Checks that an order can be paid and stores the attempt, all in one transaction. */
  async function prepare(
    trx: Transaction,
    orderId: number,
    by: { email?: string; staffUserId?: number },
  ): Promise<Result<Start, StartRefusal>> {
    const order = getOrder(trx, orderId)
    if (order.status === 'paid') return err({ code: 'already_paid' })
    if (order.status !== 'reserved' && order.status !== 'expired') return err({ code: 'not_payable' })
    const live = await findLiveAttempt(trx.db, orderId)
    if (live === undefined) {
      const changedEvents = await holdAgain(trx, order, now())
      if (changedEvents === undefined) return err({ code: 'out_of_seats' })
      if (by.email !== undefined) await setOrderEmail(trx, orderId, by.email)
      if (order.totalOre === 0) {
        await payOrder(trx, orderId, undefined, now())
        return ok({ kind: 'free', order, changedEvents: changedEvents.add(order.eventId) })
      }
      return ok({ kind: 'new', ...(await insertNew(trx, order, by.staffUserId)), changedEvents })
    }
    if (by.email !== undefined) await setOrderEmail(trx, orderId, by.email)
    return ok({ kind: 'running', attempt: live, message: '', changedEvents: new Set() })
  }

  async function insertNew(trx: Transaction, order: OrderRecord, staffUserId: number | undefined) {
    const id = await insertAttempt(trx, {
      orderId: order.id,
      environment: provider.environment,
      instructionId: randomBytes(16).toString('hex').toUpperCase(),
      payeeAlias: deps.payeeAlias,
      amountOre: order.totalOre,
      now: now(),
    })
    recordTimeline(trx, {
      orderId: order.id,
      at: now(),
      kind: 'payment_started',
      staffUserId: staffUserId ?? null,
      detail: { amountOre: order.totalOre },
    })
    return { attempt: await getAttempt(trx, id), message: await getSwishMessage(trx.db, order.eventId) }
  }

  async function requestPayment(attempt: AttemptRecord, message: string): Promise<Result<AttemptRecord, StartRefusal>> {
    const outcome = await provider.create({
      instructionId: attempt.instructionId,
      amountOre: attempt.amountOre,
      // Never free text alone: Swish's simulator takes a message that equals an error code for that error.
      message: swishMessage(`L${attempt.orderId} ${message}`),
      payeeReference: swishReference(`L${attempt.orderId}`),
    })
    switch (outcome.kind) {
      case 'created': {
        const created = await inTransaction((trx) => recordCreated(trx, attempt.id, outcome.token, now()))
        news.publish('payment_attempt', attemptView(created))
        watch(created)
        return ok(created)
      }
      case 'refused': {
        const [{ code, text }] = outcome.errors
        tell(await inTransaction((trx) => fail(trx, attempt.id, { code, text }, now())))
        return err({ code: 'swish_refused', errorCode: code, errorText: text })
      }
      case 'unknown':
        // It may exist at Swish: the seats stay held until a read has told.
        watch(attempt)
        return err({ code: 'swish_unreachable' })
    }
  }

  /** Reads a payment at Swish and settles what it says. @returns the attempt as it stands afterwards */
  async function ask(attempt: AttemptRecord): Promise<AttemptRecord> {
    const outcome = await provider.read(attempt.instructionId)
    if (outcome.kind === 'unknown') return attempt
    const settlement = await inTransaction((trx) =>
      outcome.kind === 'found'
        ? settle(trx, attempt.id, outcome.payment, now())
        : settleUnknownAtSwish(trx, attempt.id, now()),
    )
    tell(settlement)
    return settlement.attempt
  }

  function watch(attempt: AttemptRecord): void {
    if (stopped || timers.has(attempt.id)) return
    const timer = setTimeout(
      () => {
        ask(attempt)
          .catch((error: unknown) => {
            deps.onError(error)
            return attempt
          })
          .then((after) => {
            timers.delete(attempt.id)
            if (isLive(after.status)) watch(after)
          })
          .catch(deps.onError)
      },
      pollDelayMs(Date.parse(now()) - Date.parse(attempt.createdAt)),
    )
    timers.set(attempt.id, timer.unref())
  }

  async function cancel(attemptId: number): Promise<AttemptRecord | undefined> {
    const attempt = await read((db) => findAttempt(db, attemptId))
    if (attempt === undefined || !isLive(attempt.status)) return attempt
    await starting.get(attempt.id)
    const outcome = await provider.cancel(attempt.instructionId)
    if (outcome.kind === 'unknown') return attempt
    if (outcome.kind !== 'cancelled') return ask(attempt)
    const settlement = await inTransaction((trx) => settle(trx, attempt.id, outcome.payment, now()))
    tell(settlement)
    return settlement.attempt
  }

  return {
    async start(orderId, by) {
      const prepared = await inTransaction((trx) => prepare(trx, orderId, by))
      if (!prepared.ok) return prepared
      const start = prepared.value
      tellSeats(start.changedEvents)
      if (start.kind === 'free') {
        news.publish('order', { orderId, status: 'paid' })
        deps.onMailQueued()
        return ok(undefined)
      }
      const { attempt } = start
      if (start.kind === 'new') {
        const request = requestPayment(attempt, start.message).finally(() => starting.delete(attempt.id))
        starting.set(attempt.id, request)
        return request
      }
      if (attempt.status === 'created') return ok(attempt)
      // Stored, and not answered yet: either on its way now, or left by a crash and being asked about.
      return (await starting.get(attempt.id)) ?? err({ code: 'swish_unreachable' })
    },
    cancel,
    async cancelOf(orderId) {
      const live = await read((db) => findLiveAttempt(db, orderId))
      if (live === undefined) return 'none'
      const after = await cancel(live.id)
      if (after === undefined || after.status === 'paid') return 'paid'
      return isLive(after.status) ? 'live' : 'ended'
    },
    knowsToken: (token) => read((db) => hasToken(db, token)),
    async resume() {
      for (const attempt of await read(listLiveAttempts)) watch(attempt)
    },
    stop() {
      stopped = true
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}
