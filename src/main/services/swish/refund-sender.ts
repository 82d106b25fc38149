import { isRefundOpen, ruleOnRefundNews } from '#shared/domain/payments/refund'
import { LEAST_BETWEEN_READS_MS, nextReadAge } from '#shared/domain/payments/poll-schedule'
import { swishMessage, swishReference } from '#shared/domain/payments/swish-text'
import {
  findRefund,
  listOpenRefunds,
  listRefundsEndedByHand,
  swishSideOf,
  type RefundRecord,
} from '../../storage/repositories/refund-repository'
import type { ServiceDeps } from '../service-deps'
import type { Timers } from '../timers'
import type { Cause, SwishWords } from './attempt-settlement'
import type { Followed, Follower } from './follower'
import { paymentStep } from './payment-steps'
import { createReadLimit } from './read-limit'
import { settleRefund } from './refund-settlement'
import type { SwishConnection, SwishInUse } from './swish-connection'

/** Swish takes refunds one at a time, at least a second apart. Source: Swish's former developer pages. */
const BETWEEN_REFUNDS_MS = 1_000
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 60_000
/** A customer or a cashier waits for the first news of a refund. */
const WATCHED_AGE_MS = 60_000
/** Another refund of the same payment is on its way: this one is sent again when that is through. */
const IN_PROGRESS = 'RF09'
const MOST_IN_PROGRESS_TRIES = 20
/** Swish's word for an id that it has seen before. */
const EXISTS_ALREADY = 'RP09'
/** A request that was given up arrives within this time or never. */
const MAY_STILL_ARRIVE_MS = 60_000

export interface RefundSender {
  /** Sends a stored refund in its turn, and follows it to its end. */
  enqueue: (refundId: number) => void
  wake: (refund: RefundRecord) => void
  /** Asks about a stored refund until it is settled. */
  follow: (refund: RefundRecord) => void
  /** Whether a refund that failed here may be carried out, or have been, at Swish. `unknown`: Swish cannot be asked. */
  mayHaveGone: (refund: RefundRecord) => Promise<'no' | 'yes' | 'unknown'>
  /** Reads a refund at Swish now. */
  readNow: (refund: RefundRecord) => Promise<void>
  resume: () => Promise<void>
  stop: () => void
}

