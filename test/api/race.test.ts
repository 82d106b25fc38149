import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TicketType } from '#shared/contract/event-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { createVisitor, readAs, ValidationAnswer } from '../support/ticket-client'
import { findViolations } from '../support/stored-data'

let office: BoxOffice
let ticketType: TicketType

beforeAll(async () => {
  office = await openBoxOffice({ maxSockets: 64 })
  ticketType = await office.staff.createTicketType()
})
afterAll(() => office[Symbol.asyncDispose]())

const times = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index))

test('50 seats, 500 reservations of one ticket over 64 connections: exactly 50 succeed', async () => {
  const event = await office.staff.createEvent({ seats: 50, ticketTypeIds: [ticketType.id] })
  const row = { ticket_type: ticketType.id, count: 1 }
  const answers = await Promise.all(times(500, () => createVisitor(office.connections).reserve(event.id, [row])))

  const refused = answers.filter(({ status }) => status !== 201)
  expect(answers.length - refused.length).toBe(50)
  expect(new Set(refused.map(({ status, text }) => `${String(status)} ${text}`))).toEqual(
    new Set(['403 {"error":"OutOfTickets","tickets_left":0}']),
  )
  const cookies = answers.flatMap(({ headers }) => headers['set-cookie'] ?? [])
  expect(new Set(cookies).size).toBe(50)
  expect(findViolations(office.server.dataFolder)).toEqual([])
})

test('mixed counts and the till beside the web: never more than the seats', async () => {
  const event = await office.staff.createEvent({ seats: 50, ticketTypeIds: [ticketType.id] })
  const web = times(150, async (index) => {
    const count = 1 + (index % 8)
    const answer = await createVisitor(office.connections).reserve(event.id, [{ ticket_type: ticketType.id, count }])
    return answer.status === 201 ? count : 0
  })
  const shiftId = await office.staff.shiftId()
  const till = times(50, async (index) => {
    const lines = [{ ticketTypeId: ticketType.id, count: 1 + (index % 4) }]
    const answer = await office.staff.send('POST', '/orders', { eventId: event.id, shiftId, lines })
    return answer.status === 201 ? (lines[0]?.count ?? 0) : 0
  })
  const sold = (await Promise.all([...web, ...till])).reduce((sum, count) => sum + count, 0)
  const [listed] = (await createVisitor(office.connections).chapterEvents()).chapter_events.filter(
    ({ id }) => id === event.id,
  )
  expect(sold).toBe(50 - (listed?.tickets_left ?? 0))
  expect(listed?.tickets_left).toBe(0) // A caller for one seat always comes after the last one that was too large.
  expect(findViolations(office.server.dataFolder)).toEqual([])
})

test('200 simultaneous validations of one paid ticket: exactly one sees 0', async () => {
  const event = await office.staff.createEvent({ ticketTypeIds: [ticketType.id] })
  const [ticket] = (await office.staff.sellForCash(event.id, ticketType.id, 1)).tickets
  const visitor = office.newVisitor()
  const answers = await Promise.all(times(200, () => visitor.validate(ticket?.code ?? '')))
  const seen = answers.map((answer) => readAs(ValidationAnswer, answer).times_used).sort((a, b) => a - b)
  expect(seen).toEqual(times(200, (index) => index))
  expect(findViolations(office.server.dataFolder)).toEqual([])
})

test('two doors and the API scan one ticket together: exactly one is let in', async () => {
  const event = await office.staff.createEvent({ ticketTypeIds: [ticketType.id] })
  const { tickets } = await office.staff.sellForCash(event.id, ticketType.id, 8)
  const visitor = office.newVisitor()
  for (const { code } of tickets) {
    const admitted = await Promise.all(
      times(30, async (index) => {
        if (index % 3 === 0) return readAs(ValidationAnswer, await visitor.validate(code)).times_used === 0
        return (await office.staff.checkIn(code, event.id)).outcome === 'admitted'
      }),
    )
    expect(admitted.filter(Boolean)).toHaveLength(1)
  }
  expect(findViolations(office.server.dataFolder)).toEqual([])
})

test('20 reservations at once in one session: one living order, its seats and no others are taken', async () => {
  const event = await office.staff.createEvent({ seats: 8, ticketTypeIds: [ticketType.id] })
  const visitor = office.newVisitor()
  const rows = [{ ticket_type: ticketType.id, count: 2 }]
  expect((await visitor.reserve(event.id, rows)).status).toBe(201)
  const cookie = `sessionid=${visitor.cookies.get('sessionid') ?? ''}`
  const answers = await Promise.all(
    times(20, () =>
      office.connections.send('POST', '/reserve_ticket/', {
        json: { chapter_event: event.id, tickets: rows },
        headers: { cookie },
      }),
    ),
  )
  for (const answer of answers) expect(answer.status).toBeLessThan(500)
  const reservations = answers.filter(({ status }) => status === 201)
  // Only one of them can have replaced the first; each other one that was answered 201 is an order of its own.
  const listed = (await visitor.chapterEvents()).chapter_events.find(({ id }) => id === event.id)
  expect(listed?.tickets_left).toBe(8 - 2 * reservations.length)
  expect(findViolations(office.server.dataFolder)).toEqual([])
})
