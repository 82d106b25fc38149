import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectReserved } from '../support/expect-answer'
import { waitUntil } from '../support/wait-until'

let office: BoxOffice
beforeAll(async () => {
  office = await openBoxOffice()
})
afterAll(() => office[Symbol.asyncDispose]())

const day = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString()
const list = () => office.newVisitor().chapterEvents()
const find = async (id: number) => (await list()).chapter_events.find((event) => event.id === id)

/** ISO 8601 with an offset; a fraction of a second may be there. */
const offsetTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?[+-]\d{2}:\d{2}$/

/** The offset of Stockholm at an instant, from Node's own zone data. */
function stockholmOffset(instant: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Stockholm', timeZoneName: 'longOffset' })
  return (
    parts
      .formatToParts(instant)
      .find((part) => part.type === 'timeZoneName')
      ?.value.replace('GMT', '') ?? ''
  )
}

describe('on demo data', () => {
  test('lists the two evenings and their two visible ticket types', async () => {
    const { chapter_events: events, ticket_types: ticketTypes } = await list()
    expect(events.map(({ title }) => title)).toEqual(['Fysikalen Dag 1', 'Fysikalen Dag 2'])
    expect(ticketTypes.map(({ title, price }) => ({ title, price }))).toEqual(
      expect.arrayContaining([
        { title: 'Standardbiljett', price: '199.99' },
        { title: 'Studentbiljett', price: '99.50' },
      ]),
    )
    expect(ticketTypes).toHaveLength(2)
    const ids = ticketTypes.map(({ id }) => id).sort()
    for (const event of events) {
      expect(event.max_tickets_per_payment).toBe(8)
      expect([...event.ticket_types].sort()).toEqual(ids)
      expect(event.tickets_left).toBeGreaterThan(0)
    }
    const [first, second] = events.map((event) => (Date.parse(event.event_at) - Date.now()) / day)
    expect(first).toBeGreaterThan(6)
    expect(first).toBeLessThan(8)
    expect((second ?? 0) - (first ?? 0)).toBeCloseTo(1, 1)
  })

  test('writes times with the offset of the venue', async () => {
    for (const event of (await list()).chapter_events) {
      for (const time of [event.event_at, event.sales_stop_at]) {
        expect(time).toMatch(offsetTime)
        expect(time.slice(-6)).toBe(stockholmOffset(new Date(time)))
      }
    }
  })

  test('sets no cookie, whatever is asked', async () => {
    const visitor = office.newVisitor()
    const query = `/get_chapterevents/?${'a=1&'.repeat(1_500)}`
    for (const headers of [{}, { 'if-none-match': '"x", W/"y"' }, { range: 'bytes=0-1' }, { accept: 'text/html' }]) {
      for (const path of ['/get_chapterevents/', query]) {
        const answer = await visitor.send('GET', path, { headers })
        expect(answer.status).toBe(200)
        expect(answer.headers['content-type']).toMatch(/^application\/json/)
        expect(answer.headers['set-cookie']).toBeUndefined()
        expect(answer.json()).toHaveProperty('chapter_events')
      }
    }
  })
})

