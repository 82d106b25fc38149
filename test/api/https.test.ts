/** The HTTPS door of a real server, from this machine and from its address on the LAN. */
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { connect as connectPlain, createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connect, type ConnectionOptions } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ServerStatus } from '#shared/contract/server-api'
import { createCookieJar, openConnections, parseSetCookie, type HttpConnections } from '../support/http-client'
import { lanAddress } from '../support/lan-address'
import { createTemporaryFolder } from '../support/server-process'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAsDemoManager, type StaffApi } from '../support/staff-api'
import { createVisitor } from '../support/ticket-client'

let server: SourceServer
let staff: StaffApi
/** PEM of the authority, as a device downloads it. */
let ca: string
/** HTTPS and plain HTTP, by the address on the LAN. */
let secure: HttpConnections
let plain: HttpConnections
const lan = lanAddress ?? ''
const lanSettings = { open: true, secure: true, hostNames: [], allowedOrigins: [] }

beforeAll(async () => {
  server = await startSourceServer({ host: '0.0.0.0' })
  staff = await signInAsDemoManager(server.connections)
  await staff.putLanSettings(lanSettings)
  const { body } = await server.connections.send('GET', '/lucka-ca.crt')
  ca = new X509Certificate(body).toString()
  secure = openConnections(`https://${lan}:${String(server.httpsPort)}`, 16, ca)
  plain = openConnections(`http://${lan}:${String(server.port)}`)
})
afterAll(async () => {
  secure.close()
  plain.close()
  await server[Symbol.asyncDispose]()
})

/** Shakes hands and hangs up. @returns the protocol agreed on, or the error's code */
function shakeHands(options: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port: server.httpsPort, host: '127.0.0.1', ca, ...options })
    socket.on('secureConnect', () => {
      resolve(socket.getProtocol() ?? '')
      socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message)
    })
  })
}

const status = async () => await staff.call<ServerStatus>('GET', '/server')

