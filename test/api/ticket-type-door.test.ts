/** What a ticket type says about the door: how often it lets in, and what is to be looked at. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TicketType } from '#shared/contract/event-api'
import { openBoxOffice, type BoxOffice } from '../support/box-office'

let office: BoxOffice

beforeAll(async () => {
  office = await openBoxOffice()
})
afterAll(() => office[Symbol.asyncDispose]())

async function paidCode(type: TicketType): Promise<string> {
  const event = await office.staff.createEvent({ ticketTypeIds: [type.id] })
  return (await office.staff.sellForCash(event.id, type.id, 1)).tickets[0]?.code ?? ''
}

test('a type that is good three times lets in three times, and says which', async () => {
  const code = await paidCode(await office.staff.createTicketType({ admit: { times: 3, per: 'ticket' } }))
  for (const used of [1, 2, 3]) {
    const { outcome, ticket } = await office.staff.checkIn(code)
    expect(outcome).toBe('admitted')
    expect(ticket?.uses).toEqual({ used, allowed: 3, per: 'ticket' })
  }
  expect(await office.staff.checkIn(code)).toMatchObject({ outcome: 'refused', reason: 'already_used' })
})

test('a type that is good once a day says so', async () => {
  const code = await paidCode(await office.staff.createTicketType({ admit: { times: 1, per: 'day' } }))
  expect(await office.staff.checkIn(code)).toMatchObject({ outcome: 'admitted' })
  expect(await office.staff.checkIn(code)).toMatchObject({ outcome: 'refused', reason: 'already_used_today' })
})

test('sold tickets follow what their type says now', async () => {
  const type = await office.staff.createTicketType()
  const code = await paidCode(type)
  expect(await office.staff.checkIn(code)).toMatchObject({ outcome: 'admitted', ticket: { doorNote: '' } })
  expect(await office.staff.checkIn(code)).toMatchObject({ outcome: 'refused' })
  await office.staff.updateTicketType(type.id, {
    admit: { times: 2, per: 'ticket' },
    doorNote: 'Visa studentlegitimation',
  })
  expect(await office.staff.checkIn(code)).toMatchObject({
    outcome: 'admitted',
    ticket: { doorNote: 'Visa studentlegitimation', uses: { used: 2, allowed: 2 } },
  })
})

test.each([
  ['no times', { admit: { times: 0, per: 'ticket' } }],
  ['a hundred times', { admit: { times: 100, per: 'ticket' } }],
  ['times per week', { admit: { times: 1, per: 'week' } }],
  ['a note of two lines', { doorNote: 'Visa\nkort' }],
  ['a note that is too long to be read', { doorNote: 'x'.repeat(81) }],
])('%s is not as the contract says', async (_name, change) => {
  const type = await office.staff.createTicketType()
  const { title, description, priceOre, vatClassId, visible, admit, doorNote } = type
  const fields = { title, description, priceOre, vatClassId, visible, admit, doorNote }
  expect((await office.staff.send('POST', '/ticket-types', { ...fields, ...change })).status).toBe(400)
})