describe('the list', () => {
  test('is ordered by the time of the event, not by when it was made', async () => {
    const { staff } = office
    const type = await staff.createTicketType()
    for (const days of [40, 20, 30]) {
      await staff.createEvent({ title: `Om ${String(days)}`, eventAt: inDays(days), ticketTypeIds: [type.id] })
    }
    const { chapter_events: events } = await list()
    const times = events.map((event) => Date.parse(event.event_at))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(events.map(({ title }) => title).filter((title) => title.startsWith('Om '))).toEqual([
      'Om 20',
      'Om 30',
      'Om 40',
    ])
  })

  test('follows daylight saving: summer and winter have their own offsets', async () => {
    const type = await office.staff.createTicketType()
    for (const [month, offset] of [
      ['01', '+01:00'],
      ['07', '+02:00'],
    ] as const) {
      const eventAt = `2031-${month}-15T18:30:15.250Z`
      const { id } = await office.staff.createEvent({ eventAt, salesStopAt: eventAt, ticketTypeIds: [type.id] })
      const found = await find(id)
      expect(found?.event_at).toMatch(offsetTime)
      expect(found?.event_at.slice(-6)).toBe(offset)
      expect(new Date(found?.event_at ?? '').toISOString()).toBe(eventAt)
      expect(new Date(found?.sales_stop_at ?? '').toISOString()).toBe(eventAt)
    }
  })

  test('leaves out an event when its sales stop', async () => {
    const type = await office.staff.createTicketType()
    const { id } = await office.staff.createEvent({ ticketTypeIds: [type.id], salesStopAt: inDays((1 / day) * 1_000) })
    expect(await find(id)).toBeDefined()
    expect((await list()).ticket_types.map((listed) => listed.id)).toContain(type.id)
    await waitUntil('the event to leave the list', async () => (await find(id)) === undefined)
    expect((await list()).ticket_types.map((listed) => listed.id)).not.toContain(type.id)
  })

  test('holds each visible ticket type once, and no hidden one', async () => {
    const { staff } = office
    const shared = await staff.createTicketType({ title: 'Delad', priceOre: 5, description: 'Två kvällar' })
    const free = await staff.createTicketType({ title: 'Utan avgift', priceOre: 0 })
    const dear = await staff.createTicketType({ title: 'Loge', priceOre: 123_456_700 })
    const hidden = await staff.createTicketType({ title: 'Dold', visible: false })
    const ticketTypeIds = [shared.id, free.id, dear.id, hidden.id]
    for (let i = 0; i < 2; i++) await staff.createEvent({ ticketTypeIds })
    const answer = await list()
    const listed = answer.ticket_types.filter(({ id }) => ticketTypeIds.includes(id))
    expect(listed).toHaveLength(3)
    expect(listed).toEqual(
      expect.arrayContaining([
        { id: shared.id, price: '0.05', title: 'Delad', description: 'Två kvällar' },
        { id: free.id, price: '0.00', title: 'Utan avgift', description: '' },
        { id: dear.id, price: '1234567.00', title: 'Loge', description: '' },
      ]),
    )
    const ids = answer.ticket_types.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const event of answer.chapter_events) for (const id of event.ticket_types) expect(ids).toContain(id)
  })

  test('is right the moment anything changes', async () => {
    const { staff } = office
    const type = await staff.createTicketType({ priceOre: 10_000 })
    const { id } = await staff.createEvent({ seats: 10, ticketTypeIds: [type.id] })
    const visitor = office.newVisitor()

    expectReserved(await visitor.reserve(id, [{ ticket_type: type.id, count: 3 }]))
    expect((await find(id))?.tickets_left).toBe(7)
    await staff.sellForCash(id, type.id, 2)
    expect((await find(id))?.tickets_left).toBe(5)
    const order = await staff.reserve(id, type.id, 4)
    expect((await find(id))?.tickets_left).toBe(1)
    await staff.cancelOrder(order.id)
    expect((await find(id))?.tickets_left).toBe(5)
    await staff.updateEvent(id, { seats: 20, title: 'Nytt namn', description: 'Ny text', maxTicketsPerPayment: 3 })
    expect(await find(id)).toMatchObject({
      tickets_left: 15,
      title: 'Nytt namn',
      description: 'Ny text',
      max_tickets_per_payment: 3,
    })
    await staff.updateTicketType(type.id, { priceOre: 12_345 })
    expect((await list()).ticket_types.find((listed) => listed.id === type.id)?.price).toBe('123.45')
    await staff.updateEvent(id, { archived: true })
    expect(await find(id)).toBeUndefined()
  })

  test('carries naughty titles unharmed', async () => {
    const type = await office.staff.createTicketType()
    const titles = [
      '<script>alert(1)</script>',
      '"; DROP TABLE event; --',
      'Å\u0301ke \u202e namn',
      '\\u0000 \\" ${x}',
      '👩‍🚀'.repeat(8),
    ]
    for (const title of titles) {
      const { id } = await office.staff.createEvent({ title, description: title, ticketTypeIds: [type.id] })
      expect(await find(id)).toMatchObject({ title, description: title })
    }
  })
})
