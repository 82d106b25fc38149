/** What a person takes back at the door: uses and passages, one ticket, everybody. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Admissions, ScanMode, ScanVerdict } from '#shared/contract/check-in-api'
import type { Order } from '#shared/contract/order-api'
import type { OrderScanList } from '#shared/contract/order-scan-api'
import type { ScanConflictList, UploadedScans } from '#shared/contract/scan-upload-api'
import type { Static } from 'typebox'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAs, type StaffApi } from '../support/staff-api'
import { findViolations } from '../support/stored-data'

let server: SourceServer
let manager: StaffApi
let atDoor: StaffApi
let eventId: number
let typeId: number

beforeAll(async () => {
  server = await startSourceServer()
  manager = await signInAs('manager', server.connections)
  atDoor = await signInAs('door', server.connections)
  typeId = (await manager.createTicketType()).id
  eventId = (await manager.createEvent({ ticketTypeIds: [typeId] })).id
}, 60_000)
afterAll(async () => {
  expect(findViolations(server.dataFolder)).toEqual([])
  await server[Symbol.asyncDispose]()
})

const sell = async (): Promise<Order> => manager.sellForCash(eventId, typeId, 1)
const codeOf = ({ tickets: [ticket] }: Order) => ticket?.code ?? ''
const scan = (scanned: string, nonce: string, mode: Static<typeof ScanMode> = 'entry') =>
  manager.call<ScanVerdict>('POST', '/check-ins', { scanned, doorId: 1, eventId: null, mode }, nonce)
const undo = (nonce: string, by = manager) => by.send('POST', '/check-ins/undos', { nonce })
const admissions = () => manager.call<Admissions>('GET', `/events/${String(eventId)}/admissions`)

test('a use that is undone has not happened, once however often it is asked for', async () => {
  const code = codeOf(await sell())
  const before = await admissions()
  const nonce = randomUUID()
  await scan(code, nonce)
  const [first, again] = [await undo(nonce), await undo(nonce)]
  expect([first.status, again.status]).toEqual([200, 200])
  expect(again.json()).toEqual(first.json())
  expect(await admissions()).toMatchObject({ admitted: before.admitted, inside: before.inside })
  expect(await scan(code, randomUUID())).toMatchObject({ outcome: 'admitted', ticket: { uses: { used: 1 } } })
  expect((await undo(nonce)).status).toBe(200)
  expect(await scan(code, randomUUID())).toMatchObject({ reason: 'already_used' })
})

test('only the latest passage is undone, and each by moving back', async () => {
  const code = codeOf(await sell())
  const [entered, left, returned] = [randomUUID(), randomUUID(), randomUUID()]
  await scan(code, entered)
  await scan(code, left, 'exit')
  await scan(code, returned)
  const { inside } = await admissions()
  expect((await undo(entered)).json()).toMatchObject({ error: { code: 'used_since' } })
  expect((await undo(left)).json()).toMatchObject({ error: { code: 'used_since' } })
  expect((await undo(returned)).status).toBe(200)
  expect((await admissions()).inside).toBe(inside - 1)
  expect((await undo(left)).status).toBe(200)
  expect((await admissions()).inside).toBe(inside)
  expect((await undo(entered)).status).toBe(200)
  expect((await admissions()).inside).toBe(inside - 1)
})

test('what let nobody through, or never was, is not undone', async () => {
  const refused = randomUUID()
  await scan('QQQQQQ', refused)
  expect((await undo(refused)).json()).toMatchObject({ error: { code: 'nothing_to_undo' } })
  expect((await undo(randomUUID())).status).toBe(404)
})

test('a use by the ticket API after it keeps a scan as it is', async () => {
  const code = codeOf(await sell())
  const nonce = randomUUID()
  await scan(code, nonce)
  await server.connections.send('PUT', '/validate_ticket/', { json: { external_id: code } })
  expect((await undo(nonce)).json()).toMatchObject({ error: { code: 'used_since' } })
})

test('who stands at the door brings somebody who may', async () => {
  const nonce = randomUUID()
  await scan(codeOf(await sell()), nonce)
  const refused = await undo(nonce, atDoor)
  expect([refused.status, refused.json()]).toMatchObject([403, { error: { code: 'approval_needed' } }])
  const { staffUsers } = await manager.call<{ staffUsers: { id: number; role: string; demoPin: string }[] }>(
    'GET',
    '/staff-users',
  )
  const boss = staffUsers.find(({ role }) => role === 'manager')
  const approval = { staffUserId: boss?.id, pin: boss?.demoPin }
  expect((await atDoor.send('POST', '/check-ins/undos', { nonce, approval })).status).toBe(200)
})

test('everybody out: who was inside is gone, uses stay, and a late undo takes nobody out twice', async () => {
  const code = codeOf(await sell())
  const nonce = randomUUID()
  await scan(code, nonce)
  const path = `/events/${String(eventId)}/everyone-out`
  expect((await atDoor.send('POST', path)).status).toBe(403)
  const out = await manager.call<Admissions>('POST', path)
  expect(out).toMatchObject({ inside: 0, doors: [] })
  expect(out.admitted).toBeGreaterThan(0)
  expect(await scan(code, randomUUID())).toMatchObject({ reason: 'already_used' })
  expect((await undo(nonce)).status).toBe(200)
  expect(await admissions()).toMatchObject({ inside: 0, admitted: out.admitted - 1 })
})

test('a blocked ticket stays outside until it is unblocked, and the order tells its story', async () => {
  const order = await sell()
  const [ticket] = order.tickets
  const path = `/tickets/${String(ticket?.id)}/blocks`
  const cashier = await signInAs('cashier', server.connections)
  expect((await atDoor.send('POST', path, { reason: 'Stulen' })).status).toBe(403)
  const blocked = await cashier.call<Order>('POST', path, { reason: 'Stulen' })
  expect(blocked.tickets[0]?.blocked).toMatchObject({ reason: 'Stulen' })
  expect(await scan(codeOf(order), randomUUID())).toMatchObject({ reason: 'blocked_by_staff' })
  const free = await cashier.call<Order>('DELETE', path)
  expect(free.tickets[0]?.blocked).toBeNull()
  expect(free.timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ticket_blocked', 'ticket_unblocked']))
  expect(await scan(codeOf(order), randomUUID())).toMatchObject({ outcome: 'admitted' })
  await manager.refund(order.id, [codeOf(order)]).catch(() => undefined)
  expect((await cashier.send('POST', '/tickets/999999/blocks', { reason: 'x' })).status).toBe(404)
})

test('who was let in twice without contact is listed until somebody has dealt with it', async () => {
  const code = codeOf(await sell())
  await scan(code, randomUUID())
  const { scans } = await manager.call<UploadedScans>('POST', '/check-ins/uploads', {
    scans: [
      {
        ...{ nonce: randomUUID(), scanned: code, at: new Date().toISOString(), doorId: 1, eventId: null },
        ...{ mode: 'entry', outcome: 'admitted', reason: null },
      },
    ],
  })
  expect(scans[0]?.conflict).toBe('already_used')
  const list = await manager.call<ScanConflictList>('GET', '/scan-conflicts')
  expect(list).toMatchObject({ openCount: 1, conflicts: [{ reason: 'already_used', ticket: { code } }] })
  expect(list.conflicts[0]?.scan.code).toBe(code)
  expect(list.conflicts[0]?.earlierUse).toMatchObject({ doorName: 'Entrén', staffName: 'Maja Lind', offline: false })
  const path = `/scan-conflicts/${String(list.conflicts[0]?.id)}/resolutions`
  expect(await manager.call('POST', path, { note: 'Tvillingar' })).toMatchObject({ note: 'Tvillingar' })
  expect((await manager.send('POST', path, { note: 'Igen' })).json()).toMatchObject({
    error: { code: 'already_resolved' },
  })
  expect((await manager.call<ScanConflictList>('GET', '/scan-conflicts')).openCount).toBe(0)
})

test('what the doors have done with an order is told with who, where and what was taken back', async () => {
  const order = await sell()
  const code = codeOf(order)
  const nonce = randomUUID()
  await scan(code, nonce, 'look')
  await scan(code, randomUUID())
  const left = randomUUID()
  await scan(code, left, 'exit')
  await undo(left)
  await scan(code, randomUUID())
  const path = `/orders/${String(order.id)}/scans`
  const { scans } = await manager.call<OrderScanList>('GET', path)
  expect(scans.map(({ ticketCode, outcome, reason }) => [ticketCode, outcome, reason])).toEqual([
    [code, 'valid', null],
    [code, 'admitted', null],
    [code, 'left', null],
    [code, 'refused', 'already_used'],
  ])
  expect(scans[1]).toMatchObject({ doorName: 'Entrén', staffName: 'Maja Lind', deviceName: null, undone: null })
  expect(scans[2]?.undone).toMatchObject({ by: 'Maja Lind' })
  expect((await atDoor.send('GET', path)).status).toBe(403)
  expect((await manager.send('GET', '/orders/999999/scans')).status).toBe(404)
})

test('a use that was taken back is no earlier one', async () => {
  const order = await sell()
  const code = codeOf(order)
  const taken = randomUUID()
  await scan(code, taken)
  await undo(taken)
  await manager.call('POST', `/tickets/${String(order.tickets[0]?.id)}/blocks`, { reason: 'Stulen' })
  const upload = () =>
    manager.call('POST', '/check-ins/uploads', {
      scans: [
        {
          ...{ nonce: randomUUID(), scanned: code, at: new Date().toISOString(), doorId: 1, eventId: null },
          ...{ mode: 'entry', outcome: 'admitted', reason: null },
        },
      ],
    })
  const earlierUses = async () => {
    const { conflicts } = await manager.call<ScanConflictList>('GET', '/scan-conflicts')
    return conflicts.filter(({ ticket }) => ticket?.code === code).map(({ earlierUse }) => earlierUse)
  }
  await upload()
  expect(await earlierUses()).toEqual([null])
  await upload()
  expect(await earlierUses()).toMatchObject([{ doorName: 'Entrén', offline: true }, null])
})

test('a use by the ticket API is the earlier one of a conflict without a door', async () => {
  const code = codeOf(await sell())
  await server.connections.send('PUT', '/validate_ticket/', { json: { external_id: code } })
  await manager.call('POST', '/check-ins/uploads', {
    scans: [
      {
        ...{ nonce: randomUUID(), scanned: code, at: new Date().toISOString(), doorId: 1, eventId: null },
        ...{ mode: 'entry', outcome: 'admitted', reason: null },
      },
    ],
  })
  const { conflicts } = await manager.call<ScanConflictList>('GET', '/scan-conflicts')
  const found = conflicts.find(({ ticket }) => ticket?.code === code)
  expect(found).toMatchObject({ reason: 'already_used', earlierUse: { doorName: null, deviceName: null } })
})
