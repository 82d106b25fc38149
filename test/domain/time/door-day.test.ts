import { expect, test } from 'vitest'
import { doorDay } from '#shared/time/door-day'

const stockholm = 'Europe/Stockholm'

test.each([
  ['in the evening', '2026-12-05T18:00:00.000Z', '05:00', '2026-12-05'],
  ['past midnight it is still the same night', '2026-12-06T02:30:00.000Z', '05:00', '2026-12-05'],
  ['until the hour', '2026-12-06T03:59:59.999Z', '05:00', '2026-12-05'],
  ['when the next begins', '2026-12-06T04:00:00.000Z', '05:00', '2026-12-06'],
  ['at midnight the calendar counts', '2026-12-05T23:30:00.000Z', '00:00', '2026-12-06'],
  ['the night in which the clock goes back', '2026-10-25T02:30:00.000Z', '05:00', '2026-10-24'],
  ['New Year’s night', '2027-01-01T01:00:00.000Z', '05:00', '2026-12-31'],
])('%s', (_when, at, begins, day) => {
  expect(doorDay(at, stockholm, begins)).toBe(day)
})
