/** Another person's PIN over HTTP: what a hundred guesses at once come to, and that no PIN is kept or told anywhere. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Problem } from '#shared/contract/common'
import type { Order } from '#shared/contract/order-api'
import type { ApproverList } from '#shared/contract/session-api'
import type { Person } from '#shared/contract/staff-api'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAs, type StaffApi } from '../support/staff-api'

const PIN = '604927'
let server: SourceServer
let manager: StaffApi
let cashier: StaffApi
let approver: Person
let order: Order

beforeAll(async () => {
  server = await startSourceServer()
  manager = await signInAs('manager', server.connections)
  cashier = await signInAs('cashier', server.connections)
  const person = { name: 'Ada Ek', role: 'cashier', permissions: ['sell', 'large_refund'], pin: PIN }
  approver = await manager.call('POST', '/people', person)
  const ticketType = await manager.createTicketType({ priceOre: 30_000 })
  const event = await manager.createEvent({ ticketTypeIds: [ticketType.id] })
  order = await cashier.sellForCash(event.id, ticketType.id, 2)
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const refund = async (pin: string, staffUserId = approver.id) =>
  cashier.send('POST', `/orders/${String(order.id)}/refunds`, {
    ticketCodes: order.tickets.map(({ code }) => code),
    reason: 'Sjuk',
    shiftId: await cashier.shiftId(),
    approval: { staffUserId, pin },
  })

test('whoever has the right can be asked, and nobody else', async () => {
  const { approvers } = await cashier.call<ApproverList>('GET', '/approvers?permission=large_refund')
  expect(approvers.map(({ name }) => name)).toContain('Ada Ek')
  expect(approvers.map(({ name }) => name)).not.toContain('Kim Berg')
  expect((await cashier.send('GET', '/approvers?permission=everything')).status).toBe(400)
})

test('a hundred guesses at once come to four tries and a pause, also for the right PIN and for people who are not there', async () => {
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, guess) => refund(String(700_000 + guess), guess % 2 === 0 ? approver.id : 999_999)),
  )
  const codes = answers.map((answer) => (answer.json() as Problem).error.code)
  expect(codes.filter((code) => code === 'wrong_pin')).toHaveLength(4)
  expect(codes.filter((code) => code === 'locked_out')).toHaveLength(96)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403, 429]))
  expect((await refund(PIN)).status).toBe(429)
  expect(await manager.getOrder(order.id)).toMatchObject({ status: 'paid', refunds: [] })
  // The cashier stays signed in all the while.
  expect((await cashier.send('GET', '/sessions/current')).status).toBe(200)
}, 60_000)

test('no PIN stands in the log or the database', () => {
  expect(server.log()).not.toContain(PIN)
  expect(server.log()).not.toContain('700050')
  for (const file of ['lucka.sqlite', 'lucka.sqlite-wal']) {
    const content = readFileSync(join(server.dataFolder, file)).toString('latin1')
    expect(content.includes(PIN), file).toBe(false)
    expect(content.includes('700050'), file).toBe(false)
  }
})
