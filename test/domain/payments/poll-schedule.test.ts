import { expect, test } from 'vitest'
import { LEAST_BETWEEN_READS_MS, nextConfirmationAge, nextReadAge } from '#shared/domain/payments/poll-schedule'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** The ages at which a payment is read, up to `untilMs`. */
function readsUntil(untilMs: number, watched: boolean, random: () => number): number[] {
  const reads: number[] = []
  let age = nextReadAge(undefined, watched, random())
  while (age <= untilMs) {
    reads.push(age)
    age = nextReadAge(age, watched, random())
  }
  return reads
}

const gaps = (reads: number[]) => reads.slice(1).map((age, index) => age - (reads[index] ?? 0))

test('nobody watches: ten seconds, then ever longer, give or take a fifth', () => {
  expect(readsUntil(600_000, false, () => 0.5)).toEqual([
    10_000, 20_000, 30_000, 45_000, 67_500, 101_250, 151_875, 211_875, 271_875, 331_875, 391_875, 451_875, 511_875,
    571_875,
  ])
  expect(nextReadAge(undefined, false, 0)).toBe(8_000)
  expect(nextReadAge(undefined, false, 1)).toBe(12_000)
})

test('somebody watches: every five seconds while the customer has time', () => {
  const reads = readsUntil(600_000, true, () => 0.5)
  expect(reads.slice(0, 3)).toEqual([4_500, 9_500, 14_500])
  expect(new Set(gaps(reads))).toEqual(new Set([LEAST_BETWEEN_READS_MS]))
})

test('an old payment is asked about slowly, watched or not', () => {
  for (const watched of [true, false]) {
    expect(nextReadAge(600_000, watched, 0.5)).toBe(900_000)
    expect(nextReadAge(DAY, watched, 0.5)).toBe(DAY + HOUR)
  }
})

test.each([0, 0.25, 0.5, 0.75, 0.999])('whatever the chance (%d), reads are at least five seconds apart', (random) => {
  for (const watched of [true, false]) {
    for (const gap of gaps(readsUntil(2 * DAY, watched, () => random))) {
      expect(gap).toBeGreaterThanOrEqual(LEAST_BETWEEN_READS_MS)
    }
  }
})

test('an end without money is asked about twice more, also when the first time was missed', () => {
  expect(nextConfirmationAge(undefined)).toBe(30_000)
  expect(nextConfirmationAge(30_000)).toBe(600_000)
  expect(nextConfirmationAge(200_000)).toBe(600_000)
  expect(nextConfirmationAge(600_000)).toBeUndefined()
  expect(nextConfirmationAge(3 * DAY)).toBeUndefined()
})

test('a question about an end that got no answer is put again', () => {
  expect(nextConfirmationAge(undefined, 30_000)).toBe(90_000)
  expect(nextConfirmationAge(30_000, 30_000)).toBe(600_000)
  expect(nextConfirmationAge(30_000, 600_000)).toBe(900_000)
  expect(nextConfirmationAge(30_000, DAY)).toBe(DAY + HOUR)
  expect(nextConfirmationAge(900_000, 900_000)).toBeUndefined()
})
