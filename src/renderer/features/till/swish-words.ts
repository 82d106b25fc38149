import { ApiError } from '#renderer/api/client'
import { notSentCode } from '#renderer/components/swish/use-swish-error-text'
import type { Order, PaymentAttempt, RefundDue } from '#shared/contract/order-api'
import { CUSTOMER_TIME_MS, isLive } from '#shared/domain/payments/payment-attempt'

export const swishWindowSeconds = CUSTOMER_TIME_MS / 1_000

/**
 * How a Swish payment stands, as the cashier has to know it. Key of the sentence under `till.swish.states`.
 *
 * `late`: the customer's time is over, and Swish has not said so yet. `unreachable`: Swish cannot be asked
 * about it. `attention`: Swish
 * or the bank gave no answer that settles it, so a person must. `money_unused`: paid, but too late for this order. `refused`:
 * Swish took no payment at all. `not_sent`: it never got to Swish. `lost`: nobody knows whether one was started; trying again is safe.
 */
export type SwishStage =
  | 'starting'
  | 'scan'
  | 'push'
  | 'late'
  | 'cancelling'
  | 'unreachable'
  | 'attention'
  | 'money_unused'
  | 'paid'
  | 'declined'
  | 'cancelled'
  | 'timed_out'
  | 'bank_refused'
  | 'failed'
  | 'refused'
  | 'not_sent'
  | 'lost'

export type Tone = 'wait' | 'look' | 'stop' | 'go'

const tones: Readonly<Record<SwishStage, Tone>> = {
  starting: 'wait',
  scan: 'wait',
  push: 'wait',
  late: 'look',
  cancelling: 'wait',
  unreachable: 'look',
  attention: 'look',
  money_unused: 'look',
  paid: 'go',
  declined: 'stop',
  cancelled: 'stop',
  timed_out: 'stop',
  bank_refused: 'stop',
  failed: 'stop',
  refused: 'stop',
  not_sent: 'stop',
  lost: 'stop',
}
export const toneOf = (stage: SwishStage): Tone => tones[stage]

/** A start that has taken so long got no answer from Swish. */
const startSeconds = 10

/** What the stage depends on besides the order. */
export interface SwishCircumstances {
  /** Of the customer's time. */
  secondsLeft: number
  /** Why the last start failed, null when it did not. */
  problem: unknown
  /** Swish gives no answer to anything right now. */
  outOfReach: boolean
}

export function swishStage(order: Order | null, now: SwishCircumstances): SwishStage {
  const { problem } = now
  if (order !== null && unusedMoney(order) !== null) return 'money_unused'
  const attempt = order?.paymentAttempt ?? null
  const refused = problem instanceof ApiError && problem.code === 'swish_refused'
  if (attempt === null) {
    if (problem === null) return 'starting'
    return refused ? 'refused' : 'lost'
  }
  if (attempt.attention !== null) return 'attention'
  if (isLive(attempt.status)) return openStage(attempt, now)
  return refused && attempt.status === 'error' ? 'refused' : endedStage(attempt)
}

function openStage(attempt: PaymentAttempt, { secondsLeft, outOfReach }: SwishCircumstances): SwishStage {
  if (attempt.cancelRequested) return 'cancelling'
  if (attempt.status === 'unknown' || outOfReach) return 'unreachable'
  if (attempt.status === 'initiated')
    return secondsLeft > swishWindowSeconds - startSeconds ? 'starting' : 'unreachable'
  if (secondsLeft === 0) return 'late'
  return attempt.payerAlias === null ? 'scan' : 'push'
}

function endedStage({ status, errorCode }: PaymentAttempt): SwishStage {
  if (status === 'paid' || status === 'declined' || status === 'cancelled') return status
  if (errorCode === notSentCode) return 'not_sent'
  if (errorCode === 'TM01') return 'timed_out'
  return errorCode === 'RF07' ? 'bank_refused' : 'failed'
}

/** Money that came for an order which could not use it any more, and that nobody has decided about yet. */
export function unusedMoney(order: Order): RefundDue | null {
  return order.refundsDue.find(({ resolution }) => resolution === null) ?? null
}

/** Swish's code and words for what went wrong: those of the attempt, or of the refusal that left none. */
export function swishFailure(
  attempt: PaymentAttempt | null,
  problem: unknown,
): { code: string; text: string | null } | null {
  if (attempt !== null && attempt.errorCode !== null) return { code: attempt.errorCode, text: attempt.errorText }
  if (!(problem instanceof ApiError) || problem.code !== 'swish_refused') return null
  const { errorCode, errorText } = problem.details
  if (typeof errorCode !== 'string') return null
  return { code: errorCode, text: typeof errorText === 'string' ? errorText : null }
}

/** What the cashier can do about a payment; texts under `till.swish.deeds`. */
export type SwishDeed = 'cancel' | 'other_tender' | 'show_qr' | 'leave' | 'retry' | 'type_number'

export function swishDeeds(stage: SwishStage, attempt: PaymentAttempt | null): readonly SwishDeed[] {
  const pushed = attempt !== null && attempt.payerAlias !== null
  const otherWay: SwishDeed = pushed ? 'show_qr' : 'type_number'
  switch (stage) {
    case 'starting':
      return ['cancel']
    case 'scan':
    case 'push':
      return ['cancel', otherWay]
    case 'late':
    case 'unreachable':
      return ['cancel', otherWay, 'leave']
    case 'cancelling':
    case 'attention':
    case 'money_unused':
      return ['leave']
    case 'paid':
      return []
    case 'declined':
    case 'cancelled':
    case 'timed_out':
    case 'bank_refused':
    case 'failed':
    case 'refused':
    case 'not_sent':
    case 'lost':
      return pushed ? ['other_tender', 'show_qr', 'retry', 'type_number'] : ['other_tender', 'retry', 'type_number']
  }
}