describe('the handshake', () => {
  test('is TLS 1.2 or newer', async () => {
    // Security level 0: this client itself must be willing.
    const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const
    expect(await shakeHands({ ...old, maxVersion: 'TLSv1.1' })).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')
    expect(await shakeHands({ ...old, maxVersion: 'TLSv1' })).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')
    expect(await shakeHands({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2')
    expect(await shakeHands({})).toBe('TLSv1.3')
  })

  test('shows a certificate for every address that the server tells, from the authority that it hands out', async () => {
    const { secureUrls, httpsPort, authorityFingerprint } = await status()
    expect(httpsPort).toBe(server.httpsPort)
    expect(secureUrls.length).toBeGreaterThan(0)
    expect(authorityFingerprint).toBe(new X509Certificate(ca).fingerprint256)
    for (const url of secureUrls) {
      const { hostname } = new URL(url)
      expect(await shakeHands({ host: lanAddress ?? '127.0.0.1', servername: hostname }), url).toBe('TLSv1.3')
    }
    expect(await shakeHands({ servername: 'evil.test' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
    expect(await shakeHands({ ca: [] })).toMatch(/SELF_SIGNED|UNABLE_TO/)
  })

  test('that never ends is cut off within 6 s, and so is a request that never comes', async () => {
    const cutAfter = async (socket: Socket) => {
      const startedAt = performance.now()
      socket.on('error', () => undefined).resume()
      await once(socket, 'close')
      return performance.now() - startedAt
    }
    const silent = connectPlain({ port: server.httpsPort, host: '127.0.0.1' })
    const halfway = connectPlain({ port: server.httpsPort, host: '127.0.0.1' })
    halfway.write(Buffer.from('1603010200', 'hex'))
    const slow = connect({ port: server.httpsPort, host: '127.0.0.1', ca })
    slow.write('GET /get_chapterevents/ HTTP/1.1\r\n')
    const [first, second, third] = await Promise.all([cutAfter(silent), cutAfter(halfway), cutAfter(slow)])
    expect(first).toBeLessThan(6_000)
    expect(second).toBeLessThan(6_000)
    expect(third).toBeLessThan(8_000)
    expect(first).toBeGreaterThan(4_000)
  })
})

test('the keys are in a file that only its owner reads, and in no line of the log', () => {
  const file = join(server.dataFolder, 'secrets.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Record<'lanAuthority' | 'lanCertificate', string>
  for (const name of ['lanAuthority', 'lanCertificate'] as const) {
    const { key } = JSON.parse(stored[name]) as { key: string }
    const [, secret = ''] = key.split('\n')
    expect(secret.length).toBeGreaterThan(40)
    expect(server.log()).not.toContain(secret)
  }
  expect(server.log()).not.toContain('PRIVATE KEY')
})

describe.skipIf(lanAddress === undefined)('from the LAN over HTTPS', () => {
  test('the documented API answers, with a cookie that stays on HTTPS', async () => {
    const visitor = createVisitor(secure)
    const { chapter_events: events, ticket_types: types } = await visitor.chapterEvents()
    const answer = await secure.send('POST', '/reserve_ticket/', {
      json: { chapter_event: String(events[0]?.id), tickets: [{ ticket_type: String(types[0]?.id), count: 1 }] },
    })
    expect(answer.status).toBe(201)
    const cookie = parseSetCookie(answer.headers['set-cookie']?.[0] ?? '')
    expect(cookie.name).toBe('sessionid')
    expect(cookie.attributes).toMatchObject({ secure: '', httponly: '', samesite: 'Lax', path: '/' })
  })

  test('staff screens and their API are for paired devices, and none is paired', async () => {
    for (const path of ['/', '/api/v1/server', '/api/v1/staff-users', '/api/v1/stream', '/api/v1/catalogue']) {
      const answer = await secure.send('GET', path)
      expect(answer.status, path).toBe(403)
      expect(answer.text).toContain('not_paired')
    }
  })

  test('a stranger’s name is refused before anything is done', async () => {
    for (const host of ['evil.test', `evil.test:${String(server.httpsPort)}`, `${lan}:1`]) {
      const socket = connect({ port: server.httpsPort, host: lan, ca })
      socket.write(`GET /get_chapterevents/ HTTP/1.1\r\nhost: ${host}\r\n\r\n`)
      const [answer] = (await once(socket, 'data')) as [Buffer]
      socket.destroy()
      expect(answer.toString('latin1'), host).toMatch(/^HTTP\/1\.1 421 /)
    }
  })

  test('one address gets its share of connections, and this machine is served meanwhile', async () => {
    const results = await Promise.all(
      Array.from(
        { length: 60 },
        () =>
          new Promise<Socket | undefined>((resolve) => {
            const socket = connect({ port: server.httpsPort, host: lan, ca }, () => {
              resolve(socket)
            })
            socket.on('error', () => {
              resolve(undefined)
            })
          }),
      ),
    )
    const open = results.filter((it) => it !== undefined)
    expect(open.length).toBeLessThanOrEqual(40)
    expect(open.length).toBeGreaterThan(30)
    expect(await shakeHands({})).toBe('TLSv1.3')
    for (const socket of open) socket.destroy()
    await delay(100)
  })

  test('the setting opens and closes it at once, apart from plain HTTP', async () => {
    const isOpen = async (port: number) => {
      const fresh = port === server.httpsPort ? `https://${lan}:${String(port)}` : `http://${lan}:${String(port)}`
      using connections = openConnections(fresh, 1, ca)
      const answer = await connections.send('GET', '/get_chapterevents/').catch(() => undefined)
      return answer?.status === 200
    }
    const both = async () => [await isOpen(server.port), await isOpen(server.httpsPort)]
    expect(await both()).toEqual([true, true])
    await staff.putLanSettings({ ...lanSettings, secure: false })
    expect(await both()).toEqual([true, false])
    expect((await status()).secureUrls).toEqual([])
    await staff.putLanSettings({ ...lanSettings, open: false })
    expect(await both()).toEqual([false, true])
    // What does not name the new setting leaves it as it is.
    await staff.putLanSettings({ open: true, hostNames: [], allowedOrigins: [] })
    expect(await both()).toEqual([true, true])
  })
})

test('on this machine staff sign in over HTTPS, with a cookie that no other host can set', async () => {
  using own = openConnections(`https://127.0.0.1:${String(server.httpsPort)}`, 4, ca)
  const manager = await signInAsDemoManager(own)
  expect(manager.cookie()).toMatch(/^__Host-lucka_staff=/)
  expect((await manager.send('GET', '/sessions/current')).status).toBe(200)
  expect((await server.connections.send('GET', '/api/v1/sessions/current')).status).toBe(401)
  const jar = createCookieJar()
  const signIn = await own.send('POST', '/api/v1/sessions', {
    headers: { 'x-lucka-client': 'staff' },
    json: { staffUserId: 1, pin: '000000' },
  })
  jar.keepFrom(signIn)
  expect(jar.header()).toBeUndefined()
})

test.skipIf(lanAddress === undefined)(
  'browsers are held to HTTPS only under a name of its own, without plain HTTP',
  async () => {
    const askedOf = async (host: string) => {
      const answer = await secure.send('GET', '/get_chapterevents/', {
        headers: { host: `${host}:${String(server.httpsPort)}` },
      })
      expect(answer.status, host).toBe(200)
      return answer.headers['strict-transport-security']
    }
    await staff.putLanSettings({ ...lanSettings, hostNames: ['biljett.local'] })
    expect(await askedOf('biljett.local')).toBeUndefined()
    await staff.putLanSettings({ ...lanSettings, open: false, hostNames: ['biljett.local'] })
    expect(await askedOf('biljett.local')).toMatch(/^max-age=\d+$/)
    expect(await shakeHands({ servername: 'biljett.local' })).toBe('TLSv1.3')
    for (const host of [lan, 'localhost', '127.0.0.1']) expect(await askedOf(host), host).toBeUndefined()
    await staff.putLanSettings(lanSettings)
  },
)

describe.skipIf(lanAddress === undefined)('from the LAN over plain HTTP', () => {
  test.each(['/', '/door', '/door/'])('%s says why HTTPS is needed and shows the way', async (path) => {
    const answer = await plain.send('GET', path)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+=*'; /)
    expect(answer.text).toContain(`href="https://${lan}:${String(server.httpsPort)}/door/"`)
    expect(answer.text).toContain('href="/lucka-ca.crt"')
    expect(answer.text).toContain(new X509Certificate(ca).fingerprint256)
    expect(answer.text).toContain('lang="sv"')
    expect(answer.text).not.toContain('<script')
  })

  test('the page follows the venue’s language, and says when HTTPS is closed', async () => {
    const { venue } = await staff.call<{ venue: object }>('GET', '/settings')
    await staff.call('PUT', '/settings/venue', { ...venue, language: 'en' })
    expect((await plain.send('GET', '/door/')).text).toContain('The door needs a secure address')
    await staff.putLanSettings({ ...lanSettings, secure: false })
    const closed = (await plain.send('GET', '/door/')).text
    expect(closed).toContain('HTTPS is closed right now')
    expect(closed).not.toContain('https://')
    await staff.putLanSettings(lanSettings)
    await staff.call('PUT', '/settings/venue', venue)
  })

  test('the authority’s certificate is handed out; staff screens and their API are not there', async () => {
    const answer = await plain.send('GET', '/lucka-ca.crt')
    expect(answer.headers['content-type']).toBe('application/x-x509-ca-cert')
    expect(new X509Certificate(answer.body).toString()).toBe(ca)
    for (const path of ['/api/v1/server', '/api/v1/staff-users', '/api/v1/stream']) {
      const refused = await plain.send('GET', path)
      expect(refused.status, path).toBe(403)
      expect(refused.text).toContain('this_machine_only')
    }
  })

  test('this machine still gets the staff screens at the front', async () => {
    expect((await server.connections.send('GET', '/')).text).not.toContain('/lucka-ca.crt')
  })
})

test('a port that is taken is passed over', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  await using other = await startSourceServer({ httpsPort: port })
  expect(other.httpsPort).toBeGreaterThan(port)
  holder.close()
})

test('keys that a key store has locked are replaced, and the log says what that means', async () => {
  await using folder = await createTemporaryFolder()
  const sealingKey = { key: Buffer.alloc(32, 7), locked: Buffer.alloc(60, 7) }
  const fingerprintOf = async ({ connections }: SourceServer) =>
    new X509Certificate((await connections.send('GET', '/lucka-ca.crt')).body).fingerprint256
  let sealed = ''
  {
    await using first = await startSourceServer({ dataFolder: folder.path, sealingKey })
    sealed = await fingerprintOf(first)
    expect(readFileSync(join(folder.path, 'secrets.json'), 'utf8')).not.toContain('PRIVATE KEY')
  }
  {
    await using same = await startSourceServer({ dataFolder: folder.path, sealingKey })
    expect(await fingerprintOf(same)).toBe(sealed)
  }
  await using away = await startSourceServer({ dataFolder: folder.path })
  expect(await fingerprintOf(away)).not.toBe(sealed)
  expect(away.log()).toContain('devices have to trust a new one')
})
