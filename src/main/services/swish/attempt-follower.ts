import { isLive } from '#shared/domain/payments/payment-attempt'
import { nextConfirmationAge, nextReadAge, nextReadAgeUnanswered } from '#shared/domain/payments/poll-schedule'
import {
  confirmAttempt,
  findAttempt,
  listLiveAttempts,
  listUnconfirmedAttempts,
  type AttemptRecord,
} from '../../storage/repositories/payment-attempt-repository'
import type { Transaction } from '../../storage/transaction'
import type { ServiceDeps } from '../service-deps'
import type { Timers } from '../timers'
import type { Cause } from './attempt-settlement'
import type { Followed, Follower } from './follower'

const keyOf = ({ id }: { id: number }) => `payment ${id}`

/**
 * Which attempts are asked about, and when: open ones until they are settled, and ended ones without money twice more, because
 * a cancel or a time-out can cross a payment that was already on its way.
 */
export function followAttempts(
  deps: Pick<ServiceDeps, 'inTransaction' | 'read' | 'now'> & {
    follower: Follower
    timers: Timers
    ageOf: (attempt: AttemptRecord) => number
    random: () => number
    /** @returns the attempt as it stands afterwards, undefined when Swish gave no answer that settles anything */
    ask: (attempt: AttemptRecord, cause: Cause) => Promise<AttemptRecord | undefined>
  },
) {
  const { follower, inTransaction, read, now } = deps
  const { timers } = deps

  async function askAbout(id: number, cause: Cause): Promise<AttemptRecord | undefined> {
    const attempt = await read((db) => findAttempt(db, id))
    return attempt && deps.ask(attempt, cause)
  }

  function live(attempt: AttemptRecord): Followed {
    const ageMs = deps.ageOf(attempt)
    let answered = attempt.status !== 'initiated'
    let roll = { lastReadMs: undefined as number | undefined, random: deps.random() }
    const followed: Followed = {
      key: keyOf(attempt),
      dueMs: (lastReadMs, watched) => {
        if (roll.lastReadMs !== lastReadMs) roll = { lastReadMs, random: deps.random() }
        const lastAge = lastReadMs === undefined ? undefined : ageMs + lastReadMs
        return (answered ? nextReadAge : nextReadAgeUnanswered)(lastAge, watched, roll.random) - ageMs
      },
      async ask(why) {
        const after = await askAbout(attempt.id, why)
        if (after !== undefined) answered = after.status !== 'initiated'
        return after === undefined || isLive(after.status) ? followed : unconfirmed(after)
      },
    }
    return followed
  }

  /** Asked about this once: Swish has called about an attempt that needs no more questions of ours. */
  function once(attempt: AttemptRecord): Followed {
    return {
      key: keyOf(attempt),
      dueMs: (lastReadMs) => (lastReadMs === undefined ? 0 : undefined),
      async ask(why) {
        await askAbout(attempt.id, why)
        return undefined
      },
    }
  }

  function unconfirmed(attempt: AttemptRecord): Followed | undefined {
    const { settledAt } = attempt
    if (attempt.status === 'paid' || attempt.confirmedAt !== null || settledAt === null) return undefined
    // From now, not from its end by the wall clock: that may have jumped while nobody was running, and a customer whose
    // payment a person had given up for lost would still be paying it.
    const sinceMs = timers.monotonicMs()
    let answeredMs: number | undefined
    const followed: Followed = {
      key: keyOf(attempt),
      dueMs: (lastReadMs) => nextConfirmationAge(answeredMs, lastReadMs),
      async ask(why) {
        const askedMs = timers.monotonicMs() - sinceMs
        const after = await askAbout(attempt.id, why)
        if (after?.status === 'paid') return undefined
        // While a person is waited for Swish may still say that the money has come.
        if (after === undefined || after.attention !== null) return followed
        answeredMs = askedMs
        if (nextConfirmationAge(answeredMs) === undefined) {
          await inTransaction((trx) => confirmAttempt(trx, attempt.id, now()))
        }
        return followed
      },
    }
    return followed
  }

  return {
    follow(attempt: AttemptRecord): void {
      if (!follower.follows(keyOf(attempt))) follower.follow(live(attempt))
    },
    watch: (attempt: { id: number }) => {
      follower.watch(keyOf(attempt))
    },
    wake(attempt: AttemptRecord): void {
      if (attempt.status === 'paid') return
      if (!follower.follows(keyOf(attempt))) {
        follower.follow(isLive(attempt.status) ? live(attempt) : (unconfirmed(attempt) ?? once(attempt)))
      }
      follower.wake(keyOf(attempt))
    },
    /** Looks after an attempt that has just ended: one without money is asked about once more. */
    ended(attempt: AttemptRecord): void {
      const followed = unconfirmed(attempt)
      if (followed !== undefined) follower.follow(followed)
    },
    /** Nothing of it exists at Swish: there is nothing to confirm. */
    confirm: (trx: Transaction, attemptId: number) => confirmAttempt(trx, attemptId, now()),
    async resume(): Promise<void> {
      for (const attempt of await read(listLiveAttempts)) follower.follow(live(attempt), true)
      for (const attempt of await read(listUnconfirmedAttempts)) {
        const followed = unconfirmed(attempt)
        if (followed !== undefined) follower.follow(followed, true)
      }
    },
  }
}
