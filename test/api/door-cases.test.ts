/** The shared cases of the door's rule, asked of a real server about tickets in its database. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Door } from '#shared/contract/door-api'
import type { ScanVerdict } from '#shared/contract/check-in-api'
import { aDoor, aDoorTicket, doorCases } from '../support/door-cases'
import { openTickets } from '../support/door-tickets'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAsDemoManager, type StaffApi } from '../support/staff-api'

let server: SourceServer
let manager: StaffApi
let door: Door
let tickets: ReturnType<typeof openTickets>
/** The cases' events and types, as the server knows them. */
let ids: { events: number[]; types: number[] }

beforeAll(async () => {
  server = await startSourceServer()
  manager = await signInAsDemoManager(server.connections)
  const types = [await manager.createTicketType(), await manager.createTicketType({ title: 'En annan' })]
  const [one, other] = types.map(({ id }) => id)
  const ticketTypeIds = [one ?? 0, other ?? 0]
  const events = [await manager.createEvent({ ticketTypeIds }), await manager.createEvent({ ticketTypeIds })]
  ids = { events: events.map(({ id }) => id), types: ticketTypeIds }
  const fields = { name: 'Fallen', eventIds: [], ticketTypeIds: [], needsSignature: false }
  door = await manager.call<Door>('POST', '/doors', fields)
  tickets = openTickets(server.dataFolder)
}, 60_000)
afterAll(async () => {
  tickets[Symbol.dispose]()
  await server[Symbol.asyncDispose]()
})

const known = (list: readonly number[], id: number) => list[id - 1] ?? 0

test.each(doorCases)('$name', async ({ ticket: change, door: doorChange, expected }) => {
  const ticket = aDoorTicket(change)
  const rules = aDoor(doorChange)
  const eventId = known(ids.events, ticket.eventId)
  const [sold] = (await manager.sellForCash(eventId, known(ids.types, ticket.ticketTypeId), 1)).tickets
  const code = sold?.code ?? ''
  tickets.become(code, ticket)
  const eventIds = rules.eventIds.map((id) => known(ids.events, id))
  const ticketTypeIds = rules.ticketTypeIds.map((id) => known(ids.types, id))
  const { id, name, needsSignature, version } = door
  const edit = { name, needsSignature, version, eventIds, ticketTypeIds, archived: false }
  door = await manager.call<Door>('PUT', `/doors/${String(id)}`, edit)
  const verdict = await manager.call<ScanVerdict>('POST', '/check-ins', {
    ...{ scanned: code, doorId: id, mode: rules.mode },
    eventId: rules.eventId === null ? null : known(ids.events, rules.eventId),
  })
  expect(verdict.reason ?? verdict.outcome).toBe(expected)
})
