import { randomInt } from 'node:crypto'

export interface SeededRandom {
  readonly seed: number
  /** From 0 to 1, without 1. */
  fraction: () => number
  /** True with this probability, 0 to 1. */
  chance: (probability: number) => boolean
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number
  /** A whole number, both ends included. */
  between: (least: number, most: number) => number
  /** One member of a list that is not empty. */
  pick<T>(list: readonly T[]): T
  /** The same entries in another order. */
  shuffled<T>(list: readonly T[]): T[]
}

/**
 * A repeatable stream of numbers (mulberry32). The seed comes from LUCKA_TEST_SEED, or is new each time and printed, so
 * that a failed run can be run again.
 */
export function createSeededRandom(purpose: string): SeededRandom {
  const seed = process.env.LUCKA_TEST_SEED === undefined ? randomInt(2 ** 32) : Number(process.env.LUCKA_TEST_SEED)
  process.stderr.write(`${purpose}: LUCKA_TEST_SEED=${String(seed)} repeats this run\n`)
  return seededRandom(seed)
}

/** The same stream for a seed that the caller has chosen, and tells of itself. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    seed,
    fraction: next,
    chance: (probability) => next() < probability,
    below,
    between: (least, most) => least + below(most - least + 1),
    shuffled(list) {
      const rest = [...list]
      return list.flatMap(() => rest.splice(below(rest.length), 1))
    },
    pick(list) {
      const picked = list[below(list.length)]
      if (picked === undefined) throw new RangeError('Nothing to pick from')
      return picked
    },
  }
}
