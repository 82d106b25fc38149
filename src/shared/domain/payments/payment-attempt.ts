/**
 * One try to be paid by Swish. States only move forward, and a final state is never left:
 * initiated → created → paid | declined | error | cancelled, with `unknown` beside `created` while Swish cannot be asked.
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

export const livePaymentAttemptStatuses = ['initiated', 'created', 'unknown'] as const

export function isLive(status: PaymentAttemptStatus): boolean {
  return status === 'initiated' || status === 'created' || status === 'unknown'
}

const forward: Record<PaymentAttemptStatus, readonly PaymentAttemptStatus[]> = {
  initiated: ['created', 'unknown', 'paid', 'declined', 'error', 'cancelled'],
  created: ['unknown', 'paid', 'declined', 'error', 'cancelled'],
  unknown: ['created', 'paid', 'declined', 'error', 'cancelled'],
  paid: [],
  declined: [],
  error: [],
  cancelled: [],
}

/** Whether news of `to` changes an attempt in `from`; the same news twice changes nothing. */
export function mayMove(from: PaymentAttemptStatus, to: PaymentAttemptStatus): boolean {
  return forward[from].includes(to)
}

/** What Swish says of a payment, reduced to what the rules need. */
export interface SwishNews {
  status: 'CREATED' | 'PAID' | 'DECLINED' | 'ERROR' | 'CANCELLED'
  amountOre: number
  payeeAlias: string
  currency: string
}

const statusOf = {
  CREATED: 'created',
  PAID: 'paid',
  DECLINED: 'declined',
  ERROR: 'error',
  CANCELLED: 'cancelled',
} as const satisfies Record<SwishNews['status'], PaymentAttemptStatus>

/**
 * The state that Swish's answer means for an attempt of ours. Nothing is called paid before amount, payee and currency have
 * been compared with what was asked for; a payment that differs stays `unknown`, for a person.
 */
export function statusFromSwish(
  attempt: { amountOre: number; payeeAlias: string },
  news: SwishNews,
): PaymentAttemptStatus {
  if (news.status !== 'PAID') return statusOf[news.status]
  const same = news.amountOre === attempt.amountOre && news.currency === 'SEK' && news.payeeAlias === attempt.payeeAlias
  return same ? 'paid' : 'unknown'
}
