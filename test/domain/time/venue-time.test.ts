import { fromVenueLocal, isKnownZone, toVenueIso, toVenueLocal } from '#shared/time/venue-time'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const stockholm = 'Europe/Stockholm'

describe('an instant as local time with its offset', () => {
  test.each([
    ['2025-12-05T17:49:12.677Z', stockholm, '2025-12-05T18:49:12.677+01:00'],
    ['2026-07-01T22:30:00.000Z', stockholm, '2026-07-02T00:30:00.000+02:00'],
    ['2026-07-01T12:00:00.000Z', 'UTC', '2026-07-01T12:00:00.000+00:00'],
    ['2026-07-01T12:00:00.001Z', 'Asia/Kathmandu', '2026-07-01T17:45:00.001+05:45'],
    ['2026-01-01T02:00:00.000Z', 'America/St_Johns', '2025-12-31T22:30:00.000-03:30'],
    // Clocks forward in Stockholm at 01:00 UTC on 29 March 2026.
    ['2026-03-29T00:59:59.999Z', stockholm, '2026-03-29T01:59:59.999+01:00'],
    ['2026-03-29T01:00:00.000Z', stockholm, '2026-03-29T03:00:00.000+02:00'],
    // Clocks back at 01:00 UTC on 25 October 2026.
    ['2026-10-25T00:59:59.999Z', stockholm, '2026-10-25T02:59:59.999+02:00'],
    ['2026-10-25T01:00:00.000Z', stockholm, '2026-10-25T02:00:00.000+01:00'],
    // Half an hour of summer time.
    ['2026-04-04T14:59:00.000Z', 'Australia/Lord_Howe', '2026-04-05T01:59:00.000+11:00'],
    ['2026-04-04T15:00:00.000Z', 'Australia/Lord_Howe', '2026-04-05T01:30:00.000+10:30'],
  ])('%s in %s is %s', (utc, zone, local) => {
    expect(toVenueIso(utc, zone)).toBe(local)
    expect(new Date(local).toISOString()).toBe(utc)
  })

  test('refuses what is no instant and no zone', () => {
    expect(() => toVenueIso('yesterday', stockholm)).toThrow(RangeError)
    expect(() => toVenueIso('2026-07-01T12:00:00.000Z', 'Europe/Göteborg')).toThrow(RangeError)
  })

  test('costs little enough to be done for every event of every answer', () => {
    const startedAt = performance.now()
    for (let i = 0; i < 10_000; i++) toVenueIso(`2026-11-23T18:00:00.${String(i % 1000).padStart(3, '0')}Z`, stockholm)
    expect(performance.now() - startedAt).toBeLessThan(500)
  })
})

describe('local time to an instant', () => {
  test.each([
    ['2026-12-05', '19:00', stockholm, '2026-12-05T18:00:00.000Z'],
    ['2026-06-06', '19:00', stockholm, '2026-06-06T17:00:00.000Z'],
    ['2024-02-29', '00:00', stockholm, '2024-02-28T23:00:00.000Z'],
    // The hour that never comes is read by the winter clock, the hour that comes twice is the first of the two.
    ['2026-03-29', '02:30', stockholm, '2026-03-29T01:30:00.000Z'],
    ['2026-10-25', '02:30', stockholm, '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', '03:00', stockholm, '2026-10-25T02:00:00.000Z'],
    ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ])('%s %s in %s is %s', (date, time, zone, utc) => {
    expect(fromVenueLocal(date, time, zone)).toBe(utc)
  })

  test.each([
    ['2026-02-30', '19:00'],
    ['2026-13-01', '19:00'],
    ['2026-12-05', '24:00'],
    ['2026-12-05', '9:00'],
    ['26-12-05', '19:00'],
    ['', ''],
  ])('refuses %s %s', (date, time) => {
    expect(() => fromVenueLocal(date, time, stockholm)).toThrow(RangeError)
  })

  test('comes back as it was typed, except for hours that clocks skip or repeat', () => {
    const zones = fc.constantFrom(stockholm, 'UTC', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe')
    const minutes = fc.integer({ min: Date.UTC(2000) / 60_000, max: Date.UTC(2060) / 60_000 })
    fc.assert(
      fc.property(minutes, zones, (minute, zone) => {
        const local = toVenueLocal(new Date(minute * 60_000).toISOString(), zone)
        const instant = fromVenueLocal(local.date, local.time, zone)
        expect(toVenueLocal(instant, zone)).toEqual(local)
        expect(Math.abs(Date.parse(instant) - minute * 60_000)).toBeLessThanOrEqual(60 * 60_000)
      }),
    )
  })
})

test('knows zones by their IANA names', () => {
  expect(['Europe/Stockholm', 'UTC', 'America/Argentina/Buenos_Aires'].map(isKnownZone)).toEqual([true, true, true])
  expect(['', 'Europe/Göteborg', '+01:00', 'Sweden ', '../etc'].map(isKnownZone)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ])
})
