import { expect, test } from 'vitest'
import { formatClock, formatDate, formatDateTime, formatDay } from '#shared/text/format-time'

const stockholm = 'Europe/Stockholm'

test.each([
  ['2025-12-05T18:00:00.000Z', 'fre 5 dec 2025 19.00', 'Fri 5 Dec 2025, 19:00'],
  ['2026-07-01T16:30:00.000Z', 'ons 1 juli 2026 18.30', 'Wed 1 Jul 2026, 18:30'],
  ['2026-12-31T23:05:00.000Z', 'fre 1 jan 2027 00.05', 'Fri 1 Jan 2027, 00:05'],
])('%s is told in the habits of each language', (instant, swedish, english) => {
  expect(formatDateTime(instant, stockholm, 'sv')).toBe(swedish)
  expect(formatDateTime(instant, stockholm, 'en')).toBe(english)
})

test('day, date and clock stand alone too', () => {
  const instant = '2026-03-29T01:00:00.000Z' // The minute the clocks go from 02.00 to 03.00.
  expect(formatDay(instant, stockholm, 'sv')).toBe('sön 29 mars')
  expect(formatDate(instant, stockholm, 'sv')).toBe('sön 29 mars 2026')
  expect(formatClock(instant, stockholm, 'sv')).toBe('03.00')
  expect(formatClock(instant, 'America/New_York', 'en')).toBe('21:00')
  expect(formatDay(instant, 'America/New_York', 'en')).toBe('Sat 28 Mar')
})

test('no month or weekday carries a dot, whatever the version of the language data', () => {
  for (let month = 1; month <= 12; month += 1) {
    const instant = `2026-${String(month).padStart(2, '0')}-14T12:00:00.000Z`
    expect(formatDate(instant, stockholm, 'sv')).not.toContain('.')
    expect(formatDate(instant, stockholm, 'en')).not.toContain('.')
  }
})

test('what is no instant or no zone is refused', () => {
  expect(() => formatClock('yesterday', stockholm, 'sv')).toThrow(RangeError)
  expect(() => formatClock('2026-12-05T18:00:00.000Z', 'Europe/Nowhere', 'sv')).toThrow(RangeError)
})