/** Carries refunds to Swish, one at a time, each under the id that was stored first, until Swish has a final answer. */
export function createRefundSender(
  deps: Pick<ServiceDeps, 'inTransaction' | 'read' | 'now'> & {
    connection: SwishConnection
    follower: Follower
    timers: Timers
    random: () => number
    onChanged: (refund: RefundRecord) => void
    onError: (error: unknown) => void
  },
): RefundSender {
  const { inTransaction, read, now, connection, follower, timers } = deps
  const queue: { refundId: number; tries: number }[] = []
  /** Answers that another refund of the same payment is on its way, by refund. */
  const waits = new Map<number, number>()
  const readLimit = createReadLimit<RefundRecord>(timers, LEAST_BETWEEN_READS_MS)
  const calledOff = new Set<() => void>()
  const doubtedUntilMs = new Map<number, number>()
  let sending = false
  let lastSentMs = Number.NEGATIVE_INFINITY
  let stopped = false

  const keyOf = ({ id }: { id: number }) => `refund ${id}`

  function later(ms: number, work: () => void): void {
    if (stopped) return
    const off = timers.after(ms, () => {
      calledOff.delete(off)
      work()
    })
    calledOff.add(off)
  }

  function next(): void {
    const first = queue[0]
    if (sending || stopped || first === undefined) return
    const waitMs = lastSentMs + BETWEEN_REFUNDS_MS - timers.monotonicMs()
    sending = true
    later(Math.max(0, waitMs), () => {
      queue.shift()
      lastSentMs = timers.monotonicMs()
      send(first.refundId, first.tries)
        .catch((error: unknown) => {
          deps.onError(error)
          again(first.refundId, first.tries + 1)
        })
        .finally(() => {
          // Its last try may have left only now.
          lastSentMs = timers.monotonicMs()
          sending = false
          next()
        })
    })
  }

  function enqueue(refundId: number, tries = 0): void {
    queue.push({ refundId, tries })
    next()
  }

  function again(refundId: number, tries: number): void {
    later(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries - 1, 8)), () => {
      enqueue(refundId, tries)
    })
  }

  /** A try may have got through: what Swish refuses now may exist all the same, and would be sent twice under a new id. */
  function doubt(refundId: number): void {
    doubtedUntilMs.set(refundId, timers.monotonicMs() + MAY_STILL_ARRIVE_MS)
  }

  const isInDoubt = (refundId: number) => (doubtedUntilMs.get(refundId) ?? 0) > timers.monotonicMs()

  function swishOf(refund: RefundRecord): SwishInUse | undefined {
    const inUse = connection.inUse()
    return inUse?.provider.environment === refund.environment ? inUse : undefined
  }

  async function send(refundId: number, tries: number): Promise<void> {
    const refund = await read((db) => findRefund(db, refundId))
    if (refund?.status !== 'initiated') return
    const swish = swishOf(refund)
    if (swish === undefined) {
      again(refundId, tries + 1)
      return
    }
    const { instructionId, originalReference, callbackIdentifier } = swishSideOf(refund)
    paymentStep('refund_leaving', refundId)
    const outcome = await swish.provider.refund({
      instructionId,
      originalPaymentReference: originalReference,
      amountOre: refund.amountOre,
      message: swishMessage(`L${refund.orderId} återbetalning`),
      payerReference: swishReference(`L${refund.orderId}`),
      callbackIdentifier,
    })
    paymentStep('refund_answer_read', refundId)
    connection.noteOutcome(outcome)
    if (outcome.kind !== 'created' && outcome.mayHaveReached === true) doubt(refundId)
    if (outcome.kind === 'unknown') {
      again(refundId, tries + 1)
      return
    }
    if (outcome.kind === 'refused') {
      const [{ code, text, detail }] = outcome.errors
      const waited = waits.get(refundId) ?? 0
      const waitsOn = code === IN_PROGRESS && waited < MOST_IN_PROGRESS_TRIES
      if (waitsOn) waits.set(refundId, waited + 1)
      if (waitsOn || code === EXISTS_ALREADY || isInDoubt(refundId)) {
        again(refundId, tries + 1)
        return
      }
      const errorText = detail === null || detail === '' ? text : `${text} (${detail})`
      const words = { status: 'REFUSED', errorCode: code, errorText, paymentReference: null }
      await write(refund, { status: 'error', attention: 'failed' }, words, 'answer')
      return
    }
    const words = { status: 'CREATED', errorCode: null, errorText: null, paymentReference: null }
    waits.delete(refundId)
    const created = await write(refund, { status: 'created', attention: null }, words, 'answer')
    follow(created)
  }

  async function write(
    refund: RefundRecord,
    ruling: ReturnType<typeof ruleOnRefundNews>,
    words: SwishWords,
    cause: Cause,
  ): Promise<RefundRecord> {
    paymentStep('refund_settling', refund.id)
    const settled = await inTransaction((trx) => settleRefund(trx, refund.id, ruling, words, { now: now(), cause }))
    paymentStep('refund_settled', refund.id)
    if (settled.changed) deps.onChanged(settled.refund)
    return settled.refund
  }

  async function ask(refund: RefundRecord, cause: Cause): Promise<RefundRecord> {
    const swish = swishOf(refund)
    if (swish === undefined || refund.status === 'paid') return refund
    const outcome = await swish.provider.readRefund(swishSideOf(refund).instructionId)
    connection.noteOutcome(outcome)
    if (outcome.kind === 'unknown') return refund
    if (outcome.kind === 'not_found') {
      if (refund.status === 'initiated' || refund.status === 'error') return refund
      const words = { status: 'NOT_FOUND', errorCode: 'RP04', errorText: null, paymentReference: null }
      const ruling =
        refund.environment === 'production'
          ? ({ status: 'unknown', attention: 'unanswered' } as const)
          : ({ status: 'error', attention: 'failed' } as const)
      return write(refund, ruling, words, cause)
    }
    const { status, errorCode, errorText, paymentReference } = outcome.refund
    const words = { status, errorCode, errorText, paymentReference }
    return write(refund, ruleOnRefundNews(refund, outcome.refund), words, cause)
  }

  /** Open, or given up by a person without a word of Swish's: it may be carried out all the same. */
  const isWorthAsking = ({ status, errorCode, attention }: RefundRecord) =>
    isRefundOpen(status) || (status === 'error' && errorCode === null && attention !== null)

  function follow(refund: RefundRecord, soon = false): void {
    if (!isWorthAsking(refund)) return
    const ageMs = Math.max(0, Date.parse(now()) - Date.parse(refund.createdAt))
    const followed: Followed = {
      key: keyOf(refund),
      dueMs: (lastReadMs, watched) => {
        const lastAge = lastReadMs === undefined ? undefined : lastReadMs
        return nextReadAge(lastAge, watched || (lastAge ?? 0) + ageMs < WATCHED_AGE_MS, deps.random())
      },
      async ask(why) {
        const current = await read((db) => findRefund(db, refund.id))
        const after = current && (await readLimit.run(refund.id, () => ask(current, why)))
        return after !== undefined && isWorthAsking(after) ? followed : undefined
      },
    }
    if (!follower.follows(keyOf(refund))) follower.follow(followed, soon)
  }

  return {
    enqueue,
    wake(refund) {
      follow(refund)
      follower.wake(keyOf(refund))
    },
    follow,
    async readNow(refund) {
      if (!readLimit.isFresh(refund.id)) await readLimit.run(refund.id, () => ask(refund, 'watch'))
    },
    async mayHaveGone(refund) {
      const swish = swishOf(refund)
      if (swish === undefined) return 'unknown'
      const outcome = await swish.provider.readRefund(swishSideOf(refund).instructionId)
      connection.noteOutcome(outcome)
      if (outcome.kind === 'unknown') return 'unknown'
      if (outcome.kind === 'not_found') return isInDoubt(refund.id) ? 'unknown' : 'no'
      if (outcome.refund.status === 'ERROR' && outcome.refund.errorCode !== 'DS24') return 'no'
      await ask(refund, 'watch')
      return 'yes'
    },
    async resume() {
      for (const refund of await read(listRefundsEndedByHand)) follow(refund, true)
      for (const refund of await read(listOpenRefunds)) {
        if (refund.status === 'initiated') {
          doubt(refund.id)
          enqueue(refund.id)
        } else follow(refund, true)
      }
    },
    stop() {
      stopped = true
      for (const off of calledOff) off()
    },
  }
}
