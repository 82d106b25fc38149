/** The venue's own authority and its certificate, looked at by real TLS handshakes. */
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import { connect, createServer, type Server } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { createAuthority } from '#main/lan/authority'
import { createCertificateKeeper, type CertificateKeeper } from '#main/lan/certificate-keeper'
import { networkOf } from '#main/lan/network-of'
import { permitLocalNames } from '#main/lan/permitted-names'
import { issueServerCertificate } from '#main/lan/server-certificate'
import { createManualTimers } from '../support/manual-timers'

const DAY_MS = 24 * 3600_000
const start = Date.parse('2026-11-24T12:00:00.000Z')

const anInterface = (cidr: string): NetworkInterfaceInfo => ({
  address: cidr.split('/')[0] ?? '',
  netmask: '',
  mac: '02:00:00:00:00:01',
  internal: false,
  cidr,
  ...(cidr.includes(':') ? { family: 'IPv6' as const, scopeid: 0 } : { family: 'IPv4' as const }),
})

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A venue whose machine, clock and settings a test moves, with a listener that takes certificates over as they come. */
async function openVenue(secrets = new Map<string, string>()) {
  const timers = createManualTimers()
  const venue = {
    nowMs: start,
    hostname: 'Kassa-1',
    networks: ['192.168.1.20/24', 'fe80::1/64'],
    hostNames: [] as string[],
    leftOut: [] as string[][],
    changes: 0,
    secrets,
    pass: (ms: number) => {
      venue.nowMs += ms
      timers.pass(ms)
    },
  }
  const listening: { server?: Server } = {}
  const keeper: CertificateKeeper = createCertificateKeeper({
    stored: (name) => secrets.get(name),
    store: (name, value) => void secrets.set(name, value),
    machine: {
      hostname: () => venue.hostname,
      networkInterfaces: () => ({ eth0: venue.networks.map(anInterface) }),
    },
    hostNames: () => venue.hostNames,
    now: () => new Date(venue.nowMs).toISOString(),
    after: timers.after,
    onChanged: () => {
      venue.changes++
      listening.server?.setSecureContext(keeper.context())
    },
    onLeftOut: (names) => venue.leftOut.push(names),
    onError: (error) => {
      throw error
    },
  })
  const server = createServer(keeper.context(), (socket) => socket.on('error', () => undefined).end('hello'))
  listening.server = server
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return { venue, keeper, port: (server.address() as AddressInfo).port }
}

type Venue = Awaited<ReturnType<typeof openVenue>>

const pemOf = (der: Buffer) => new X509Certificate(der).toString()

/** Connects as a device that trusts the authority and wants to reach `name`. */
function visit({ keeper, port }: Pick<Venue, 'keeper' | 'port'>, name: string, ca = pemOf(keeper.authority().der)) {
  return new Promise<string | X509Certificate>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', ca, servername: name })
    socket.on('secureConnect', () => {
      const shown = socket.getPeerX509Certificate()
      socket.destroy()
      resolve(shown ?? 'nothing was shown')
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message)
    })
  })
}

/** Whether the certificate is good for a name or for an address, which no handshake carries. */
function namesOf(venue: Venue): (name: string) => boolean {
  const { cert } = venue.keeper.context()
  const leaf = new X509Certificate(cert)
  expect(leaf.verify(new X509Certificate(venue.keeper.authority().der).publicKey)).toBe(true)
  return (name) => (/[:]|^\d/.test(name) ? leaf.checkIP(name) : leaf.checkHost(name)) !== undefined
}

