import type { Timers } from '../timers'

/** How many last reads are remembered at most before old ones are forgotten. */
const MOST_REMEMBERED = 500

/** Keeps one read per id running at a time, and knows when it was: any number of screens that ask make one question. */
export function createReadLimit<T>(timers: Timers, leastBetweenMs: number) {
  const reads = new Map<number, { atMs: number; running: Promise<T> | undefined }>()

  function forgetOld(atMs: number): void {
    if (reads.size < MOST_REMEMBERED) return
    for (const [id, read] of reads)
      if (read.running === undefined && atMs - read.atMs >= leastBetweenMs) reads.delete(id)
  }

  return {
    /** Whether it was read so lately that what is known is good enough. */
    isFresh(id: number): boolean {
      const read = reads.get(id)
      return read !== undefined && read.running === undefined && timers.monotonicMs() - read.atMs < leastBetweenMs
    },
    /** Reads, or shares the read that is running. */
    run(id: number, work: () => Promise<T>): Promise<T> {
      const running = reads.get(id)?.running
      if (running !== undefined) return running
      const atMs = timers.monotonicMs()
      forgetOld(atMs)
      const begun = work().finally(() => {
        reads.set(id, { atMs, running: undefined })
      })
      reads.set(id, { atMs, running: begun })
      return begun
    },
  }
}
