/** Devices on the network: how they are paired, what each may do, and that a revoked one is out at once. */
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { request as httpsRequest } from 'node:https'
import type { IncomingMessage } from 'node:http'
import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeviceList, DeviceRole, PairingState } from '#shared/contract/device-api'
import { openConnections, type HttpConnections } from '../support/http-client'
import { lanAddress } from '../support/lan-address'
import { beginPairing, codeOf, pairDevice, showCode, type TestDevice } from '../support/paired-device'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAsDemoManager, type StaffApi } from '../support/staff-api'
import { listStaffRoutes } from '../support/staff-routes'

let server: SourceServer
let manager: StaffApi
let secure: HttpConnections
let plain: HttpConnections
let ca: string
const lan = lanAddress ?? ''

beforeAll(async () => {
  if (lanAddress === undefined) return
  server = await startSourceServer({ host: '0.0.0.0' })
  manager = await signInAsDemoManager(server.connections)
  ca = new X509Certificate((await server.connections.send('GET', '/lucka-ca.crt')).body).toString()
  secure = openConnections(`https://${lan}:${String(server.httpsPort)}`, 16, ca)
  plain = openConnections(`http://${lan}:${String(server.port)}`)
}, 60_000)
afterAll(async () => {
  if (lanAddress === undefined) return
  secure.close()
  plain.close()
  await server[Symbol.asyncDispose]()
})

const scanOf = (scanned: string, mode: 'entry' | 'look' = 'entry') => ({ scanned, doorId: 1, eventId: null, mode })

/** Sells one ticket and gives its code. */
async function sellOne(): Promise<string> {
  const [event] = (await manager.catalogue()).events
  const order = await manager.sellForCash(event?.id ?? 0, event?.ticketTypeIds[0] ?? 0, 1)
  return order.tickets[0]?.code ?? ''
}

