import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectJson, expectJsonString } from '../support/expect-answer'
import { openConnections } from '../support/http-client'
import { lanAddress } from '../support/lan-address'
import { rawRequest, sendRaw } from '../support/raw-http'
import { createTemporaryFolder, startServerProcess } from '../support/server-process'
import { createVisitor } from '../support/ticket-client'

let office: BoxOffice
let port: number
beforeAll(async () => {
  office = await openBoxOffice({ host: '0.0.0.0' })
  port = office.server.port
})
afterAll(() => office[Symbol.asyncDispose]())

const send = (method: string, path: string, headers: Record<string, string> = {}, json?: unknown) =>
  office.connections.send(method, path, { headers, ...(json === undefined ? {} : { json }) })
const unknownTicket = { times_used: -1, status: 'Ticket does not exist' }

describe('the Host header', () => {
  test.each(['127.0.0.1', 'localhost', 'LocalHost', '[::1]'])('%s with the port is ours', async (name) => {
    expect((await send('GET', '/get_chapterevents/', { host: `${name}:${String(port)}` })).status).toBe(200)
  })

  const foreign = [
    'evil.test',
    'evil.test:PORT',
    'localhost.evil.test:PORT',
    '127.0.0.1.evil.test:PORT',
    '127.evil.test:PORT',
    'evil.test#127.0.0.1:PORT',
    'evil.test@127.0.0.1:PORT',
    '127.0.0.1:PORT@evil.test',
    '127.0.0.1:PORT,evil.test',
    '127.0.0.1:PORT evil.test',
    '127.0.0.1:1',
    '127.0.0.1:0',
    'localhost:PORT0',
    'localhost:PORT:PORT',
    'localhost:-1',
    'localhost:x',
    '0.0.0.0:PORT',
    '127.1:PORT',
    '2130706433:PORT',
    '0x7f.0.0.1:PORT',
    '017700000001:PORT',
    '[::]:PORT',
    '[::ffff:127.0.0.1]:PORT',
    '[::1%25lo]:PORT',
    '192.0.2.77:PORT',
    '10.0.0.1:PORT',
    'lucka.example:PORT',
    'metadata.internal:PORT',
    'xn--lcalhost-54a:PORT',
    '*',
    '/',
  ]
  test.each(foreign)('%s is not', async (template) => {
    const host = template.replaceAll('PORT', String(port))
    for (const [method, path] of [
      ['GET', '/get_chapterevents/'],
      ['PUT', '/validate_ticket/'],
      ['GET', '/no_such_path/'],
      ['GET', '/api/v1/staff-users'],
      ['GET', '/'],
    ] as const) {
      const answer = await sendRaw(
        port,
        rawRequest(method, path, [
          ['host', host],
          ['content-length', '0'],
        ]),
      )
      // Some of these are no host at all to Node's parser, which then answers 400 by itself.
      expect([400, 421], path).toContain(answer.status)
      expect(answer.body).not.toContain('chapter_events')
    }
  })

  test('none, or two of them, are refused', async () => {
    const own: [string, string] = ['host', `127.0.0.1:${String(port)}`]
    for (const headers of [[], [['host', '']], [own, ['host', 'evil.test']], [['host', 'evil.test'], own]] as [
      string,
      string,
    ][][]) {
      const { status } = await sendRaw(port, rawRequest('GET', '/get_chapterevents/', headers))
      expect([400, 421]).toContain(status)
    }
  })
})

