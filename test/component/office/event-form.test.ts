import { describe, expect, test } from 'vitest'
import {
  formOfCopy,
  formOfEvent,
  newEventForm,
  readEventForm,
  type EventForm,
} from '#renderer/features/office/event-form'
import { parseTypedDate, parseTypedTime } from '#renderer/features/office/typed-time'
import type { Event } from '#shared/contract/event-api'

const zone = 'Europe/Stockholm'
const event: Event = {
  id: 1,
  version: 3,
  title: 'Fysikalen Dag 1',
  description: 'Årets revy',
  eventAt: '2026-12-05T18:00:00.000Z',
  doorsOpenAt: '2026-12-05T17:15:00.000Z',
  salesStopAt: '2026-12-05T17:00:00.000Z',
  seats: 600,
  maxTicketsPerPayment: 8,
  reservationSeconds: 600,
  swishMessage: 'Fysikalen',
  ticketTypeIds: [2, 1],
  seatsTaken: 10,
  seatsLeft: 590,
  ticketsSold: 8,
  archivedAt: null,
}
const edited = (changes: Partial<EventForm>) => readEventForm({ ...formOfEvent(event, zone), ...changes }, zone)

test('an event comes out of its own form as it went in', () => {
  const {
    id: _id,
    version: _version,
    seatsTaken: _taken,
    seatsLeft: _left,
    ticketsSold: _sold,
    archivedAt: _,
    ...fields
  } = event
  expect(readEventForm(formOfEvent(event, zone), zone)).toEqual({ problems: {}, event: fields })
})

test('local times are the venue’s, in summer and in winter', () => {
  const june = edited({ eventAt: { date: '2026-06-06', time: '19.00' }, doorsOpenAt: { date: '', time: '' } })
  expect(june.event?.eventAt).toBe('2026-06-06T17:00:00.000Z')
  expect(june.event?.doorsOpenAt).toBeNull()
})

test('a time alone is on the event’s day, and no sales stop is the event’s start', () => {
  const { event: read } = edited({
    doorsOpenAt: { date: '', time: '1815' },
    salesStopAt: { date: '', time: '' },
  })
  expect(read?.doorsOpenAt).toBe('2026-12-05T17:15:00.000Z')
  expect(read?.salesStopAt).toBe('2026-12-05T18:00:00.000Z')
})

test('a copy is for the day after, at the same local times', () => {
  const lastWinterDay = {
    ...event,
    eventAt: '2026-03-28T18:00:00.000Z',
    doorsOpenAt: null,
    salesStopAt: '2026-03-28T18:00:00.000Z',
  }
  const { event: copy } = readEventForm(formOfCopy(lastWinterDay, zone), zone)
  // Summer time begins in between: 19:00 local is an hour earlier in UTC.
  expect(copy?.eventAt).toBe('2026-03-29T17:00:00.000Z')
})

describe('what is wrong is said of its own field', () => {
  test.each<[Partial<EventForm>, string, string]>([
    [{ title: '   ' }, 'title', 'missing'],
    [{ title: 'x'.repeat(201) }, 'title', 'too_long'],
    [{ eventAt: { date: '2026-02-30', time: '19:00' } }, 'eventAt', 'no_time'],
    [{ eventAt: { date: '2026-12-05', time: '' } }, 'eventAt', 'no_time'],
    [{ doorsOpenAt: { date: '', time: '20.00' } }, 'doorsOpenAt', 'after_event'],
    [{ doorsOpenAt: { date: '', time: 'sju' } }, 'doorsOpenAt', 'no_time'],
    [{ salesStopAt: { date: 'fredag', time: '19' } }, 'salesStopAt', 'no_time'],
    [{ seats: '' }, 'seats', 'missing'],
    [{ seats: '-1' }, 'seats', 'too_many_seats'],
    [{ seats: '1.5' }, 'seats', 'too_many_seats'],
    [{ seats: '1000001' }, 'seats', 'too_many_seats'],
    [{ maxTicketsPerPayment: '0' }, 'maxTicketsPerPayment', 'bad_limit'],
    [{ reservationMinutes: '0' }, 'reservationMinutes', 'bad_minutes'],
    [{ reservationMinutes: '10081' }, 'reservationMinutes', 'bad_minutes'],
    [{ swishMessage: 'x'.repeat(51) }, 'swishMessage', 'too_long'],
  ])('%j', (changes, field, problem) => {
    const { problems, event: read } = edited(changes)
    expect(problems).toEqual({ [field]: problem })
    expect(read).toBeUndefined()
  })

  test('an empty form lacks a title, a day and seats, and nothing else', () => {
    expect(Object.keys(readEventForm(newEventForm(), zone).problems).sort()).toEqual(['eventAt', 'seats', 'title'])
  })
})

test('days and times are read as people type them', () => {
  expect(['2026-12-05', '20261205', '2026-12-5', '2026/12/05', ' 2026-12-05 '].map(parseTypedDate)).toEqual(
    Array(5).fill('2026-12-05'),
  )
  expect(['', '5 dec', '2026-13-01', '2025-02-29', '26-12-05'].map(parseTypedDate)).toEqual(Array(5).fill(undefined))
  expect(['19.00', '19:00', '1900', '19', '9', '09.05'].map(parseTypedTime)).toEqual([
    '19:00',
    '19:00',
    '19:00',
    '19:00',
    '09:00',
    '09:05',
  ])
  expect(['', '24', '19.60', '7pm', '19.0'].map(parseTypedTime)).toEqual(Array(5).fill(undefined))
})
