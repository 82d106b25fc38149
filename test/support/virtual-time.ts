import type { Timers } from '#main/services/timers'

/**
 * Time that passes only when a test lets it: timers come due in their order, and whatever a timer has set going comes to rest
 * before the next one. Nothing depends on how fast the machine is, so that the same seed gives the same run.
 */
export interface VirtualTime {
  /** ISO 8601, UTC. */
  now: () => string
  /** Milliseconds since the beginning. */
  elapsedMs: () => number
  timers: Timers
  sleep: (ms: number) => Promise<void>
  /** Work that real turns of the event loop carry on (the database's groups): time stands still while there is any. */
  begin: () => void
  end: () => void
  /** Waits until nothing moves by itself any more. */
  rest: () => Promise<void>
  /** Lets the next timer come due, no later than at `untilMs`. @returns false when there was none */
  step: (untilMs: number) => Promise<boolean>
  /** Lets time pass. */
  pass: (ms: number) => Promise<void>
}

/** More timers than these at one instant plan each other without end. */
const MOST_STEPS_IN_PLACE = 20_000

interface Timer {
  atMs: number
  order: number
  work: (() => void) | undefined
}

const isEarlier = (a: Timer, b: Timer) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)

/** A binary heap: a world has thousands of timers. */
function createHeap() {
  const heap: Timer[] = []
  const at = (index: number) => heap[index] as Timer

  function swap(a: number, b: number): void {
    const kept = at(a)
    heap[a] = at(b)
    heap[b] = kept
  }

  return {
    first: () => heap[0],
    push(timer: Timer): void {
      let index = heap.push(timer) - 1
      while (index > 0) {
        const parent = (index - 1) >> 1
        if (!isEarlier(at(index), at(parent))) return
        swap(index, parent)
        index = parent
      }
    },
    pop(): void {
      const last = heap.pop()
      if (heap.length === 0 || last === undefined) return
      heap[0] = last
      for (let index = 0; ;) {
        let least = index
        for (const child of [2 * index + 1, 2 * index + 2]) {
          if (child < heap.length && isEarlier(at(child), at(least))) least = child
        }
        if (least === index) return
        swap(index, least)
        index = least
      }
    },
  }
}

export function createVirtualTime(startAt = '2026-11-23T18:00:00.000Z'): VirtualTime {
  const startMs = Date.parse(startAt)
  const heap = createHeap()
  let elapsed = 0
  let order = 0
  let underWay = 0
  let stepsInPlace = 0

  function after(ms: number, work: () => void): () => void {
    const timer: Timer = { atMs: elapsed + Math.max(0, ms), order: order++, work }
    heap.push(timer)
    return () => {
      timer.work = undefined
    }
  }

  async function rest(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve))
    while (underWay > 0)
  }

  function nextDue(untilMs: number): Timer | undefined {
    for (;;) {
      const first = heap.first()
      if (first === undefined) return undefined
      if (first.work !== undefined) return first.atMs <= untilMs ? first : undefined
      heap.pop()
    }
  }

  async function step(untilMs: number): Promise<boolean> {
    const due = nextDue(untilMs)
    if (due === undefined) return false
    heap.pop()
    stepsInPlace = due.atMs > elapsed ? 0 : stepsInPlace + 1
    if (stepsInPlace > MOST_STEPS_IN_PLACE) throw new Error(`time stands still: ${String(due.work)}`)
    elapsed = due.atMs
    due.work?.()
    await rest()
    return true
  }

  return {
    now: () => new Date(startMs + elapsed).toISOString(),
    elapsedMs: () => elapsed,
    timers: { monotonicMs: () => elapsed, after },
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve)),
    begin: () => {
      underWay++
    },
    end: () => {
      underWay--
    },
    rest,
    step,
    async pass(ms) {
      const untilMs = elapsed + ms
      await rest()
      while (await step(untilMs));
      elapsed = untilMs
    },
  }
}