describe('trust of loopback', () => {
  test.each(['127.0.0.1', '127.0.0.2', '127.255.255.254'])(
    'a call from %s is from the machine itself',
    async (localAddress) => {
      const body = JSON.stringify({ external_id: 'ZZZZZZ' })
      const headers: [string, string][] = [
        ['host', `127.0.0.1:${String(port)}`],
        ['content-type', 'application/json'],
        ['content-length', String(body.length)],
      ]
      const answer = await sendRaw(port, rawRequest('PUT', '/validate_ticket/', headers, body), { localAddress })
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: JSON.stringify(unknownTicket) })
    },
  )

  test('an IPv4 call to a server on all IPv6 addresses too', async () => {
    await using folder = await createTemporaryFolder()
    await using server = await startServerProcess({ dataFolder: folder.path, demo: true, host: '::' })
    for (const url of [`http://127.0.0.1:${String(server.port)}`, `http://[::1]:${String(server.port)}`]) {
      using connections = openConnections(url)
      expectJson(await createVisitor(connections).validate('ZZZZZZ'), 200, unknownTicket)
    }
  })

  test.skipIf(lanAddress === undefined)('is not given to a loopback call for a LAN name', async () => {
    await office.staff.putLanSettings({ open: true, hostNames: [], allowedOrigins: [] })
    const host = `${lanAddress ?? ''}:${String(port)}`
    expect((await send('GET', '/get_chapterevents/', { host })).status).toBe(200)
    expectJsonString(
      await send('PUT', '/validate_ticket/', { host }, { external_id: 'ZZZZZZ' }),
      401,
      'Incorrect password',
    )
    await office.staff.putLanSettings({ open: false, hostNames: [], allowedOrigins: [] })
  })
})

describe('sizes', () => {
  test('a body of 32 KiB is read, one byte more is refused', async () => {
    const ofSize = (size: number) => {
      const empty = JSON.stringify({ external_id: 'ZZZZZZ', note: '' })
      return JSON.stringify({ external_id: 'ZZZZZZ', note: 'x'.repeat(size - empty.length) })
    }
    const headers = { 'content-type': 'application/json' }
    const put = (body: string) => office.connections.send('PUT', '/validate_ticket/', { body, headers })
    expectJson(await put(ofSize(32_768)), 200, unknownTicket)
    expectJsonString(await put(ofSize(32_769)), 400, 'InvalidRequestData')
  })

  test('headers of more than 8 KiB are refused, and the next caller is served', async () => {
    const own: [string, string] = ['host', `127.0.0.1:${String(port)}`]
    const fits = await sendRaw(port, rawRequest('GET', '/get_chapterevents/', [own, ['x-a', 'a'.repeat(7_000)]]))
    expect(fits.status).toBe(200)
    const tooLarge = await sendRaw(port, rawRequest('GET', '/get_chapterevents/', [own, ['x-a', 'a'.repeat(9_000)]]))
    expect([400, 431]).toContain(tooLarge.status)
    expect((await office.newVisitor().chapterEvents()).chapter_events.length).toBeGreaterThan(0)
  })
})

describe('slow clients are let go', () => {
  const head = () => `PUT /validate_ticket/ HTTP/1.1\r\nhost: 127.0.0.1:${String(port)}\r\n`

  test('slow headers after 5 s, slow bodies after 10 s, idle connections after 5 s; others are served meanwhile', async () => {
    const slow = { giveUpMs: 14_000 }
    const slowHeaders = sendRaw(port, head(), slow)
    const slowBody = sendRaw(port, `${head()}content-type: application/json\r\ncontent-length: 100\r\n\r\n{`, slow)
    const idle = sendRaw(port, `GET /get_chapterevents/ HTTP/1.1\r\nhost: 127.0.0.1:${String(port)}\r\n\r\n`, slow)
    const took: number[] = []
    for (let i = 0; i < 50; i++) {
      const startedAt = performance.now()
      await office.newVisitor().chapterEvents()
      took.push(performance.now() - startedAt)
      await delay(20)
    }
    expect(took.sort((a, b) => a - b)[48]).toBeLessThan(250)
    const [headers, body, silent] = await Promise.all([slowHeaders, slowBody, idle])
    for (const answer of [headers, body, silent]) expect(answer.closedByServer).toBe(true)
    expect(headers.tookMs).toBeLessThan(8_000)
    expect(body.tookMs).toBeGreaterThan(5_000)
    expect(body.tookMs).toBeLessThan(12_500)
    expect(silent.status).toBe(200)
    expect(silent.tookMs).toBeLessThan(8_000)
  })
})

