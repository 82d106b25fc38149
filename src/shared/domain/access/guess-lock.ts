/**
 * How guessing at a PIN or a password is slowed: five tries are free, then each wrong one locks for twice as long as the one
 * before, from 30 s to 15 min. Counted per person and per device, never for the whole house. Eight hours of guessing come
 * to some forty tries: a chance of 0.004 % against six digits.
 */
export interface GuessLock {
  failures: number
  /** ISO 8601, UTC; null while guessing is free. */
  lockedUntil: string | null
}

const FREE_TRIES = 5
const FIRST_LOCK_MS = 30_000
const LONGEST_LOCK_MS = 15 * 60_000

export const noGuesses: GuessLock = { failures: 0, lockedUntil: null }

export function isLocked(lock: GuessLock, now: string): boolean {
  return lock.lockedUntil !== null && lock.lockedUntil > now
}

/** The lock after one more wrong guess at `now`. */
export function afterWrongGuess(lock: GuessLock, now: string): GuessLock {
  const failures = lock.failures + 1
  if (failures < FREE_TRIES) return { failures, lockedUntil: null }
  const lockMs = Math.min(FIRST_LOCK_MS * 2 ** Math.min(failures - FREE_TRIES, 20), LONGEST_LOCK_MS)
  return { failures, lockedUntil: new Date(Date.parse(now) + lockMs).toISOString() }
}

export const triesLeft = (lock: GuessLock): number => Math.max(0, FREE_TRIES - lock.failures)
