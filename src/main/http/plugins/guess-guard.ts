import { afterWrongGuess, isLocked, noGuesses, type GuessLock } from '#shared/domain/access/guess-lock'

/** Addresses remembered at most; the longest unseen is forgotten. */
const MOST_ADDRESSES = 10_000

export type GuessGuard = ReturnType<typeof createGuessGuard>

/** Counts wrong door passwords per address, at all doors together, in memory: a restart forgives, a stranger's guessing stays slow. */
export function createGuessGuard(now: () => string) {
  const locks = new Map<string, GuessLock>()
  return {
    isLocked: (address: string) => isLocked(locks.get(address) ?? noGuesses, now()),
    wrong: (address: string) => {
      const lock = afterWrongGuess(locks.get(address) ?? noGuesses, now())
      locks.delete(address)
      locks.set(address, lock)
      const [oldest] = locks.keys()
      if (locks.size > MOST_ADDRESSES && oldest !== undefined) locks.delete(oldest)
    },
    right: (address: string) => {
      locks.delete(address)
    },
  }
}
