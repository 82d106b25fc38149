import type { Timers } from '#main/services/timers'

/** Timers that stand still until a test lets time pass. */
export interface ManualTimers extends Timers {
  /** Lets `ms` pass at once; what falls due in it is done, in its order. */
  pass: (ms: number) => void
}

export function createManualTimers(): ManualTimers {
  let nowMs = 0
  const waiting = new Set<{ atMs: number; work: () => void }>()
  return {
    monotonicMs: () => nowMs,
    after(ms, work) {
      const entry = { atMs: nowMs + ms, work }
      waiting.add(entry)
      return () => waiting.delete(entry)
    },
    pass(ms) {
      const untilMs = nowMs + ms
      for (;;) {
        const [next] = [...waiting].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)
        if (next === undefined) break
        waiting.delete(next)
        nowMs = next.atMs
        next.work()
      }
      nowMs = untilMs
    },
  }
}
