import type { Event, NewEvent } from '#shared/contract/event-api'
import { fromVenueLocal, toVenueLocal } from '#shared/time/venue-time'
import { dayAfter, parseTypedDate, parseTypedTime } from './typed-time'

/** A day and time as typed. Both empty means none, where none is allowed. */
export interface TypedMoment {
  date: string
  time: string
}

/** The event as it stands in the fields, valid or not. Numbers are text: an empty field is not 0. */
export interface EventForm {
  title: string
  description: string
  eventAt: TypedMoment
  doorsOpenAt: TypedMoment
  salesStopAt: TypedMoment
  seats: string
  maxTicketsPerPayment: string
  reservationMinutes: string
  swishMessage: string
  ticketTypeIds: number[]
}

export type EventField = keyof EventForm
/** What is wrong with a field: a key under `office.event.problems`. */
type EventProblem = 'missing' | 'too_long' | 'no_time' | 'after_event' | 'too_many_seats' | 'bad_limit' | 'bad_minutes'
export type EventProblems = Partial<Record<EventField, EventProblem>>

export const longestTitle = 200
export const longestDescription = 5_000
export const longestSwishMessage = 50
const mostSeats = 1_000_000
const mostTicketsPerPayment = 1_000
const mostReservationMinutes = 10_080

export const newEventForm = (): EventForm => ({
  title: '',
  description: '',
  eventAt: { date: '', time: '19:00' },
  doorsOpenAt: { date: '', time: '' },
  salesStopAt: { date: '', time: '' },
  seats: '',
  maxTicketsPerPayment: '8',
  reservationMinutes: '10',
  swishMessage: '',
  ticketTypeIds: [],
})

export function formOfEvent(event: Event, zone: string): EventForm {
  const none = { date: '', time: '' }
  return {
    title: event.title,
    description: event.description,
    eventAt: toVenueLocal(event.eventAt, zone),
    doorsOpenAt: event.doorsOpenAt === null ? none : toVenueLocal(event.doorsOpenAt, zone),
    salesStopAt: toVenueLocal(event.salesStopAt, zone),
    seats: String(event.seats),
    maxTicketsPerPayment: String(event.maxTicketsPerPayment),
    // Seconds that make no whole minutes come from the API only; they keep their value.
    reservationMinutes: String(event.reservationSeconds / 60),
    swishMessage: event.swishMessage,
    ticketTypeIds: [...event.ticketTypeIds],
  }
}

/** A copy of an event for the day after: most series play on. */
export function formOfCopy(event: Event, zone: string): EventForm {
  const form = formOfEvent(event, zone)
  for (const moment of [form.eventAt, form.doorsOpenAt, form.salesStopAt]) {
    if (moment.date !== '') moment.date = dayAfter(moment.date)
  }
  return form
}

/** The instant of what was typed, in UTC; undefined when it is none. */
function instantOf({ date, time }: TypedMoment, zone: string): string | undefined {
  const day = parseTypedDate(date)
  const clock = parseTypedTime(time)
  return day === undefined || clock === undefined ? undefined : fromVenueLocal(day, clock, zone)
}

const isEmpty = ({ date, time }: TypedMoment) => date.trim() === '' && time.trim() === ''

/** Doors open on the event's own day unless another is typed; sales stop at the event's start unless said otherwise. */
export function momentsOf(form: EventForm, zone: string) {
  const { eventAt, doorsOpenAt, salesStopAt } = form
  const onEventDay = (moment: TypedMoment) => (moment.date.trim() === '' ? { ...moment, date: eventAt.date } : moment)
  return {
    eventAt: instantOf(eventAt, zone),
    doorsOpenAt: isEmpty(doorsOpenAt) ? null : instantOf(onEventDay(doorsOpenAt), zone),
    salesStopAt: isEmpty(salesStopAt) ? instantOf(eventAt, zone) : instantOf(onEventDay(salesStopAt), zone),
  }
}

function wholeNumber(typed: string, min: number, max: number): number | undefined {
  const compact = typed.replace(/\s/g, '')
  if (!/^\d{1,9}$/.test(compact)) return undefined
  const number = Number(compact)
  return number >= min && number <= max ? number : undefined
}

function secondsOf(minutes: string): number | undefined {
  const typed = minutes.trim().replace(',', '.')
  const seconds = /^\d+(\.\d+)?$/.test(typed) ? Math.round(Number(typed) * 60) : NaN
  return seconds >= 1 && seconds <= mostReservationMinutes * 60 ? seconds : undefined
}

/** Checks the fields and puts them together. `event` is there when no field has a problem. */
export function readEventForm(form: EventForm, zone: string): { problems: EventProblems; event?: NewEvent } {
  const title = form.title.trim()
  const { eventAt, doorsOpenAt, salesStopAt } = momentsOf(form, zone)
  const seats = wholeNumber(form.seats, 0, mostSeats)
  const maxTicketsPerPayment = wholeNumber(form.maxTicketsPerPayment, 1, mostTicketsPerPayment)
  const reservationSeconds = secondsOf(form.reservationMinutes)

  const problems: EventProblems = {}
  if (title === '') problems.title = 'missing'
  else if (title.length > longestTitle) problems.title = 'too_long'
  if (form.description.length > longestDescription) problems.description = 'too_long'
  if (form.swishMessage.length > longestSwishMessage) problems.swishMessage = 'too_long'
  if (eventAt === undefined) problems.eventAt = 'no_time'
  if (doorsOpenAt === undefined) problems.doorsOpenAt = 'no_time'
  else if (doorsOpenAt !== null && eventAt !== undefined && doorsOpenAt > eventAt) problems.doorsOpenAt = 'after_event'
  // Empty sales stop follows the event's time, whose own field says what is wrong with it.
  if (salesStopAt === undefined && !isEmpty(form.salesStopAt)) problems.salesStopAt = 'no_time'
  if (seats === undefined) problems.seats = form.seats.trim() === '' ? 'missing' : 'too_many_seats'
  if (maxTicketsPerPayment === undefined) problems.maxTicketsPerPayment = 'bad_limit'
  if (reservationSeconds === undefined) problems.reservationMinutes = 'bad_minutes'

  const complete =
    Object.keys(problems).length === 0 &&
    eventAt !== undefined &&
    doorsOpenAt !== undefined &&
    salesStopAt !== undefined &&
    seats !== undefined &&
    maxTicketsPerPayment !== undefined &&
    reservationSeconds !== undefined
  if (!complete) return { problems }
  const event = {
    title,
    description: form.description,
    eventAt,
    doorsOpenAt,
    salesStopAt,
    seats,
    maxTicketsPerPayment,
    reservationSeconds,
    swishMessage: form.swishMessage,
    ticketTypeIds: [...form.ticketTypeIds],
  }
  return { problems, event }
}
