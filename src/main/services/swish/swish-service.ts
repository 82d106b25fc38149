import type { PaymentAttempt } from '#shared/contract/order-api'
import { isLive } from '#shared/domain/payments/payment-attempt'
import { LEAST_BETWEEN_READS_MS } from '#shared/domain/payments/poll-schedule'
import { swishMessage, swishReference } from '#shared/domain/payments/swish-text'
import { err, ok, type Result } from '#shared/domain/result'
import {
  attemptView,
  findAttempt,
  findAttemptByInstruction,
  findLiveAttempt,
  getAttempt,
  hasToken,
  listLiveAttempts,
  requestCancel,
  setAttemptAttention,
  type AttemptRecord,
} from '../../storage/repositories/payment-attempt-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { SeatNews } from '../seat-news'
import type { ServiceDeps } from '../service-deps'
import type { Timers } from '../timers'
import { createAttemptAges } from './attempt-ages'
import { askAboutAttempts } from './attempt-asking'
import { followAttempts } from './attempt-follower'
import { NOT_SENT, prepareAttempts, type StartRefusal, type StartRequest } from './attempt-preparation'
import { recordCreated, settleAttempt, type Cause, type Settlement } from './attempt-settlement'
import type { SwishAttention } from './attention'
import type { Follower } from './follower'
import { isSame, newSwishId } from './identifiers'
import { paymentStep } from './payment-steps'
import { createReadLimit } from './read-limit'
import type { SwishConnection, SwishInUse } from './swish-connection'

export type { StartRefusal } from './attempt-preparation'

export type SettleRefusal =
  { code: 'payment_attempt_not_found' } | { code: 'already_settled' } | { code: 'not_waiting_for_person' }

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

/** Swish's word for an id that it has seen before. */
const EXISTS_ALREADY = 'RP09'

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
    timers: Timers
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
  const ages = createAttemptAges(deps)
  const preparing = prepareAttempts(deps)
  const isStarting = (attemptId: number) => starting.has(attemptId)
  const asking = askAboutAttempts({ ...deps, ageOf: ages.of, isStarting, tell })
  const following = followAttempts({ ...deps, ageOf: ages.of, ask })
  const readLimit = createReadLimit<AttemptRecord | undefined>(deps.timers, LEAST_BETWEEN_READS_MS)

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
    if (isLive(attempt.status)) return
    ages.forget(attempt.id)
    following.ended(attempt)
  }

  /** Money for an attempt that had ended here pays the order, so that nobody may pay it a second time. */
  async function cancelOthers(orderId: number): Promise<void> {
    const other = await read((db) => findLiveAttempt(db, orderId))
    if (other !== undefined) await cancelRecord(other.id, undefined)
  }

  async function ask(attempt: AttemptRecord, cause: Cause): Promise<AttemptRecord | undefined> {
    const after = await readLimit.run(attempt.id, () => asking.askAndSettle(attempt, cause))
    return after !== undefined && isTokenLost(after) ? cancelRecord(after.id, undefined) : after
  }

  /** No QR can ever be shown for it: the answer that held its token never came, and no read gives it. */
  const isTokenLost = ({ id, status, token, payerAlias, cancelRequestedAt }: AttemptRecord) =>
    status === 'created' && token === null && payerAlias === null && cancelRequestedAt === null && !isStarting(id)

  /** Somebody looks at it. One that nobody asked about, because storing its answer failed, is asked about from now on. */
  function watch(attempt: AttemptRecord): void {
    following.follow(attempt)
    following.watch(attempt)
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
    const swish = asking.swishOf(current)
    if (!isLive(current.status) || swish === undefined) return current
    const after = (await asking.cancelAtSwish(swish, current)) ?? current
    if (isLive(after.status)) following.follow(after)
    return after
  }

  async function startOnce(
    orderId: number,
    by: StartRequest,
    newTokens: number,
  ): Promise<Result<AttemptRecord | undefined, StartRefusal>> {
    paymentStep('attempt_storing', orderId)
    const prepared = await inTransaction((trx) => preparing.prepareOnce(trx, orderId, by))
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
      if (attempt.status === 'initiated') return awaitNews(attempt)
      // Nobody is shown a QR that is about to be cancelled.
      const unusable = isTokenLost(attempt) || (attempt.cancelRequestedAt !== null && attempt.status === 'created')
      return unusable ? startAnew(attempt, by, newTokens) : ok(attempt)
    }
    paymentStep('attempt_stored', attempt.id)
    ages.of(attempt)
    const inUse = asking.swishOf(attempt)
    if (inUse === undefined) {
      // Another Swish was chosen in this very moment.
      await end(attempt, NOT_SENT, 'Swish was set up anew', { sent: false })
      return err({ code: 'swish_not_set_up' })
    }
    const request = requestPayment(inUse, attempt, start.message)
      .catch((error: unknown) => {
        // Its answer could not be stored: what stands at Swish is asked for until it can.
        following.follow(attempt)
        throw error
      })
      .finally(() => starting.delete(attempt.id))
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
      if (by.key !== undefined && (code === 'swish_refused' || code === 'swish_unreachable'))
        await preparing.freeKey(by.key)
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
      if (attempt === undefined) return undefined
      if (readLimit.isFresh(attemptId)) return view(attempt)
      await ask(attempt, 'watch')
      return view((await read((db) => findAttempt(db, attemptId))) ?? attempt)
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
        // The bank's reference may have come with news that were no answer: a refund needs it.
        const { paymentReference } = attempt
        const words = { status: 'BY_HAND', errorCode: null, errorText: null, paymentReference }
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
      if (attempt === null || !isLive(attempt.status)) return
      read((db) => findAttempt(db, attempt.id)).then((record) => {
        if (record !== undefined && isLive(record.status)) watch(record)
      }, deps.onError)
    },

    async watchOrder(orderId) {
      const live = await read((db) => findLiveAttempt(db, orderId))
      if (live !== undefined) watch(live)
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
