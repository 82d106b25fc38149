/**
 * One try to be paid by Swish.
 *
 * initiated → created → paid | declined | error | cancelled, with `unknown` beside `created` while nobody can tell. An attempt
 * that ended without money is left for one thing only: Swish saying after all that the money has come. `paid` is never left.
 */
export const paymentAttemptStatuses = [
  'initiated',
  'created',
  'unknown',
  'paid',
  'declined',
  'error',
  'cancelled',
] as const
export type PaymentAttemptStatus = (typeof paymentAttemptStatuses)[number]

/** Statuses in which an attempt holds its order's seats. */
export const livePaymentAttemptStatuses = ['initiated', 'created', 'unknown'] as const

export function isLive(status: PaymentAttemptStatus): boolean {
  return status === 'initiated' || status === 'created' || status === 'unknown'
}

/** How long the customer has in the Swish app. Source: Swish's merchant integration guide. */
export const CUSTOMER_TIME_MS = 180_000

/** After this long without a final answer a person is told. Source: Swish's own back end gives up after some 5½ minutes. */
export const UNANSWERED_AFTER_MS = 600_000

/**
 * A request that never got an answer may still be on its way. Only when Swish has not heard of it for this long has it not
 * come through; the longest try takes some 12 s.
 */
export const NEVER_ARRIVED_AFTER_MS = 13_000

const forward: Record<PaymentAttemptStatus, readonly PaymentAttemptStatus[]> = {
  initiated: ['created', 'unknown', 'paid', 'declined', 'error', 'cancelled'],
  created: ['unknown', 'paid', 'declined', 'error', 'cancelled'],
  unknown: ['created', 'paid', 'declined', 'error', 'cancelled'],
  paid: [],
  declined: ['paid'],
  error: ['paid'],
  cancelled: ['paid'],
}

/** Whether news of `to` changes an attempt in `from`; the same news twice changes nothing. */
export function mayMove(from: PaymentAttemptStatus, to: PaymentAttemptStatus): boolean {
  return forward[from].includes(to)
}

/** Why a person has to look at an attempt. */
export type AttemptAttention =
  'bank_silent' | 'differs' | 'not_found' | 'unrecognised' | 'other_environment' | 'unanswered'

/** What Swish's answer means: where the attempt goes, and whether somebody has to look at it. */
export interface AttemptRuling {
  status: PaymentAttemptStatus
  attention: AttemptAttention | null
}

/** What Swish says of a payment, reduced to what the rules need. */
export interface SwishNews {
  status: 'CREATED' | 'PAID' | 'DECLINED' | 'ERROR' | 'CANCELLED' | 'OTHER'
  amountOre: number
  payeeAlias: string
  currency: string
  errorCode: string | null
}

/** No answer from the bank after the payment had begun: paid or not, nobody knows. */
const BANK_SILENT = 'DS24'
/** Swish's other word for a request that was cancelled. */
const WAS_CANCELLED = 'RP08'

/**
 * Decides what Swish's answer means for an attempt of ours. Nothing is called paid before amount, payee and currency have been
 * compared with what was asked for; a payment that differs stays open, for a person.
 */
export function ruleOnNews(attempt: { amountOre: number; payeeAlias: string }, news: SwishNews): AttemptRuling {
  switch (news.status) {
    case 'CREATED':
      return { status: 'created', attention: null }
    case 'DECLINED':
      return { status: 'declined', attention: null }
    case 'CANCELLED':
      return { status: 'cancelled', attention: null }
    case 'OTHER':
      return { status: 'unknown', attention: 'unrecognised' }
    case 'ERROR':
      if (news.errorCode === BANK_SILENT) return { status: 'unknown', attention: 'bank_silent' }
      return { status: news.errorCode === WAS_CANCELLED ? 'cancelled' : 'error', attention: null }
    case 'PAID': {
      const { amountOre, payeeAlias } = attempt
      const same = news.amountOre === amountOre && news.currency === 'SEK' && news.payeeAlias === payeeAlias
      return same ? { status: 'paid', attention: null } : { status: 'unknown', attention: 'differs' }
    }
  }
}

/**
 * Decides what it means that Swish does not know an attempt. One that was never answered did not get through; one that Swish
 * had accepted cannot vanish where the money is real, so that a person has to look.
 *
 * @param ageMs since the attempt was stored, in milliseconds
 * @param realMoney false in the simulators, which forget
 * @returns undefined when it is too early to tell
 */
export function ruleOnNotFound(
  status: PaymentAttemptStatus,
  ageMs: number,
  realMoney: boolean,
): AttemptRuling | undefined {
  if (!isLive(status)) return undefined
  if (status === 'initiated') {
    return ageMs >= NEVER_ARRIVED_AFTER_MS ? { status: 'error', attention: null } : undefined
  }
  if (realMoney) return { status: 'unknown', attention: 'not_found' }
  // A simulator forgets. What it has never known for sure stays for a person all the same.
  return status === 'created' ? { status: 'error', attention: null } : undefined
}
