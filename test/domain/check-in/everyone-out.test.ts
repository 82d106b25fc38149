import { expect, test } from 'vitest'
import { isEveryoneOut } from '#shared/domain/check-in/everyone-out'
import { doorDay } from '#shared/time/door-day'

const MINUTE_MS = 60_000

/** Looks every minute of a night in Stockholm. @returns when everybody was counted as gone */
function watch(from: string, to: string, hour: string): string[] {
  const times: string[] = []
  let lastDay = doorDay(from, 'Europe/Stockholm', hour)
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += MINUTE_MS) {
    const at = new Date(ms).toISOString()
    const today = doorDay(at, 'Europe/Stockholm', hour)
    if (!isEveryoneOut(lastDay, today)) continue
    times.push(at)
    lastDay = today
  }
  return times
}

test('once a night, at the hour', () => {
  expect(watch('2026-12-05T18:00:00.000Z', '2026-12-07T18:00:00.000Z', '05:00')).toEqual([
    '2026-12-06T04:00:00.000Z',
    '2026-12-07T04:00:00.000Z',
  ])
})

test('once where the hour never comes, and once where it comes twice', () => {
  expect(watch('2026-03-28T18:00:00.000Z', '2026-03-29T18:00:00.000Z', '02:30')).toEqual(['2026-03-29T01:00:00.000Z'])
  expect(watch('2026-10-24T18:00:00.000Z', '2026-10-25T18:00:00.000Z', '02:30')).toEqual(['2026-10-25T00:30:00.000Z'])
})

test('after a start as well, but not for a clock that is a little behind', () => {
  expect(isEveryoneOut(undefined, '2026-12-05')).toBe(true)
  expect(isEveryoneOut('2026-12-01', '2026-12-05')).toBe(true)
  expect(isEveryoneOut('2026-12-05', '2026-12-05')).toBe(false)
  expect(isEveryoneOut('2026-12-06', '2026-12-05')).toBe(false)
  expect(isEveryoneOut('2027-12-06', '2026-12-05')).toBe(true)
})