describe('the first certificate', () => {
  test('chains to the authority and is good for every name and address of the machine, and for no other', async () => {
    const venue = await openVenue()
    for (const name of ['kassa-1.local', 'kassa-1', 'localhost']) {
      expect(await visit(venue, name), name).toBeInstanceOf(X509Certificate)
    }
    const covers = namesOf(venue)
    expect(['192.168.1.20', '127.0.0.1', '::1'].map(covers)).toEqual([true, true, true])
    expect(['192.168.1.21', 'evil.test', 'fe80::1'].map(covers)).toEqual([false, false, false])
    expect(await visit(venue, 'evil.test')).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
    const other = createAuthority({
      machine: 'other',
      permitted: permitLocalNames({ names: [], networks: [] }),
      now: new Date(start),
    })
    expect(await visit(venue, 'localhost', other.certificate)).not.toBeInstanceOf(X509Certificate)
  })

  test('lasts no longer than browsers allow; its authority lasts ten years and says what it is', async () => {
    const { keeper } = await openVenue()
    const leaf = new X509Certificate(keeper.context().cert)
    const authority = new X509Certificate(keeper.authority().der)
    const days = (it: X509Certificate) => (Date.parse(it.validTo) - Date.parse(it.validFrom)) / DAY_MS
    expect(days(leaf)).toBe(397)
    expect(days(authority)).toBeGreaterThan(3_650)
    expect(days(authority)).toBeLessThan(3_655)
    expect([leaf.ca, authority.ca]).toEqual([false, true])
    expect(authority.subject).toMatch(/^CN=Lucka kassa-1 [0-9a-f]{4}$/)
    expect(leaf.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect(keeper.authority().fingerprint).toBe(authority.fingerprint256)
  })

  test('is the same after a restart', async () => {
    const secrets = new Map<string, string>()
    const first = await openVenue(secrets)
    const second = await openVenue(secrets)
    expect(second.keeper.context()).toEqual(first.keeper.context())
  })

  test.each(['lanAuthority', 'lanCertificate'])('is made anew when the stored %s cannot be read', async (name) => {
    const secrets = new Map<string, string>()
    await openVenue(secrets)
    secrets.set(name, '{"key":"x"')
    expect(await visit(await openVenue(secrets), 'localhost')).toBeInstanceOf(X509Certificate)
  })
})

describe('the authority', () => {
  test('signs for nobody outside: devices refuse what a thief of its key would make', async () => {
    const authority = createAuthority({
      machine: 'kassa-1',
      permitted: permitLocalNames({ names: ['kassa-1'], networks: ['192.0.2.0/24', '2001:db8:1:2::/64'] }),
      now: new Date(),
    })
    const answers: Record<string, boolean> = {}
    for (const name of [
      'x.local',
      'kassa-1',
      'bank.example',
      '10.1.2.3',
      '192.0.2.9',
      '8.8.8.8',
      '2001:db8:1:2::5',
      '2001:db8::5',
    ]) {
      const { certificate, key } = issueServerCertificate(authority, ['localhost', name], new Date())
      const server = createServer({ cert: certificate + authority.certificate, key }, (socket) =>
        socket.on('error', () => undefined).end(),
      )
      servers.push(server.listen(0, '127.0.0.1'))
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: authority.certificate })
      answers[name] = await new Promise<boolean>((resolve) => {
        socket.on('secureConnect', () => {
          resolve(true)
        })
        socket.on('error', () => {
          resolve(false)
        })
      })
      socket.destroy()
    }
    expect(answers).toEqual({
      'x.local': true,
      'kassa-1': true,
      'bank.example': false,
      '10.1.2.3': true,
      '192.0.2.9': true,
      '8.8.8.8': false,
      '2001:db8:1:2::5': true,
      '2001:db8::5': false,
    })
  })

  test.each([
    ['192.0.2.7/24', '192.0.2.0/24'],
    ['10.255.255.255/9', '10.128.0.0/9'],
    ['203.0.113.5/32', '203.0.113.5/32'],
    ['2001:db8:1:2:3:4:5:6/64', '2001:db8:1:2:0:0:0:0/64'],
    ['fd00::2/57', 'fd00:0:0:0:0:0:0:0/57'],
    ['::1/128', '0:0:0:0:0:0:0:1/128'],
  ])('%s is on %s', (cidr, network) => {
    expect(networkOf(cidr)).toBe(network)
  })
})

describe('while it runs', () => {
  test('the certificate is renewed a month before it ends, and the listener shows the new one', async () => {
    const it = await openVenue()
    const [before, authority] = [it.keeper.context(), it.keeper.authority()]
    it.venue.nowMs += 365 * DAY_MS
    it.venue.pass(30_000)
    expect(it.keeper.context()).toEqual(before)
    it.venue.nowMs += 2 * DAY_MS
    it.venue.pass(30_000)
    const after = new X509Certificate(it.keeper.context().cert)
    expect((Date.parse(after.validTo) - it.venue.nowMs) / DAY_MS).toBeCloseTo(396)
    expect(it.keeper.context().key).not.toBe(before.key)
    expect(it.keeper.authority()).toEqual(authority)
  })

  test('a new address is in it after 30 s, and the listener shows it to the next caller', async () => {
    const it = await openVenue()
    const shownBefore = await visit(it, 'localhost')
    it.venue.networks = ['192.168.7.9/24']
    it.venue.pass(29_000)
    expect(it.venue.changes).toBe(0)
    it.venue.pass(1_000)
    expect(it.venue.changes).toBe(1)
    const shown = await visit(it, 'localhost')
    expect(shown).toBeInstanceOf(X509Certificate)
    expect((shown as X509Certificate).checkIP('192.168.7.9')).toBe('192.168.7.9')
    expect((shownBefore as X509Certificate).checkIP('192.168.7.9')).toBeUndefined()
    // A cable that is pulled for a while costs nothing.
    it.venue.networks = []
    it.venue.pass(60_000)
    it.venue.networks = ['192.168.7.9/24']
    it.venue.pass(60_000)
    expect(it.venue.changes).toBe(1)
  })

  test('a name of the manager’s is in it when the settings are stored; one outside is left out and told once', async () => {
    const it = await openVenue()
    it.venue.hostNames = ['biljett.local', 'biljett.example.org']
    it.keeper.look()
    expect(await visit(it, 'biljett.local')).toBeInstanceOf(X509Certificate)
    expect(['biljett.local', 'biljett.example.org'].map(it.keeper.covers)).toEqual([true, false])
    it.venue.pass(90_000)
    expect(it.venue.leftOut).toEqual([['biljett.example.org']])
  })

  test('another host name is followed', async () => {
    const it = await openVenue()
    it.venue.hostname = 'scen.example.org'
    it.venue.pass(30_000)
    expect(it.keeper.covers('scen.local')).toBe(true)
    expect(it.keeper.covers('scen.example.org')).toBe(false)
  })

  test('an authority that ends is followed by a new one, with a certificate of its own', async () => {
    const it = await openVenue()
    const before = it.keeper.authority().fingerprint
    it.venue.nowMs += 3_640 * DAY_MS
    it.venue.pass(30_000)
    expect(it.keeper.authority().fingerprint).not.toBe(before)
    const leaf = new X509Certificate(it.keeper.context().cert)
    expect(leaf.verify(new X509Certificate(it.keeper.authority().der).publicKey)).toBe(true)
  })

  test('nothing is looked at any more after the stop', async () => {
    const it = await openVenue()
    it.keeper.stop()
    it.venue.networks = ['192.168.7.9/24']
    it.venue.pass(120_000)
    expect(it.venue.changes).toBe(0)
  })
})
