import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { PaymentAttempt } from '#shared/contract/order-api'
import { isLive, ruleOnNews, ruleOnNotFound } from '#shared/domain/payments/payment-attempt'
import { swishMessage, swishReference } from '#shared/domain/payments/swish-text'
import { err, ok, type Result } from '#shared/domain/result'
import { getSwishMessage } from '../../storage/repositories/event-repository'
import { findIdempotencyKey, removeIdempotencyKey } from '../../storage/repositories/idempotency-repository'
import { getOrder, setOrderEmail, type OrderRecord } from '../../storage/repositories/order-repository'
import {
  attemptView,
  findAttempt,
  findAttemptByInstruction,
  findLiveAttempt,
  getAttempt,
  hasToken,
  insertAttempt,
  listLiveAttempts,
  requestCancel,
  setAttemptAttention,
  type AttemptRecord,
} from '../../storage/repositories/payment-attempt-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { Transaction } from '../../storage/transaction'
import type { SwishPayment } from '../../swish/payment-provider'
import { onceOnly, type KeyReused } from '../idempotency'
import { payOrder } from '../order-payment'
import { holdAgain } from '../seat-allocation'
import type { SeatNews } from '../seat-news'
import type { ServiceDeps } from '../service-deps'
import { recordCreated, settleAttempt, type Cause, type Settlement } from './attempt-settlement'
import type { SwishAttention } from './attention'
import { followAttempts } from './attempt-follower'
import type { Follower } from './follower'
import { paymentStep } from './payment-steps'
import type { SwishConnection, SwishInUse } from './swish-connection'

export type StartRefusal =
  | KeyReused
  | { code: 'already_paid' }
  | { code: 'not_payable' }
  /** It ran out and its seats have been sold since. */
  | { code: 'out_of_seats' }
  | { code: 'swish_not_set_up' }
  | { code: 'swish_refused'; errorCode: string; errorText: string }
  | { code: 'swish_unreachable' }

export type SettleRefusal =
  { code: 'payment_attempt_not_found' } | { code: 'already_settled' } | { code: 'not_waiting_for_person' }

/** Who starts a payment, and how. */
export interface StartRequest {
  email?: string
  staffUserId?: number
  /** The phone to push to, `46701234567`; without it the customer scans a QR. */
  payerAlias?: string
  /** The client's own for this one intention: repeated, it is the same payment, whatever has become of it since. */
  key?: string
}

type Prepared =
  | { kind: 'new' | 'running' | 'ended'; attempt: AttemptRecord; message: string; changedEvents: Set<number> }
  | { kind: 'free'; order: OrderRecord; changedEvents: Set<number> }

export interface SwishService {
  /**
   * Starts a Swish payment of an order, or gives the one that is waiting: any number of calls make one request at Swish.
   * An order that costs nothing is paid at once and gives undefined.
   */
  start: (orderId: number, by: StartRequest) => Promise<Result<PaymentAttempt | undefined, StartRefusal>>
  /**
   * Asks Swish to cancel and settles what Swish says, which may be that the customer has paid meanwhile. When Swish cannot be
   * asked the wish is kept, and carried out as soon as it can.
   */
  cancel: (attemptId: number, staffUserId?: number) => Promise<PaymentAttempt | undefined>
  /** Cancels the waiting payment of an order, if there is one. `live`: Swish could not be asked, so it still counts. */
  cancelOf: (orderId: number, staffUserId?: number) => Promise<'none' | 'ended' | 'paid' | 'live'>
  /** Asks Swish now. */
  readNow: (attemptId: number) => Promise<PaymentAttempt | undefined>
  /** Settles an attempt that Swish gives no answer for, as a person found it at the bank. */
  settleByHand: (
    attemptId: number,
    outcome: 'paid' | 'not_paid',
    by: { staffUserId: number; note: string },
  ) => Promise<Result<PaymentAttempt, SettleRefusal>>
  /** Somebody looks at an order's payment: Swish is asked about it more often. */
  watch: (attempt: PaymentAttempt | null) => void
  /** The same for a buyer, who knows only the order. */
  watchOrder: (orderId: number) => Promise<void>
  /** Takes up a callback that names a payment of ours; false when it names none, or with the wrong identifier. */
  receiveCallback: (callback: { instructionId: string | undefined; identifier: string | undefined }) => Promise<boolean>
  /** Whether a token is one that this server handed out. */
  knowsToken: (token: string) => Promise<boolean>
  /** Settles everything that was open when the server stopped, and goes on asking until it is. */
  resume: () => Promise<void>
}

