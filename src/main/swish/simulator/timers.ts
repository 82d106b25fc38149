/** Calls `fn` once, `ms` milliseconds later, unless what it returns is called before. */
export type After = (ms: number, fn: () => void) => () => void

export interface Timers {
  after: After
  /** Calls off all that is under way, and takes no more. */
  stop: () => void
}

/** Timers that can be called off together. */
export function createTimers(after: After): Timers {
  const underWay = new Set<() => void>()
  let stopped = false
  return {
    after(ms, fn) {
      if (stopped) return () => undefined
      const callOff = after(ms, () => {
        underWay.delete(callOffAndForget)
        fn()
      })
      const callOffAndForget = () => {
        underWay.delete(callOffAndForget)
        callOff()
      }
      underWay.add(callOffAndForget)
      return callOffAndForget
    },
    stop() {
      stopped = true
      for (const callOff of underWay) callOff()
    },
  }
}
