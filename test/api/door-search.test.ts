/** Finding the ticket of somebody who has none to show. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DoorSearch, FoundTicket } from '#shared/contract/door-search-api'
import type { Event, TicketType } from '#shared/contract/event-api'
import type { Order } from '#shared/contract/order-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { signInAs, type StaffApi } from '../support/staff-api'

let office: BoxOffice
let door: StaffApi
let type: TicketType
let event: Event

beforeAll(async () => {
  office = await openBoxOffice()
  door = await signInAs('door', office.connections)
  type = await office.staff.createTicketType()
  event = await office.staff.createEvent({ title: 'Vårkonsert', seats: 500, ticketTypeIds: [type.id] })
})
afterAll(() => office[Symbol.asyncDispose]())

const find = async (text: string, by = door): Promise<FoundTicket[]> =>
  (await by.call<DoorSearch>('GET', `/door-search?text=${encodeURIComponent(text)}`)).tickets
const codesOf = ({ tickets }: Order) => tickets.map(({ code }) => code)

async function sellTo(fields: Record<string, unknown>, count = 1): Promise<Order> {
  const shiftId = await office.staff.shiftId()
  const lines = [{ ticketTypeId: type.id, count }]
  const order = await office.staff.call<Order>('POST', '/orders', { eventId: event.id, shiftId, lines, ...fields })
  return office.staff.call('POST', `/orders/${String(order.id)}/cash-payments`, { givenOre: order.totalOre + 100 })
}

test('by the beginning of a code, by the order’s number, and by the receipt’s', async () => {
  const order = await sellTo({}, 2)
  const [code = ''] = codesOf(order)
  expect((await find(code.slice(0, 4).toLowerCase())).map((found) => found.code)).toContain(code)
  const byOrder = await find(`#${String(order.orderNumber)}`)
  expect(byOrder.map((found) => found.code)).toEqual(expect.arrayContaining(codesOf(order)))
  const [receipt] = order.receipts
  expect((await find(String(receipt?.number))).map((found) => found.code)).toContain(code)
})

test('by the beginning of an address, which a door sees masked and who views orders whole', async () => {
  const order = await sellTo({ email: 'maja.lind@example.se' })
  const [found] = await find('Maja.L')
  expect(found).toMatchObject({ code: codesOf(order)[0], email: 'ma…@example.se', reason: null, firstUse: null })
  const [seen] = await find('maja.lind@', office.staff)
  expect(seen).toMatchObject({ email: 'maja.lind@example.se', orderNumber: order.orderNumber })
})

test('says how a ticket stands', async () => {
  const order = await sellTo({ email: 'sven@example.se' }, 2)
  const [used = '', refunded = ''] = codesOf(order)
  await office.staff.checkIn(used)
  const shiftId = await office.staff.shiftId()
  await office.staff.call('POST', `/orders/${String(order.id)}/refunds`, {
    ...{ ticketCodes: [refunded], reason: 'Sjuk', shiftId },
  })
  expect(await find('sven@example.se')).toMatchObject([
    { code: used, reason: 'already_used', inside: 1, firstUse: { doorName: 'Entrén' } },
    { code: refunded, reason: 'refunded', inside: 0, firstUse: null },
  ])
})

test('too little finds nothing, and never more than twenty', async () => {
  for (let i = 0; i < 3; i++) await sellTo({ email: `grupp${String(i)}@example.se` }, 8)
  expect(await find('gr')).toEqual([])
  expect(await find('   ')).toEqual([])
  expect(await find('grupp')).toHaveLength(20)
  expect(await find('grupp2')).toHaveLength(8)
})

test.each(['%', '%%%', '_____', "';--", '🎟🎟🎟'])('%s is text and no pattern', async (text) => {
  expect(await find(text)).toEqual([])
})
