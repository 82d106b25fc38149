import { expect, test } from 'vitest'
import { afterUnknownCode, delayMs, isTooMany, noUnknownCodes } from '#shared/domain/access/unknown-codes'

/** Shows codes one after another. @returns how late each was answered, and after how many it was stopped */
function show(count: number, everyMs: number) {
  let codes = noUnknownCodes
  const delays: number[] = []
  for (let shown = 0; shown < count; shown++) {
    const nowMs = shown * everyMs
    if (isTooMany(codes, nowMs)) return { delays, stoppedAfter: shown }
    codes = afterUnknownCode(codes, nowMs)
    delays.push(delayMs(codes, nowMs))
  }
  return { delays, stoppedAfter: undefined }
}

test('five in a minute are free, each further one is two seconds late', () => {
  expect(show(7, 1_000).delays).toEqual([0, 0, 0, 0, 0, 2_000, 2_000])
  expect(show(20, 13_000).delays.every((late) => late === 0)).toBe(true)
})

test('after sixty in an hour nothing is answered, however slowly they came', () => {
  expect(show(100, 1).stoppedAfter).toBe(60)
  expect(show(100, 59_000).stoppedAfter).toBe(60)
  expect(show(1_000, 61_000).stoppedAfter).toBeUndefined()
})
