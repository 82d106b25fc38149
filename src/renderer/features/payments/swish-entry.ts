import type { PaymentAttempt, Refund } from '#shared/contract/order-api'
import type { SwishEntry } from '#shared/contract/swish-payments-api'

type EntryTone = 'done' | 'waiting' | 'look' | 'stopped' | 'off'
/** A word under `payments.states`, and the dot beside it. */
export interface EntryState {
  key: string
  tone: EntryTone
}

export const filters = ['all', 'waiting', 'paid', 'failed', 'refunds'] as const
export type Filter = (typeof filters)[number]

/** Tells entries apart for good: payments and refunds count their ids each for themselves. */
export function keyOf(entry: SwishEntry): string {
  switch (entry.kind) {
    case 'payment':
      return `payment-${String(entry.attempt.id)}`
    case 'refund':
      return `refund-${String(entry.refund.id)}`
    case 'refund_due':
      return `refund-due-${String(entry.refundDue.id)}`
  }
}

/** What comes in, in öre; below zero for what goes out. */
export function amountOf(entry: SwishEntry): number {
  switch (entry.kind) {
    case 'payment':
      return entry.attempt.amountOre
    case 'refund':
      return -entry.refund.amountOre
    case 'refund_due':
      return entry.refundDue.amountOre
  }
}

export function needsPerson(entry: SwishEntry): boolean {
  switch (entry.kind) {
    case 'payment':
      return entry.attempt.attention !== null
    case 'refund':
      return entry.refund.attention !== null
    case 'refund_due':
      return entry.refundDue.resolution === null
  }
}

/** When the entry came to its end; null while it has none. */
export function endedAt(entry: SwishEntry): string | null {
  switch (entry.kind) {
    case 'payment':
      return entry.attempt.settledAt
    case 'refund':
      return entry.refund.settledAt
    case 'refund_due':
      return entry.refundDue.resolvedAt
  }
}

const attemptTones: Record<PaymentAttempt['status'], EntryTone> = {
  initiated: 'waiting',
  created: 'waiting',
  unknown: 'waiting',
  paid: 'done',
  declined: 'off',
  error: 'stopped',
  cancelled: 'off',
}

const refundTones: Record<Refund['status'], EntryTone> = {
  initiated: 'waiting',
  created: 'waiting',
  debited: 'waiting',
  unknown: 'waiting',
  paid: 'done',
  error: 'stopped',
}

/** @param customerTimeLeft seconds that the customer still has in the Swish app */
function stateOfAttempt({ status, cancelRequested }: PaymentAttempt, customerTimeLeft: number): EntryState {
  const tone = attemptTones[status]
  if (tone !== 'waiting') return { key: `payment.${status}`, tone }
  if (cancelRequested) return { key: 'payment.cancelling', tone }
  return { key: status === 'created' && customerTimeLeft === 0 ? 'payment.late' : `payment.${status}`, tone }
}

/** How an entry stands, in a word. @param secondsUntil by the server's clock, never below 0 */
export function stateOf(entry: SwishEntry, secondsUntil: (instant: string) => number): EntryState {
  const look = needsPerson(entry)
  switch (entry.kind) {
    case 'payment': {
      const state = stateOfAttempt(entry.attempt, secondsUntil(entry.attempt.settlesBy))
      return look ? { key: 'look', tone: 'look' } : state
    }
    case 'refund':
      return look
        ? { key: 'look', tone: 'look' }
        : { key: `refund.${entry.refund.status}`, tone: refundTones[entry.refund.status] }
    case 'refund_due':
      return look ? { key: 'look', tone: 'look' } : { key: `due.${entry.refundDue.resolution ?? ''}`, tone: 'done' }
  }
}

/** @returns whether a person who chose this filter wants to see the entry */
export function passes(entry: SwishEntry, filter: Filter): boolean {
  const tone =
    entry.kind === 'payment'
      ? attemptTones[entry.attempt.status]
      : entry.kind === 'refund'
        ? refundTones[entry.refund.status]
        : 'done'
  switch (filter) {
    case 'all':
      return true
    case 'waiting':
      return tone === 'waiting' || needsPerson(entry)
    case 'paid':
      return entry.kind === 'payment' && tone === 'done'
    case 'failed':
      return tone === 'stopped' || tone === 'off'
    case 'refunds':
      return entry.kind !== 'payment'
  }
}

/** The list with what the stream told put into it; the same list when the entry is not in it. */
export function withAttempt(entries: readonly SwishEntry[], attempt: PaymentAttempt): readonly SwishEntry[] {
  const has = entries.some((entry) => entry.kind === 'payment' && entry.attempt.id === attempt.id)
  if (!has) return entries
  return entries.map((entry) =>
    entry.kind === 'payment' && entry.attempt.id === attempt.id ? { ...entry, attempt } : entry,
  )
}

/** As `withAttempt`. */
export function withRefund(entries: readonly SwishEntry[], refund: Refund): readonly SwishEntry[] {
  const has = entries.some((entry) => entry.kind === 'refund' && entry.refund.id === refund.id)
  if (!has) return entries
  return entries.map((entry) =>
    entry.kind === 'refund' && entry.refund.id === refund.id ? { ...entry, refund } : entry,
  )
}

/**
 * The newest page laid over the pages that were read before it. When they no longer touch (a long time without contact),
 * the older ones go, so that nothing is missing in between.
 */
export function withNewestPage(
  known: readonly SwishEntry[],
  newest: readonly SwishEntry[],
  more: boolean,
): { entries: SwishEntry[]; keptOlder: boolean } {
  const keys = new Set(newest.map(keyOf))
  const touches = known.some((entry) => keys.has(keyOf(entry)))
  const oldest = newest.at(-1)
  if (!more || !touches || oldest === undefined) return { entries: [...newest], keptOlder: false }
  const older = known.filter((entry) => !keys.has(keyOf(entry)) && entry.at <= oldest.at)
  return { entries: [...newest, ...older], keptOlder: older.length > 0 }
}
