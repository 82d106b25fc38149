import type { DoorRules, DoorTicket, Passage, ScanTime, TicketRefusal } from '#shared/domain/check-in/decide-scan'

/*
 * What a door must answer, case by case: run against the rule alone, the server, and a door without contact.
 */

const EVENT = 1
const OTHER_EVENT = 2
const TYPE = 1
const OTHER_TYPE = 2
export const now: ScanTime = { at: '2026-12-05T18:00:00.000Z', day: '2026-12-05' }

export const aDoorTicket = (change: Partial<DoorTicket> = {}): DoorTicket => ({
  eventId: EVENT,
  ticketTypeId: TYPE,
  status: 'paid',
  timesUsed: 0,
  usedDay: null,
  usedOnDay: 0,
  inside: 0,
  steppedOut: 0,
  admit: { times: 1, per: 'ticket' },
  doorsOpenAt: null,
  ...change,
})

export const aDoor = (change: Partial<DoorRules> = {}): DoorRules => ({
  eventIds: [],
  ticketTypeIds: [],
  eventId: EVENT,
  mode: 'entry',
  ...change,
})

export interface DoorCase {
  name: string
  ticket: Partial<DoorTicket>
  door?: Partial<DoorRules>
  expected: Passage | TicketRefusal
}

const used: Partial<DoorTicket> = { timesUsed: 1, usedDay: now.day, usedOnDay: 1, inside: 1 }
const steppedOut: Partial<DoorTicket> = { ...used, inside: 0, steppedOut: 1 }
const goneHome: Partial<DoorTicket> = { ...used, inside: 0 }
const yesterday: Partial<DoorTicket> = { timesUsed: 1, usedDay: '2026-12-04', usedOnDay: 1 }
const threeTimes: Partial<DoorTicket> = { admit: { times: 3, per: 'ticket' } }
const daily: Partial<DoorTicket> = { admit: { times: 1, per: 'day' } }

export const doorCases: readonly DoorCase[] = [
  { name: 'an unused ticket comes in', ticket: {}, expected: 'admitted' },
  { name: 'at a door for all events too', ticket: {}, door: { eventId: null }, expected: 'admitted' },
  { name: 'a used one does not', ticket: used, expected: 'already_used' },
  { name: 'nor when everybody has gone home', ticket: goneHome, expected: 'already_used' },
  { name: 'an unpaid one does not', ticket: { status: 'reserved' }, expected: 'not_paid' },
  { name: 'nor one whose reservation ran out', ticket: { status: 'expired' }, expected: 'reservation_expired' },
  { name: 'nor a cancelled one', ticket: { status: 'cancelled' }, expected: 'cancelled' },
  { name: 'nor a refunded one', ticket: { status: 'refunded' }, expected: 'refunded' },
  { name: 'a refunded one that was used is no repeat', ticket: { ...used, status: 'refunded' }, expected: 'refunded' },
  { name: 'nor a blocked one', ticket: { status: 'failed_admin' }, expected: 'blocked_by_staff' },
  { name: 'nor one of another event', ticket: { eventId: OTHER_EVENT }, expected: 'other_event' },
  {
    name: 'nor one of an event that the door does not take',
    ticket: {},
    door: { eventId: null, eventIds: [OTHER_EVENT] },
    expected: 'other_event',
  },
  { name: 'one of an event that it takes does', ticket: {}, door: { eventIds: [EVENT] }, expected: 'admitted' },
  {
    name: 'a type of another door does not',
    ticket: {},
    door: { ticketTypeIds: [OTHER_TYPE] },
    expected: 'other_door',
  },
  { name: 'its own type does', ticket: {}, door: { ticketTypeIds: [TYPE, OTHER_TYPE] }, expected: 'admitted' },
  {
    name: 'before the doors open nobody does',
    ticket: { doorsOpenAt: '2026-12-05T18:00:00.001Z' },
    expected: 'doors_not_open',
  },
  { name: 'from that moment on they do', ticket: { doorsOpenAt: now.at }, expected: 'admitted' },
  { name: 'who has stepped out comes back', ticket: steppedOut, expected: 'returned' },
  {
    name: 'but not when it was refunded meanwhile',
    ticket: { ...steppedOut, status: 'refunded' },
    expected: 'refunded',
  },
  { name: 'a ticket for three comes in again', ticket: { ...used, ...threeTimes }, expected: 'admitted' },
  {
    name: 'and not a fourth time',
    ticket: { ...threeTimes, timesUsed: 3, usedDay: now.day, usedOnDay: 3, inside: 3 },
    expected: 'already_used',
  },
  { name: 'a daily ticket comes in on a new day', ticket: { ...yesterday, ...daily }, expected: 'admitted' },
  { name: 'and once on a day', ticket: { ...used, ...daily }, expected: 'already_used_today' },
  {
    name: 'or as often as its type says',
    ticket: { ...used, admit: { times: 2, per: 'day' } },
    expected: 'admitted',
  },
  { name: 'who is inside steps out', ticket: used, door: { mode: 'exit' }, expected: 'left' },
  { name: 'who is not cannot', ticket: {}, door: { mode: 'exit' }, expected: 'exit_without_entry' },
  { name: 'nor who has stepped out', ticket: steppedOut, door: { mode: 'exit' }, expected: 'exit_without_entry' },
  { name: 'a look says that it is good', ticket: {}, door: { mode: 'look' }, expected: 'valid' },
  { name: 'also of who has stepped out', ticket: steppedOut, door: { mode: 'look' }, expected: 'valid' },
  { name: 'and that it is used', ticket: used, door: { mode: 'look' }, expected: 'already_used' },
]
