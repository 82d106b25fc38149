import type { Refused, Unknown } from '../payment-provider'
import type { SwishAnswer } from '../transport'
import { hasCode } from './swish-errors'
import { createLimitMs, createPausesMs, readLimitMs, shortestTryMs, writeLimitMs } from './time-limits'

export type PutOutcome = { kind: 'created'; answer: SwishAnswer } | Refused | Unknown
type FindOutcome = { kind: 'found' } | { kind: 'not_found' } | Unknown

interface CreateSteps {
  /** Sends the create, always with the same id. */
  put: (limitMs: number) => Promise<PutOutcome>
  /** Reads that id. */
  find: (limitMs: number) => Promise<FindOutcome>
  wait: (ms: number) => Promise<void>
  /** Milliseconds of a clock that only goes forward. */
  now: () => number
}

/**
 * Creates a payment or refund under one id, through lost answers. A create is not idempotent (the second one is refused
 * with RP09), so that a lost answer is followed by a read: found is created, not found may be sent again.
 *
 * `answer` is null when a read has found it. An `unknown` may have arrived if any of its tries may have.
 */
export async function createUntilAnswered(
  steps: CreateSteps,
): Promise<{ kind: 'created'; answer: SwishAnswer | null } | Refused | Unknown> {
  const deadline = steps.now() + createLimitMs
  const within = (limitMs: number) => Math.max(shortestTryMs, Math.min(limitMs, deadline - steps.now()))
  const pauses = [...createPausesMs]
  /** The first try that may have arrived, although nobody said so. */
  let lost: Unknown | undefined
  let tries = 0
  let next: 'put' | 'find' = 'put'

  for (;;) {
    let last: Unknown | undefined
    if (next === 'put') {
      const tried = await steps.put(within(writeLimitMs))
      tries += 1
      if (tried.kind === 'created') return tried
      if (tried.kind === 'refused') {
        if (lost === undefined && !hasCode(tried, 'RP09')) return tried
        return afterDoubtfulRefusal(tried, await steps.find(within(readLimitMs)))
      }
      if (tried.mayHaveReached) {
        lost ??= tried
        next = 'find'
      } else if (lost === undefined && (tried.cause !== 'no_connection' || tries > 1)) return tried
      last = tried
    }
    if (next === 'find' && lost !== undefined) {
      const found = await steps.find(within(readLimitMs))
      if (found.kind === 'found') return { kind: 'created', answer: null }
      if (found.kind === 'not_found') {
        // An answer that is neither yes, no nor trouble that passes: the same again would bring the same.
        if (lost.cause === 'unreadable') return lost
        next = 'put'
      }
    }
    const pauseMs = pauses.shift()
    const unanswered = lost ?? last
    if (unanswered !== undefined && (pauseMs === undefined || deadline - steps.now() - pauseMs < shortestTryMs)) {
      return unanswered
    }
    await steps.wait(pauseMs ?? 0)
  }
}

/** RP09, or a refusal of the second try while the first may have arrived: a read tells what there is. */
function afterDoubtfulRefusal(
  refused: Refused,
  found: FindOutcome,
): { kind: 'created'; answer: null } | Refused | Unknown {
  if (found.kind === 'found') return { kind: 'created', answer: null }
  if (found.kind === 'not_found') return { ...refused, mayHaveReached: true }
  return { ...found, mayHaveReached: true }
}