describe('connections per address', () => {
  /** Opens connections and sends a request on each; gives the sockets and how many were answered with 200. */
  async function openMany(host: string, count: number): Promise<{ sockets: Socket[]; answered: number }> {
    const sockets = Array.from({ length: count }, () => connect({ host, port }))
    const answers = await Promise.all(
      sockets.map(async (socket) => {
        socket.on('error', () => undefined)
        socket.write(`GET /get_chapterevents/ HTTP/1.1\r\nhost: ${host}:${String(port)}\r\n\r\n`)
        // A refused connection may end with a reset, which `once` makes an error.
        const first = Promise.race([once(socket, 'data'), once(socket, 'close'), delay(3_000, [])])
        const [chunk] = (await first.catch(() => [])) as unknown[]
        return Buffer.isBuffer(chunk) && chunk.toString('latin1').startsWith('HTTP/1.1 200')
      }),
    )
    return { sockets, answered: answers.filter(Boolean).length }
  }

  test('are not limited on loopback', async () => {
    const { sockets, answered } = await openMany('127.0.0.1', 150)
    for (const socket of sockets) socket.destroy()
    expect(answered).toBe(150)
  })

  test.skipIf(lanAddress === undefined)('are limited to 40 from the LAN, while loopback goes on', async () => {
    await office.staff.putLanSettings({ open: true, hostNames: [], allowedOrigins: [] })
    const { sockets, answered } = await openMany(lanAddress ?? '', 80)
    expect(answered).toBe(40)
    expect((await office.newVisitor().chapterEvents()).chapter_events.length).toBeGreaterThan(0)
    for (const socket of sockets) socket.destroy()
    await delay(100)
    const again = await openMany(lanAddress ?? '', 10)
    for (const socket of again.sockets) socket.destroy()
    expect(again.answered).toBe(10)
    await office.staff.putLanSettings({ open: false, hostNames: [], allowedOrigins: [] })
  })
})

describe('while the LAN is closed', () => {
  test.skipIf(lanAddress === undefined)('no other device is answered', async () => {
    for (const path of ['/get_chapterevents/', '/api/v1/server', '/docs/json', '/']) {
      const request = rawRequest('GET', path, [['host', `${lanAddress ?? ''}:${String(port)}`]])
      const { status, body } = await sendRaw(port, request, { host: lanAddress ?? '' })
      expect(status === 0 || status >= 400).toBe(true)
      expect(body).not.toContain('chapter_events')
    }
  })
})

describe('the staff API', () => {
  test.skipIf(lanAddress === undefined)('answers on loopback only, also while the LAN is open', async () => {
    await office.staff.putLanSettings({ open: true, hostNames: [], allowedOrigins: [] })
    for (const path of ['/api/v1/server', '/api/v1/staff-users', '/api/v1/catalogue', '/api/v1/stream']) {
      const request = rawRequest('GET', path, [['host', `${lanAddress ?? ''}:${String(port)}`]])
      const { status, body } = await sendRaw(port, request, { host: lanAddress ?? '' })
      expect(status, path).toBeGreaterThanOrEqual(400)
      expect(body).not.toContain('demoPin')
    }
    await office.staff.putLanSettings({ open: false, hostNames: [], allowedOrigins: [] })
  })

  test('takes writes only with the header that a form cannot send', async () => {
    const answer = await send('POST', '/api/v1/sessions', {}, { staffUserId: 1, pin: '000000' })
    expect(answer.status).toBe(403)
  })

  test('tells nobody about orders who has not signed in', async () => {
    for (const path of ['/orders', '/orders/1', '/catalogue', '/settings', '/mails', '/stream']) {
      expect((await send('GET', `/api/v1${path}`)).status, path).toBe(401)
    }
  })
})
