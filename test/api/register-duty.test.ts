/** What counts towards the duty to have a certified cash register, from real sales over HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Event, TicketType } from '#shared/contract/event-api'
import type { Order } from '#shared/contract/order-api'
import type { RegisterDuty } from '#shared/contract/register-duty-api'
import type { Settings } from '#shared/contract/settings-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { waitUntil } from '../support/wait-until'

let office: BoxOffice
let event: Event
let type: TicketType

beforeAll(async () => {
  office = await openBoxOffice()
  type = await office.staff.createTicketType({ priceOre: 10_000 })
  event = await office.staff.createEvent({ ticketTypeIds: [type.id] })
})
afterAll(() => office[Symbol.asyncDispose]())

const duty = () => office.staff.call<RegisterDuty>('GET', '/register-duty')
const sell = async (count: number, training = false) =>
  office.staff.call<Order>('POST', '/orders', {
    ...{
      eventId: event.id,
      shiftId: await office.staff.shiftId(),
      lines: [{ ticketTypeId: type.id, count }],
      training,
    },
  })

test('cash, card and Swish at the till less what went back; practice not, the web beside it, by the limit that is set', async () => {
  expect(await duty()).toMatchObject({ tillOre: 0, webOre: 0, limitOre: 23_680_000, level: 'below' })
  const sold = await sell(4)
  const path = `/orders/${String(sold.id)}`
  await office.staff.call('POST', `${path}/recorded-payments`, { tender: 'card', amountOre: 10_000 })
  await office.staff.call('POST', `${path}/recorded-payments`, { tender: 'swish_by_eye', amountOre: 10_000 })
  const paid = await office.staff.call<Order>('POST', `${path}/cash-payments`, { givenOre: 20_000 })
  const practice = await sell(7, true)
  await office.staff.call('POST', `/orders/${String(practice.id)}/cash-payments`, { givenOre: 70_000 })
  expect(await duty()).toMatchObject({ tillOre: 40_000, webOre: 0 })

  const ticketCodes = [paid.tickets[0]?.code ?? '']
  const shiftId = await office.staff.shiftId()
  await office.staff.call('POST', `${path}/refunds`, { ticketCodes, reason: 'Sjuk', shiftId })
  await waitUntil('the refund', async () => (await duty()).tillOre === 30_000)

  const visitor = office.newVisitor()
  await visitor.reserve(String(event.id), [{ ticket_type: String(type.id), count: 2 }])
  await visitor.startPayment('kund@example.se')
  await waitUntil('the web sale', async () => (await duty()).webOre === 20_000, { timeoutMs: 15_000 })
  expect(await duty()).toMatchObject({ tillOre: 30_000, level: 'below' })

  const { till } = await office.staff.call<Settings>('GET', '/settings')
  await office.staff.call('PUT', '/settings/till', { ...till, registerLimitOre: 37_500 })
  expect(await duty()).toMatchObject({ limitOre: 37_500, level: 'near' })
  await office.staff.call('PUT', '/settings/till', { ...till, registerLimitOre: 29_999 })
  expect(await duty()).toMatchObject({ level: 'above' })
})