describe.skipIf(lanAddress === undefined)('pairing', () => {
  test('makes a device of whoever shows the code first, once', async () => {
    const pairing = await beginPairing(manager, 'door', 'Annas telefon')
    expect(pairing.url).toMatch(/^https:\/\/.+\/pair#[A-Za-z0-9_-]{22}$/)
    expect(await manager.call<PairingState>('GET', `/pairings/${String(pairing.id)}`)).toMatchObject({ device: null })
    const answers = await Promise.all(Array.from({ length: 5 }, () => showCode(secure, codeOf(pairing))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 410, 410, 410, 410])
    const [cookie] = answers.find(({ status }) => status === 201)?.headers['set-cookie'] ?? []
    expect(cookie).toMatch(
      /^__Host-lucka_device=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=\d+; HttpOnly; Secure; SameSite=Strict$/,
    )
    const state = await manager.call<PairingState>('GET', `/pairings/${String(pairing.id)}`)
    expect(state.device).toMatchObject({ name: 'Annas telefon', role: 'door', lastAddress: lan })
    // What comes after the right one counts as guessing; then the address waits.
    const more: number[] = []
    for (let guess = 0; guess < 6; guess++) more.push((await showCode(secure, codeOf(pairing))).status)
    expect(more.at(-1)).toBe(429)
    const own = openConnections(`https://127.0.0.1:${String(server.httpsPort)}`, 2, ca)
    expect((await showCode(own, 'x'.repeat(22))).status).toBe(410)
    const late = await beginPairing(manager, 'door')
    const database = new Sqlite(join(server.dataFolder, 'lucka.sqlite'), { timeout: 5_000 })
    database.prepare('UPDATE pairing SET expires_at = ? WHERE id = ?').run('2026-01-01T00:00:00.000Z', late.id)
    const stored = JSON.stringify(database.prepare('SELECT * FROM pairing').all())
    database.close()
    expect(stored).not.toContain(codeOf(late))
    expect(server.log()).not.toContain(codeOf(pairing))
    expect((await showCode(own, codeOf(late))).json()).toMatchObject({ error: { code: 'pairing_over' } })
    own.close()
  })

  test('is for HTTPS, and for a place that there is', async () => {
    const pairing = await beginPairing(manager, 'till')
    expect((await showCode(plain, codeOf(pairing))).json()).toMatchObject({ error: { code: 'https_only' } })
    const nowhere = { name: 'x', role: 'door', doorId: 999, registerId: null }
    expect((await manager.send('POST', '/pairings', nowhere)).status).toBe(422)
    expect((await manager.send('POST', '/pairings', { ...nowhere, role: 'display' })).status).toBe(422)
  })
})

/** Pairs from this machine's own address, which no earlier guess has locked; uses it from the network. */
async function paired(role: DeviceRole): Promise<TestDevice> {
  using own = openConnections(`https://127.0.0.1:${String(server.httpsPort)}`, 2, ca)
  const device = await pairDevice(manager, own, role)
  const cookie = device.cookie()
  return {
    ...device,
    cookie: () => cookie,
    send: (method, path, json, headers = {}) =>
      secure.send(method, `/api/v1${path}`, {
        headers: {
          cookie,
          ...(method === 'GET' ? {} : { 'x-lucka-client': 'staff', 'idempotency-key': crypto.randomUUID() }),
          ...headers,
        },
        json,
      }),
  }
}

/** What each kind of device reaches, beside the news, without anybody signed in; a till reaches all, and is then asked who it is. */
const looking = [
  ...['getServer', 'getCatalogue', 'getAdmissions', 'scanTicket', 'listDoors', 'listDoorEvents', 'getDoorList'],
  ...['listTicketKeys', 'pairDevice', 'getCurrentDevice'],
]
const reached: Record<'door' | 'look_door' | 'display', readonly string[]> = {
  door: [...looking, 'uploadScans', 'undoScan', 'listApprovers'],
  look_door: looking,
  display: ['getServer', 'pairDevice', 'getCurrentDevice'],
}

describe.skipIf(lanAddress === undefined)('a device', () => {
  test.each(['door', 'look_door', 'display'] as const)(
    'that is a %s reaches its own routes and no others',
    async (role) => {
      const device = await paired(role)
      const routes = await listStaffRoutes(server.connections)
      const open: string[] = []
      for (const { operationId, method, path } of routes) {
        if (operationId === 'streamNews') continue
        const body = method === 'GET' ? undefined : { nobody: 'asks for this' }
        const answer = await device.send(method, path.replace('/api/v1', ''), body)
        if (answer.status !== 403 && answer.status !== 401) open.push(operationId)
      }
      expect(open.sort()).toEqual([...reached[role]].sort())
      expect((await device.send('GET', '/')).status).toBe(404)
      expect((await secure.send('GET', '/', { headers: { cookie: device.cookie() } })).status).toBe(403)
      expect((await device.send('POST', '/check-ins', scanOf('ABCDEF'), { 'x-lucka-client': '' })).status).toBe(403)
    },
  )

  test('at a door lets in under its own name, and one that looks only looks', async () => {
    const code = await sellOne()
    const [door, look] = [await paired('door'), await paired('look_door')]
    expect((await look.send('POST', '/check-ins', scanOf(code))).json()).toMatchObject({ error: { code: 'look_only' } })
    expect((await look.send('POST', '/check-ins', scanOf(code, 'look'))).json()).toMatchObject({ outcome: 'valid' })
    expect((await door.send('POST', '/check-ins', scanOf(code))).json()).toMatchObject({ outcome: 'admitted' })
    const validate = (device: TestDevice, useTicket: boolean) =>
      secure.send('PUT', '/validate_ticket/', {
        headers: { cookie: device.cookie() },
        json: { external_id: code, use_ticket: useTicket },
      })
    expect([(await validate(look, true)).status, (await validate(look, false)).status]).toEqual([401, 200])
    expect((await validate(door, true)).json()).toMatchObject({ times_used: 1 })
    const overHttp = { headers: { cookie: door.cookie() }, json: { external_id: code } }
    expect((await plain.send('PUT', '/validate_ticket/', overHttp)).status).toBe(401)
  })

  test('that is a till works for who signs in on it, and no longer when it is revoked', async () => {
    const till = await paired('till')
    expect((await secure.send('GET', '/', { headers: { cookie: till.cookie() } })).status).not.toBe(403)
    expect((await till.send('GET', '/catalogue')).status).toBe(401)
    const { staffUsers } = (await till.send('GET', '/staff-users')).json() as {
      staffUsers: { id: number; demoPin: string }[]
    }
    const [person] = staffUsers
    const signedIn = await till.send('POST', '/sessions', { staffUserId: person?.id, pin: person?.demoPin })
    const session = signedIn.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const cookie = `${till.cookie()}; ${session}`
    expect((await till.send('GET', '/catalogue', undefined, { cookie })).status).toBe(200)
    await manager.call('DELETE', `/devices/${String(till.id)}`)
    expect((await till.send('GET', '/catalogue', undefined, { cookie })).status).toBe(403)
    const here = await secure.send('GET', '/api/v1/sessions/current', { headers: { cookie: session } })
    expect(here.status).toBe(403)
  })

  test('that is revoked is out at the next call, its stream ends, and nineteen others go on', async () => {
    const devices: TestDevice[] = []
    for (let made = 0; made < 20; made++) devices.push(await paired('door'))
    const streams = await Promise.all(devices.slice(0, 3).map(openStream))
    for (const [index, device] of devices.entries()) {
      const stream = streams[index]
      const ended = stream && once(stream, 'end')
      await manager.call('DELETE', `/devices/${String(device.id)}`)
      await ended
      expect((await device.send('GET', '/doors')).status).toBe(403)
      const current = await device.send('GET', '/devices/current')
      expect([current.status, current.json()]).toMatchObject([410, { error: { code: 'device_revoked' } }])
      const next = devices[index + 1]
      if (next !== undefined) expect((await next.send('GET', '/doors')).status).toBe(200)
    }
  }, 60_000)

  test('that is unknown, or called by a foreign page or name, is refused', async () => {
    const door = await paired('door')
    const stranger = { cookie: `__Host-lucka_device=${'A'.repeat(43)}` }
    expect((await door.send('GET', '/devices/current', undefined, stranger)).status).toBe(401)
    expect((await door.send('GET', '/doors', undefined, stranger)).status).toBe(403)
    const foreign = { origin: 'https://evil.test' }
    expect((await door.send('POST', '/check-ins', scanOf('ABCDEF'), foreign)).status).toBe(403)
    expect((await door.send('GET', '/doors', undefined, { host: `${lan}:1` })).status).toBe(421)
  })

  test('that shows sixty unknown codes is stopped until a person lets it go on', async () => {
    const door = await paired('door')
    const letters = (number: number) =>
      `QX${String(number).padStart(2, '0')}`.replace(/\d/g, (it) => 'ABCDEFGHIJ'[Number(it)] ?? 'A')
    const guess = (number: number) => door.send('POST', '/check-ins', scanOf(`${letters(number)}QQ`))
    const begun = performance.now()
    expect((await Promise.all(Array.from({ length: 5 }, (_, number) => guess(number)))).map((it) => it.status)).toEqual(
      Array.from({ length: 5 }, () => 200),
    )
    expect(performance.now() - begun).toBeLessThan(2_000)
    await Promise.all(Array.from({ length: 55 }, (_, number) => guess(number + 5)))
    expect(performance.now() - begun).toBeGreaterThan(2_000)
    expect((await guess(61)).json()).toMatchObject({ error: { code: 'supervisor_needed' } })
    const validated = await secure.send('PUT', '/validate_ticket/', {
      headers: { cookie: door.cookie() },
      json: { external_id: await sellOne() },
    })
    expect(validated.status).toBe(401)
    const { devices } = await manager.call<DeviceList>('GET', '/devices')
    expect(devices.find(({ id }) => id === door.id)).toMatchObject({ supervisorNeeded: true })
    await manager.call('POST', `/devices/${String(door.id)}/unlocks`)
    expect((await guess(62)).status).toBe(200)
  }, 60_000)
})

async function openStream(device: TestDevice): Promise<IncomingMessage> {
  const { port, hostname } = new URL(`https://${lan}:${String(server.httpsPort)}`)
  const request = httpsRequest({
    host: hostname,
    port,
    path: '/api/v1/stream',
    ca,
    headers: { cookie: device.cookie() },
  })
  request.end()
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(200)
  return answer.resume()
}
