import type { Timers } from '#main/services/timers'

/** Time that runs `speed` times as fast as the real one, for waits that are minutes in a venue. */
export function createQuickTime(speed: number): { now: () => string; timers: Timers } {
  const startedAt = Date.now()
  const monotonicMs = () => performance.now() * speed
  const startedMs = monotonicMs()
  return {
    now: () => new Date(startedAt + monotonicMs() - startedMs).toISOString(),
    timers: {
      monotonicMs,
      after: (ms, work) => {
        const timer = setTimeout(work, ms / speed)
        return () => {
          clearTimeout(timer)
        }
      },
    },
  }
}
