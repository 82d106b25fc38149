import type { SwishNews } from './payment-attempt'

/**
 * Money on its way back: initiated → created → debited → paid | error, with `unknown` beside them while nobody can tell.
 * `paid` is never left, `error` only for it: when a person gave up a refund that Swish carried out after all.
 */
export type RefundStatus = 'initiated' | 'created' | 'debited' | 'unknown' | 'paid' | 'error'

export const openRefundStatuses = ['initiated', 'created', 'debited', 'unknown'] as const

/** Why a person has to look at a refund. */
export type RefundAttention = 'failed' | 'bank_silent' | 'differs' | 'unanswered' | 'other_environment'

export interface RefundRuling {
  status: RefundStatus
  attention: RefundAttention | null
}

const forward: Record<RefundStatus, readonly RefundStatus[]> = {
  initiated: ['created', 'debited', 'unknown', 'paid', 'error'],
  created: ['debited', 'unknown', 'paid', 'error'],
  debited: ['unknown', 'paid', 'error'],
  unknown: ['created', 'debited', 'paid', 'error'],
  paid: [],
  error: ['paid'],
}

export function mayRefundMove(from: RefundStatus, to: RefundStatus): boolean {
  return forward[from].includes(to)
}

export function isRefundOpen(status: RefundStatus): boolean {
  return status !== 'paid' && status !== 'error'
}

/** What Swish says of a refund, reduced to what the rules need. */
export interface RefundNews extends Pick<SwishNews, 'amountOre' | 'currency' | 'errorCode'> {
  status: 'CREATED' | 'VALIDATED' | 'DEBITED' | 'PAID' | 'ERROR' | 'OTHER'
}

/** Decides what Swish's answer means for a refund of ours. */
export function ruleOnRefundNews(refund: { amountOre: number }, news: RefundNews): RefundRuling {
  switch (news.status) {
    case 'CREATED':
    case 'VALIDATED':
      return { status: 'created', attention: null }
    case 'DEBITED':
      return { status: 'debited', attention: null }
    case 'OTHER':
      return { status: 'unknown', attention: 'unanswered' }
    case 'ERROR':
      return news.errorCode === 'DS24'
        ? { status: 'unknown', attention: 'bank_silent' }
        : { status: 'error', attention: 'failed' }
    case 'PAID': {
      const same = news.amountOre === refund.amountOre && news.currency === 'SEK'
      return same ? { status: 'paid', attention: null } : { status: 'unknown', attention: 'differs' }
    }
  }
}

/** A ticket as the rules of refunding see it. */
export interface RefundableTicket {
  code: string
  priceOre: number
  /** Its share of the order's discount. */
  discountOre: number
  timesUsed: number
  refundId: number | null
}

/**
 * Why one of the wanted tickets cannot be refunded, undefined when all can. A used ticket has been a seat for an evening: giving
 * its money back is a decision of another kind, which somebody has to say that they make.
 */
export function unrefundable(
  tickets: readonly RefundableTicket[],
  wanted: readonly string[],
  { evenUsed = false } = {},
): { code: string; reason: 'not_in_order' | 'refunded' | 'used' } | undefined {
  for (const code of wanted) {
    const ticket = tickets.find((it) => it.code === code)
    if (ticket === undefined) return { code, reason: 'not_in_order' }
    if (ticket.refundId !== null) return { code, reason: 'refunded' }
    if (ticket.timesUsed > 0 && !evenUsed) return { code, reason: 'used' }
  }
  return undefined
}

/** What was paid for tickets: their prices less their shares of the discount. */
export const worthOf = (tickets: readonly Pick<RefundableTicket, 'priceOre' | 'discountOre'>[]): number =>
  tickets.reduce((sum, { priceOre, discountOre }) => sum + priceOre - discountOre, 0)

/**
 * What was paid for the tickets of an order that ended earlier.
 *
 * @param now those that are given back now: of a request that is repeated they have ended already, and count once
 */
export const endedWorthOf = (
  tickets: readonly Pick<RefundableTicket, 'code' | 'priceOre' | 'discountOre' | 'refundId'>[],
  now: readonly string[],
): number => worthOf(tickets.filter(({ code, refundId }) => refundId !== null && !now.includes(code)))

/**
 * Which right giving money back takes: the larger one for more than the limit, or for tickets that have let somebody in. What an
 * order's ended tickets were worth counts too: many small refunds of one order are a large one.
 *
 * @param amountOre what goes back now; nothing going back never takes the larger right
 */
export const rightToRefund = (
  amountOre: number,
  earlierOre: number,
  limitOre: number,
  tickets: readonly Pick<RefundableTicket, 'timesUsed'>[],
): 'refund' | 'large_refund' =>
  (amountOre > 0 && amountOre + earlierOre > limitOre) || tickets.some(({ timesUsed }) => timesUsed > 0)
    ? 'large_refund'
    : 'refund'
