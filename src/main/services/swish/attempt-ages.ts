import type { AttemptRecord } from '../../storage/repositories/payment-attempt-repository'
import type { Timers } from '../timers'

/**
 * How old attempts are. The wall clock may have been set back since one was stored, and would then keep it young for ever; so
 * time that has been seen to pass counts as well.
 */
export function createAttemptAges(deps: { timers: Timers; now: () => string }) {
  const seenMs = new Map<number, number>()

  return {
    /** Milliseconds since it was stored, as far as anybody can tell. The first call begins to count. */
    of: ({ id, createdAt }: AttemptRecord): number => {
      const atMs = deps.timers.monotonicMs()
      const since = seenMs.get(id) ?? atMs
      seenMs.set(id, since)
      return Math.max(atMs - since, Date.parse(deps.now()) - Date.parse(createdAt))
    },
    forget: (id: number) => {
      seenMs.delete(id)
    },
  }
}
