/** Time that passes, as the wall clock does not: it never jumps. Given from outside so that tests can let a day pass at once. */
export interface Timers {
  /** Milliseconds from some beginning; never back. */
  monotonicMs: () => number
  /** Does the work once, `ms` from now. It keeps no process alive. @returns a function that calls it off */
  after: (ms: number, work: () => void) => () => void
}

/** The machine's own. */
export const systemTimers: Timers = {
  monotonicMs: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms).unref()
    return () => {
      clearTimeout(timer)
    }
  },
}
