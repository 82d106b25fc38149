/** A clock on which nothing happens until the test lets time pass. */
export interface VirtualClock {
  /** ISO 8601, UTC. */
  now: () => string
  after: (ms: number, fn: () => void) => () => void
  /** Lets time pass: what falls due happens in order, each with all that it sets off at once. */
  pass: (ms: number) => Promise<void>
}

/** Lets promises that are ready take their turns. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

export function createVirtualClock(start = '2026-11-23T18:00:00.000Z'): VirtualClock {
  let nowMs = Date.parse(start)
  let timers: { dueMs: number; fn: () => void }[] = []

  return {
    now: () => new Date(nowMs).toISOString(),
    after(ms, fn) {
      const timer = { dueMs: nowMs + Math.max(0, ms), fn }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    async pass(ms) {
      const untilMs = nowMs + ms
      await settle()
      for (;;) {
        const [next] = timers.filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)
        if (next === undefined) break
        timers = timers.filter((other) => other !== next)
        nowMs = next.dueMs
        next.fn()
        await settle()
      }
      nowMs = untilMs
    },
  }
}
