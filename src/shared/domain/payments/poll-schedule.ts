import { NEVER_ARRIVED_AFTER_MS } from './payment-attempt'

/**
 * When Swish is asked again. Swish publishes no limit; its guides say to wait ten seconds and then to back off with jitter.
 * While somebody looks at the payment it is asked about more often, but never more than once in five seconds, however many
 * screens look.
 */

const SECOND = 1_000
const MINUTE = 60_000

/** No payment is asked about more often. Source: our own bound, kept under every pace that Swish's guides show. */
export const LEAST_BETWEEN_READS_MS = 5 * SECOND

/** The first look at a payment that somebody watches: a customer who is ready needs about this long. */
const FIRST_WATCHED_READ_MS = 4_500
const FIRST_READ_MS = 10 * SECOND
const GROWTH = 1.5
const LONGEST_WAIT_MS = MINUTE
/** From here on Swish has given up by itself; whatever is still open is asked about slowly. */
const SLOW_AFTER_MS = 10 * MINUTE
const SLOW_WAIT_MS = 5 * MINUTE
const SLOWEST_AFTER_MS = 24 * 60 * MINUTE
const SLOWEST_WAIT_MS = 60 * MINUTE

/** After an attempt ended without money Swish is asked twice more whether that is so: a cancel can cross a payment. */
const CONFIRM_AT_MS = [30 * SECOND, 10 * MINUTE] as const

/** Up to a fifth earlier or later, so that payments started together are not asked about together. */
const jittered = (ms: number, random: number): number => Math.round(ms * (0.8 + 0.4 * random))

/**
 * How long after its start an open payment is asked about next.
 *
 * @param ageMs at the last read, in milliseconds since the start; undefined before the first
 * @param watched somebody looks at it
 * @param random 0 to 1
 * @returns milliseconds since the start
 */
export function nextReadAge(ageMs: number | undefined, watched: boolean, random: number): number {
  if (ageMs === undefined) return watched ? FIRST_WATCHED_READ_MS : jittered(FIRST_READ_MS, random)
  if (ageMs >= SLOWEST_AFTER_MS) return ageMs + jittered(SLOWEST_WAIT_MS, random)
  if (ageMs >= SLOW_AFTER_MS) return ageMs + jittered(SLOW_WAIT_MS, random)
  if (watched) return ageMs + LEAST_BETWEEN_READS_MS
  const wait = Math.min(LONGEST_WAIT_MS, Math.max(FIRST_READ_MS, ageMs * (GROWTH - 1)))
  return ageMs + Math.max(LEAST_BETWEEN_READS_MS, jittered(wait, random))
}

/**
 * The same for an attempt that Swish has never answered. Whether its request got through shows at one moment, which no read
 * shortly before it may put off: until then nobody can start anew.
 */
export function nextReadAgeUnanswered(ageMs: number | undefined, watched: boolean, random: number): number {
  const next = nextReadAge(ageMs, watched, random)
  if (ageMs === undefined || ageMs >= NEVER_ARRIVED_AFTER_MS) return next
  if (next + LEAST_BETWEEN_READS_MS < NEVER_ARRIVED_AFTER_MS) return next
  return Math.max(NEVER_ARRIVED_AFTER_MS, ageMs + LEAST_BETWEEN_READS_MS)
}

/**
 * How long after its end an attempt that brought no money is asked about once more.
 *
 * @param answeredMs when Swish last answered, in milliseconds since the end; undefined when it has not
 * @param askedMs when it was last asked, in the same count: a question without an answer is put again
 * @returns milliseconds since the end; undefined when it has been confirmed
 */
export function nextConfirmationAge(answeredMs: number | undefined, askedMs?: number): number | undefined {
  const due = CONFIRM_AT_MS.find((at) => answeredMs === undefined || at > answeredMs)
  if (due === undefined || askedMs === undefined || askedMs === answeredMs) return due
  const waitMs = askedMs < SLOW_AFTER_MS ? MINUTE : askedMs < SLOWEST_AFTER_MS ? SLOW_WAIT_MS : SLOWEST_WAIT_MS
  return Math.max(due, askedMs + waitMs)
}