/** Random ids of the form that Swish wants: 32 upper-case hexadecimal digits. */
export const newSwishId = () => randomBytes(16).toString('hex').toUpperCase()

/** Swish's word for an id that it has seen before. */
const EXISTS_ALREADY = 'RP09'

/** Our own code: there was no connection that the request could have left by. */
const NOT_SENT = 'NOT_SENT'
const UNKNOWN_AT_SWISH = 'RP04'
/** Of the clients' keys. */
const KEY_SCOPE = 'swish'
/** How often a request whose token was lost is cancelled and made anew. */
const MOST_NEW_TOKENS = 1

/**
 * Payments by Swish: the row is stored before the request leaves, the truth is fetched from Swish until it is final, and a
 * hold lives as long as its payment can.
 */
export function createSwishService(
  deps: ServiceDeps & {
    connection: SwishConnection
    follower: Follower
    attention: SwishAttention
    seatNews: SeatNews
    onSeatsChanged: () => void
    /** Called after a commit that queued a mail. */
    onMailQueued: () => void
    random: () => number
    onError: (error: unknown) => void
  },
): SwishService {
  const { inTransaction, read, now, news, connection } = deps
  /** Requests on their way to Swish, so that calls made at once share one. */
  const starting = new Map<number, Promise<Result<AttemptRecord, StartRefusal>>>()

  const view = (attempt: AttemptRecord) => attemptView(attempt, deps.attention.viewpoint())
  const following = followAttempts({ ...deps, ask: askAndSettle })

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
    news.publish('payment_attempt', view(attempt))
    if (attempt.status === 'paid') {
      news.publish('order', { orderId: attempt.orderId, status: 'paid' })
      deps.onMailQueued()
      cancelOthers(attempt.orderId).catch(deps.onError)
    }
    deps.attention.changed()
    if (!isLive(attempt.status)) following.ended(attempt)
  }

  /** Money for an attempt that had ended here pays the order, so that nobody may pay it a second time. */
  async function cancelOthers(orderId: number): Promise<void> {
    const other = await read((db) => findLiveAttempt(db, orderId))
    if (other !== undefined) await cancelRecord(other.id, undefined)
  }

  /** The Swish that an attempt was started in, if it is the one in use. */
  function swishOf(attempt: AttemptRecord): SwishInUse | undefined {
    const inUse = connection.inUse()
    return inUse?.provider.environment === attempt.environment ? inUse : undefined
  }

  /** Checks that an order can be paid and stores the attempt, all in one transaction. */
  async function prepare(trx: Transaction, orderId: number, by: StartRequest): Promise<Result<Prepared, StartRefusal>> {
    const order = getOrder(trx, orderId)
    if (order.status === 'paid') return err({ code: 'already_paid' })
    if (order.status !== 'reserved' && order.status !== 'expired') return err({ code: 'not_payable' })
    const live = await findLiveAttempt(trx.db, orderId)
    if (live !== undefined) {
      if (by.email !== undefined) await setOrderEmail(trx, orderId, by.email)
      return ok({ kind: 'running', attempt: live, message: '', changedEvents: new Set() })
    }
    const inUse = connection.inUse()
    if (order.totalOre > 0 && inUse === undefined) return err({ code: 'swish_not_set_up' })
    const changedEvents = await holdAgain(trx, order, now())
    if (changedEvents === undefined) return err({ code: 'out_of_seats' })
    if (by.email !== undefined) await setOrderEmail(trx, orderId, by.email)
    if (inUse === undefined || order.totalOre === 0) {
      await payOrder(trx, orderId, undefined, now())
      return ok({ kind: 'free', order, changedEvents: changedEvents.add(order.eventId) })
    }
    return ok({ kind: 'new', ...(await insertNew(trx, order, inUse, by)), changedEvents })
  }

  /** The same for a client that may repeat itself. */
  async function prepareOnce(
    trx: Transaction,
    orderId: number,
    by: StartRequest,
  ): Promise<Result<Prepared, StartRefusal>> {
    const { key, payerAlias = null } = by
    if (key === undefined) return prepare(trx, orderId, by)
    let prepared: Prepared | undefined
    const intention = { scope: KEY_SCOPE, key, body: { orderId, payerAlias } }
    const kept = await onceOnly<number | null, StartRefusal>(trx, intention, now(), async () => {
      const result = await prepare(trx, orderId, by)
      if (!result.ok) return result
      prepared = result.value
      return ok(prepared.kind === 'free' ? null : prepared.attempt.id)
    })
    if (!kept.ok) return kept
    if (prepared !== undefined) return ok(prepared)
    if (kept.value === null) return err({ code: 'already_paid' })
    const attempt = await getAttempt(trx, kept.value)
    const known = { attempt, message: '', changedEvents: new Set<number>() }
    if (isLive(attempt.status)) return ok({ kind: 'running', ...known })
    if (attempt.status === 'paid' || wasShown(attempt)) return ok({ kind: 'ended', ...known })
    await removeIdempotencyKey(trx, KEY_SCOPE, key)
    return prepareOnce(trx, orderId, by)
  }

  /** Whether a customer can have seen it. When not, the client's wish is still to be granted. */
  const wasShown = ({ token, payerAlias, errorCode }: AttemptRecord) =>
    (token !== null || payerAlias !== null) && errorCode !== NOT_SENT && errorCode !== UNKNOWN_AT_SWISH

  /** What Swish has refused may be tried again with its key; what nobody knows the outcome of keeps it. */
  async function freeKey(key: string): Promise<void> {
    await inTransaction(async (trx) => {
      const kept = await findIdempotencyKey(trx.db, KEY_SCOPE, key)
      const attempt = kept && (await findAttempt(trx.db, Number(kept.answer)))
      if (attempt !== undefined && !isLive(attempt.status)) await removeIdempotencyKey(trx, KEY_SCOPE, key)
    })
  }

  async function insertNew(trx: Transaction, order: OrderRecord, inUse: SwishInUse, by: StartRequest) {
    const payerAlias = by.payerAlias ?? null
    const id = await insertAttempt(trx, {
      orderId: order.id,
      environment: inUse.provider.environment,
      instructionId: newSwishId(),
      callbackIdentifier: newSwishId(),
      payeeAlias: inUse.payeeAlias,
      payerAlias,
      amountOre: order.totalOre,
      startedBy: by.staffUserId ?? null,
      now: now(),
    })
    recordTimeline(trx, {
      orderId: order.id,
      at: now(),
      kind: 'payment_started',
      staffUserId: by.staffUserId ?? null,
      detail: { amountOre: order.totalOre, payerEnding: payerAlias?.slice(-4) ?? null },
    })
    return { attempt: await getAttempt(trx, id), message: await getSwishMessage(trx.db, order.eventId) }
  }

  async function requestPayment(
    { provider }: SwishInUse,
    attempt: AttemptRecord,
    message: string,
  ): Promise<Result<AttemptRecord, StartRefusal>> {
    paymentStep('request_leaving', attempt.id)
    const outcome = await provider.create({
      instructionId: attempt.instructionId,
      amountOre: attempt.amountOre,
      // Never free text alone: Swish's simulator takes a message that equals an error code for that error.
      message: swishMessage(`L${attempt.orderId} ${message}`),
      payeeReference: swishReference(`L${attempt.orderId}`),
      callbackIdentifier: attempt.callbackIdentifier ?? newSwishId(),
      ...(attempt.payerAlias === null ? {} : { payerAlias: attempt.payerAlias }),
    })
    paymentStep('answer_read', attempt.id)
    connection.noteOutcome(outcome)
    switch (outcome.kind) {
      case 'created': {
        paymentStep('token_storing', attempt.id)
        const created = await inTransaction((trx) => recordCreated(trx, attempt.id, outcome.token, now()))
        paymentStep('token_stored', attempt.id)
        news.publish('payment_attempt', view(created))
        following.follow(created)
        if (created.startedBy !== null) following.watch(created)
        return ok(created)
      }
      case 'refused': {
        const [{ code, text }] = outcome.errors
        // The id exists at Swish after all: a read tells as what.
        if (outcome.errors.some((error) => error.code === EXISTS_ALREADY)) return awaitNews(attempt)
        // While an earlier try may be on its way Swish is asked once more, as about any end without money.
        await end(attempt, code, text, { sent: outcome.mayHaveReached === true })
        return err({ code: 'swish_refused', errorCode: code, errorText: text })
      }
      case 'unknown':
        if (outcome.mayHaveReached) return awaitNews(attempt)
        await end(attempt, NOT_SENT, outcome.reason, { sent: false })
        return err({ code: 'swish_unreachable' })
    }
  }

  /** It may exist at Swish: the seats stay held until a read has told. */
  function awaitNews(attempt: AttemptRecord): Result<AttemptRecord, StartRefusal> {
    following.follow(attempt)
    if (attempt.startedBy !== null) following.watch(attempt)
    return err({ code: 'swish_unreachable' })
  }

  /** Ends an attempt that Swish has not taken. One that was never sent cannot turn up there later. */
  async function end(
    attempt: AttemptRecord,
    errorCode: string,
    errorText: string,
    { sent }: { sent: boolean },
  ): Promise<void> {
    const words = { status: 'REFUSED', errorCode, errorText, paymentReference: null }
    tell(
      await inTransaction(async (trx) => {
        const ruling = { status: 'error', attention: null } as const
        const settlement = await settleAttempt(trx, attempt.id, ruling, words, { now: now(), cause: 'answer' })
        if (!sent) await following.confirm(trx, attempt.id)
        return { ...settlement, attempt: await getAttempt(trx, attempt.id) }
      }),
    )
  }

  async function write(attempt: AttemptRecord, payment: SwishPayment, cause: Cause): Promise<AttemptRecord> {
    const { status, errorCode, errorText, paymentReference } = payment
    paymentStep('news_writing', attempt.id)
    const words = { status, errorCode, errorText, paymentReference }
    const settlement = await inTransaction(async (trx) => {
      const settled = await settleAttempt(trx, attempt.id, ruleOnNews(attempt, payment), words, { now: now(), cause })
      paymentStep('news_committing', attempt.id)
      return settled
    })
    paymentStep('news_written', attempt.id)
    tell(settlement)
    return settlement.attempt
  }

  async function writeNotFound(attempt: AttemptRecord, cause: Cause): Promise<AttemptRecord> {
    const ageMs = Date.parse(now()) - Date.parse(attempt.createdAt)
    const ruling = ruleOnNotFound(attempt.status, ageMs, attempt.environment === 'production')
    if (ruling === undefined) return attempt
    const words = { status: 'NOT_FOUND', errorCode: UNKNOWN_AT_SWISH, errorText: null, paymentReference: null }
    const settlement = await inTransaction((trx) =>
      settleAttempt(trx, attempt.id, ruling, words, { now: now(), cause }),
    )
    tell(settlement)
    return settlement.attempt
  }

  /**
   * Reads a payment at Swish and settles what it says.
   *
   * @returns the attempt as it stands afterwards, undefined when Swish could not be asked
   */
  async function askAndSettle(attempt: AttemptRecord, cause: Cause): Promise<AttemptRecord | undefined> {
    const swish = swishOf(attempt)
    if (swish === undefined) return undefined
    if (isLive(attempt.status) && attempt.cancelRequestedAt !== null) return cancelAtSwish(swish, attempt)
    paymentStep('news_asking', attempt.id)
    const outcome = await swish.provider.read(attempt.instructionId)
    paymentStep('news_read', attempt.id)
    connection.noteOutcome(outcome)
    if (outcome.kind === 'unknown') return undefined
    if (outcome.kind === 'not_found') return writeNotFound(attempt, cause)
    // It ended here though it is alive at Swish, so that a customer could still pay for nothing.
    if (!isLive(attempt.status) && outcome.payment.status === 'CREATED') {
      const after = await cancelAtSwish(swish, attempt)
      // A cancel can cross a payment: only the next question confirms that it has not.
      return after?.status === 'paid' ? after : undefined
    }
    if (!isLive(attempt.status) && outcome.payment.status === 'OTHER') return undefined
    const after = await write(attempt, outcome.payment, cause)
    return isTokenLost(after) ? cancelRecord(attempt.id, undefined) : after
  }

  /** No QR can ever be shown for it: the answer that held its token never came, and no read gives it. */
  const isTokenLost = ({ id, status, token, payerAlias, cancelRequestedAt }: AttemptRecord) =>
    status === 'created' && token === null && payerAlias === null && cancelRequestedAt === null && !starting.has(id)

  async function cancelAtSwish({ provider }: SwishInUse, attempt: AttemptRecord): Promise<AttemptRecord | undefined> {
    const outcome = await provider.cancel(attempt.instructionId)
    connection.noteOutcome(outcome)
    if (outcome.kind === 'cancelled') return write(attempt, outcome.payment, 'cancel')
    if (outcome.kind === 'not_found') return writeNotFound(attempt, 'cancel')
    if (outcome.kind === 'unknown') return undefined
    // It has a final status by now: the customer was faster.
    const found = await provider.read(attempt.instructionId)
    return found.kind === 'found' ? write(attempt, found.payment, 'cancel') : undefined
  }

  async function cancelRecord(attemptId: number, staffUserId: number | undefined): Promise<AttemptRecord | undefined> {
    const known = await read((db) => findAttempt(db, attemptId))
    if (known === undefined || !isLive(known.status)) return known
    const wanted = await inTransaction(async (trx) => {
      if (await requestCancel(trx, attemptId, now())) {
        recordTimeline(trx, {
          orderId: known.orderId,
          at: now(),
          kind: 'payment_cancel_requested',
          staffUserId: staffUserId ?? null,
        })
      }
      return getAttempt(trx, attemptId)
    })
    news.publish('payment_attempt', view(wanted))
    await starting.get(attemptId)
    const current = (await read((db) => findAttempt(db, attemptId))) ?? wanted
    const swish = swishOf(current)
    if (!isLive(current.status) || swish === undefined) return current
    const after = (await cancelAtSwish(swish, current)) ?? current
    if (isLive(after.status)) following.follow(after)
    return after
  }

  async function startOnce(
    orderId: number,
    by: StartRequest,
    newTokens: number,
  ): Promise<Result<AttemptRecord | undefined, StartRefusal>> {
    paymentStep('attempt_storing', orderId)
    const prepared = await inTransaction((trx) => prepareOnce(trx, orderId, by))
    if (!prepared.ok) return prepared
    const start = prepared.value
    tellSeats(start.changedEvents)
    if (start.kind === 'free') {
      news.publish('order', { orderId, status: 'paid' })
      deps.onMailQueued()
      return ok(undefined)
    }
    const { attempt } = start
    if (start.kind === 'ended') return ok(attempt)
    if (start.kind === 'running') {
      const onItsWay = await starting.get(attempt.id)
      if (onItsWay !== undefined) return onItsWay
      // Left by a crash without an answer, and being asked about.
      if (attempt.status === 'initiated') return err({ code: 'swish_unreachable' })
      return isTokenLost(attempt) ? startAnew(attempt, by, newTokens) : ok(attempt)
    }
    paymentStep('attempt_stored', attempt.id)
    const inUse = swishOf(attempt)
    if (inUse === undefined) return err({ code: 'swish_not_set_up' })
    const request = requestPayment(inUse, attempt, start.message).finally(() => starting.delete(attempt.id))
    starting.set(attempt.id, request)
    const made = await request
    return made.ok && isTokenLost(made.value) ? startAnew(attempt, by, newTokens) : made
  }

  /** Cancels a request whose token was lost, and makes a new one. */
  async function startAnew(
    attempt: AttemptRecord,
    by: StartRequest,
    newTokens: number,
  ): Promise<Result<AttemptRecord | undefined, StartRefusal>> {
    const ended = await cancelRecord(attempt.id, by.staffUserId)
    if (ended === undefined || isLive(ended.status)) return err({ code: 'swish_unreachable' })
    if (ended.status === 'paid' || newTokens >= MOST_NEW_TOKENS) return ok(ended)
    return startOnce(attempt.orderId, by, newTokens + 1)
  }

  return {
    async start(orderId, by) {
      const started = await startOnce(orderId, by, 0)
      const code = started.ok ? undefined : started.error.code
      if (by.key !== undefined && (code === 'swish_refused' || code === 'swish_unreachable')) await freeKey(by.key)
      if (!started.ok || started.value === undefined) return started as Result<undefined, StartRefusal>
      return ok(view(started.value))
    },

    async cancel(attemptId, staffUserId) {
      const attempt = await cancelRecord(attemptId, staffUserId)
      return attempt && view(attempt)
    },

    async cancelOf(orderId, staffUserId) {
      const live = await read((db) => findLiveAttempt(db, orderId))
      if (live === undefined) return 'none'
      const after = await cancelRecord(live.id, staffUserId)
      if (after === undefined || after.status === 'paid') return 'paid'
      return isLive(after.status) ? 'live' : 'ended'
    },

    async readNow(attemptId) {
      const attempt = await read((db) => findAttempt(db, attemptId))
      return attempt && view((await askAndSettle(attempt, 'watch')) ?? attempt)
    },

    async settleByHand(attemptId, outcome, { staffUserId, note }) {
      const settled = await inTransaction(async (trx): Promise<Result<Settlement, SettleRefusal>> => {
        const attempt = await findAttempt(trx.db, attemptId)
        if (attempt === undefined) return err({ code: 'payment_attempt_not_found' })
        if (view(attempt).attention === null) {
          return err({ code: isLive(attempt.status) ? 'not_waiting_for_person' : 'already_settled' })
        }
        recordTimeline(trx, {
          orderId: attempt.orderId,
          at: now(),
          kind: 'payment_settled_by_hand',
          staffUserId,
          detail: { outcome, note, amountOre: attempt.amountOre },
        })
        const ruling = { status: outcome === 'paid' ? 'paid' : 'error', attention: null } as const
        const words = { status: 'BY_HAND', errorCode: null, errorText: null, paymentReference: null }
        const by = { now: now(), cause: 'by_hand' as const, by: { staffUserId, note } }
        const settlement = await settleAttempt(trx, attemptId, ruling, words, by)
        await setAttemptAttention(trx, attemptId, null)
        // It had ended, and was asked about only until somebody had looked.
        if (!isLive(attempt.status)) await following.confirm(trx, attemptId)
        return ok({ ...settlement, changed: true, attempt: await getAttempt(trx, attemptId) })
      })
      if (!settled.ok) return settled
      tell(settled.value)
      return ok(view(settled.value.attempt))
    },

    watch(attempt) {
      if (attempt !== null && isLive(attempt.status)) following.watch(attempt)
    },

    async watchOrder(orderId) {
      const live = await read((db) => findLiveAttempt(db, orderId))
      if (live !== undefined) following.watch(live)
    },

    async receiveCallback({ instructionId, identifier }) {
      if (identifier === undefined) return false
      const attempt =
        instructionId === undefined
          ? (await read(listLiveAttempts)).find((it) => isSame(it.callbackIdentifier, identifier))
          : await read((db) => findAttemptByInstruction(db, instructionId))
      if (attempt === undefined || !isSame(attempt.callbackIdentifier, identifier)) return false
      following.wake(attempt)
      return true
    },

    knowsToken: (token) => read((db) => hasToken(db, token)),

    resume: () => following.resume(),
  }
}

/** Whether two identifiers are the same, found out in a time that tells nothing of them. */
export function isSame(ours: string | null, theirs: string): boolean {
  if (ours === null) return false
  const [a, b] = [Buffer.from(ours), Buffer.from(theirs)]
  return a.length === b.length && timingSafeEqual(a, b)
}
