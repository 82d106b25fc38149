import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { SwishSettings } from '#shared/contract/settings-api'
import type { SwishStatus } from '#shared/contract/swish-payments-api'
import { createNews } from '#main/services/news'
import { createSwishConnection, type SwishConnection } from '#main/services/swish/swish-connection'
import type { KeptCertificate } from '#main/services/swish/swish-settings'
import type { Refused } from '#main/swish/payment-provider'
import { createLocalSimulator } from '#main/swish/simulator/local-simulator'
import { readClientCertificate } from '#main/swish/tls/client-certificate'
import { createManualTimers } from '../support/manual-timers'
import { createSwishCertificates, type IssuedCertificate, type SwishCertificates } from '../support/swish-certificates'
import { waitUntil } from '../support/wait-until'

const NUMBER = '1231181189'
const dayMs = 86_400_000

let certificates: SwishCertificates
let issued: IssuedCertificate
beforeAll(() => {
  certificates = createSwishCertificates()
  issued = certificates.issue({ number: NUMBER })
})
afterAll(() => {
  certificates[Symbol.dispose]()
})

/** A Swish of the test's own over HTTPS, which asks for a client's certificate and answers as it is told. */
async function openSwishServer(options: { port?: number } = {}) {
  const { certificate, key } = certificates.issueForServer()
  const answer = { status: 404, body: '[{"errorCode":"RP04","errorMessage":"","additionalInformation":null}]' }
  let requests = 0
  let held = false
  const server: Server = createServer(
    { cert: certificate, key, ca: certificates.authority, requestCert: true, rejectUnauthorized: true },
    (_request, response) => {
      requests++
      if (held) return
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
    },
  )
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    apiBase: `https://localhost:${String(port)}/swish-cpcapi`,
    answer,
    requests: () => requests,
    /** Answers nothing from now on. */
    hold: () => {
      held = true
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const settingsFor = (change: Partial<SwishSettings>): SwishSettings => ({
  environment: 'mss',
  payeeAlias: NUMBER,
  apiBase: null,
  authority: certificates.authority,
  callbackUrl: null,
  tls12Only: false,
  certificate: null,
  secretsKept: 'file',
  ...change,
})

async function keep({ chain, key }: Pick<IssuedCertificate, 'chain' | 'key'>): Promise<KeptCertificate> {
  const read = await readClientCertificate({ kind: 'pem', certificate: chain, key }, new Date().toISOString())
  if (!read.ok) throw new Error(read.error.code)
  return { kind: 'open', ...read.value }
}

const opened: { close: () => Promise<void> | void }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** A connection with its clock, its settings and its certificate in the test's hands. */
function connect(start: { settings: SwishSettings; kept?: KeptCertificate; now?: () => string }) {
  let { settings, kept = { kind: 'missing' } } = start
  const now = start.now ?? (() => new Date().toISOString())
  const withFacts = (bare: SwishSettings) => ({
    ...bare,
    certificate: kept.kind === 'open' ? kept.facts : bare.certificate,
  })
  settings = withFacts(settings)
  const timers = createManualTimers()
  const news = createNews()
  const told: SwishStatus[] = []
  news.subscribe((item) => {
    if (item.name === 'swish') told.push(item.data)
  })
  const failures: unknown[] = []
  const simulator = createLocalSimulator({
    now,
    after: timers.after,
    deliverCallback: () => Promise.resolve(),
    onChanged: () => {
      connection.simulatorChanged()
    },
  })
  const connection: SwishConnection = createSwishConnection({
    settings: () => settings,
    certificate: () => kept,
    simulator,
    now,
    timers,
    news,
    onError: (error) => failures.push(error),
  })
  opened.push({
    close: () => {
      connection.close()
      simulator.close()
      expect(failures).toEqual([])
    },
  })
  return {
    connection,
    timers,
    told,
    standsAt: (state: SwishStatus['state']) =>
      waitUntil(
        `Swish to be ${state}, not ${connection.status().state}`,
        async () => connection.status().state === state,
      ),
    change: (next: Partial<SwishSettings>, nextKept = kept) => {
      kept = nextKept
      settings = withFacts({ ...settings, ...next })
      connection.settingsChanged()
    },
  }
}

async function connectedTo(swish: { apiBase: string }, change: Partial<SwishSettings> = {}) {
  return connect({ settings: settingsFor({ apiBase: swish.apiBase, ...change }), kept: await keep(issued) })
}

async function serve(options: { port?: number } = {}) {
  const swish = await openSwishServer(options)
  opened.push(swish)
  return swish
}

/**
 * A server that refuses certificates in the handshake, with an alert, as Swish does. Node's own breaks the connection off
 * without a word.
 */
async function serveStrictly() {
  const { certificate, key } = certificates.issueForServer()
  const folder = mkdtempSync(join(tmpdir(), 'lucka-strict-'))
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const chain = file('server.pem', certificate)
  const server = spawn('openssl', [
    ...['s_server', '-accept', '127.0.0.1:0', '-www', '-Verify', '4', '-verify_return_error'],
    ...['-cert', chain, '-cert_chain', chain, '-key', file('server.key', key)],
    ...['-CAfile', file('authority.pem', certificates.authority)],
  ])
  let output = ''
  server.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  opened.push({
    async close() {
      server.kill()
      await once(server, 'close')
      rmSync(folder, { recursive: true })
    },
  })
  const port = await waitUntil('the strict server', async () => /ACCEPT 127\.0\.0\.1:(\d+)/.exec(output)?.[1])
  return { apiBase: `https://localhost:${port}/swish-cpcapi` }
}

describe('what is not set up is told by its own name, and nothing is sent', () => {
  test('Swish that is not chosen is off', async () => {
    const { connection } = connect({ settings: settingsFor({ environment: null }) })
    expect(connection.inUse()).toBeUndefined()
    expect(connection.problem()).toBeUndefined()
    expect(connection.status()).toMatchObject({ environment: null, state: 'off', problem: null })
    expect(await connection.test()).toBeUndefined()
  })

  const inDays = (days: number) => () => new Date(Date.now() + days * dayMs).toISOString()
  test.each<[string, Partial<SwishSettings>, KeptCertificate['kind'], number]>([
    ['certificate_missing', {}, 'missing', 0],
    ['secrets_locked', {}, 'locked', 0],
    ['certificate_expired', {}, 'open', 731],
    ['certificate_not_yet_valid', {}, 'open', -2],
    ['payee_missing', { payeeAlias: '' }, 'open', 0],
    ['number_differs', { environment: 'production', payeeAlias: '1239990000' }, 'open', 0],
  ])('%s', async (problem, change, kind, days) => {
    const kept = kind === 'open' ? await keep(issued) : { kind }
    const { connection } = connect({ settings: settingsFor(change), kept, now: inDays(days) })
    expect(connection.inUse()).toBeUndefined()
    expect(connection.problem()).toBe(problem)
    expect(connection.status()).toMatchObject({ state: 'not_set_up', problem })
    expect(await connection.test()).toEqual({ problem, tookMs: 0 })
  })

  test("another number than the certificate's is no matter to Swish's own simulator", async () => {
    const swish = await serve()
    const { connection } = await connectedTo(swish, { payeeAlias: '1239990000' })
    expect(connection.inUse()?.payeeAlias).toBe('1239990000')
  })

  test('a certificate that ends while the box office is open is noticed by the next payment', async () => {
    const swish = await serve()
    const kept = await keep(issued)
    if (kept.kind !== 'open') throw new Error('there is a certificate')
    let nowMs = Date.now()
    const { connection, told } = connect({
      settings: settingsFor({ apiBase: swish.apiBase }),
      kept,
      now: () => new Date(nowMs).toISOString(),
    })
    expect(connection.inUse()).toBeDefined()
    nowMs = Date.parse(kept.facts.validTo)
    expect(connection.inUse()).toBeUndefined()
    expect(told.at(-1)).toMatchObject({ state: 'not_set_up', problem: 'certificate_expired', certificateDaysLeft: 0 })
  })
})

describe('the end of the certificate', () => {
  test.each([
    [60, 60],
    [59, 59],
    [29, 29],
    [6, 6],
    [0, 0],
    [61, null],
  ])('in %i days: %s days are shown', async (days, shown) => {
    const kept = await keep(issued)
    if (kept.kind !== 'open') throw new Error('there is a certificate')
    const now = new Date(Date.parse(kept.facts.validTo) - days * dayMs - 3_600_000).toISOString()
    const { connection } = connect({ settings: settingsFor({ apiBase: 'https://127.0.0.1:1' }), kept, now: () => now })
    expect(connection.status().certificateDaysLeft).toBe(shown)
    expect(connection.status().certificateExpiresAt).toBe(kept.facts.validTo)
  })

  test('comes nearer while the box office is open, and the screens hear of it', async () => {
    const kept = await keep(issued)
    if (kept.kind !== 'open') throw new Error('there is a certificate')
    let nowMs = Date.parse(kept.facts.validTo) - 61.5 * dayMs
    const office = connect({
      settings: settingsFor({ environment: 'mss', apiBase: 'https://127.0.0.1:1' }),
      kept,
      now: () => new Date(nowMs).toISOString(),
    })
    await office.standsAt('unreachable')
    nowMs += dayMs
    office.timers.pass(3_600_000)
    expect(office.told.at(-1)?.certificateDaysLeft).toBe(60)
  })
})

describe('the line to Swish', () => {
  test('is checked at once, and asked again when nothing has been heard for 30 s', async () => {
    const swish = await serve()
    const { connection, timers, standsAt, told } = await connectedTo(swish)
    expect(connection.status().state).toBe('checking')
    await standsAt('ready')
    expect(swish.requests()).toBe(1)
    timers.pass(29_000)
    connection.noteOutcome({ kind: 'not_found' }) // A payment of somebody's.
    timers.pass(29_000)
    expect(swish.requests()).toBe(1)
    timers.pass(1_000)
    await waitUntil('a second question', async () => swish.requests() === 2)
    expect(told.map(({ state }) => state)).toEqual(['checking', 'ready'])
  })

  test('that is cut is told at once, and its return after 5 s at the latest', async () => {
    const swish = await openSwishServer()
    const { timers, standsAt, told } = await connectedTo(swish)
    await standsAt('ready')
    await swish.close()
    timers.pass(30_000)
    await standsAt('unreachable')
    expect(told.at(-1)).toMatchObject({ state: 'unreachable', problem: 'no_connection' })
    await serve({ port: swish.port })
    timers.pass(5_000)
    await standsAt('ready')
    expect(told.at(-1)).toMatchObject({ state: 'ready', problem: null })
  })

  test('is what the outcome of a payment tells, without waiting for a check', async () => {
    const swish = await serve()
    const { connection, standsAt } = await connectedTo(swish)
    await standsAt('ready')
    const since = () => connection.status().since
    const lost = { kind: 'unknown', mayHaveReached: true, reason: '' } as const
    for (const cause of ['no_connection', 'no_answer', 'server_not_trusted'] as const) {
      connection.noteOutcome({ ...lost, cause })
      expect(connection.status()).toMatchObject({ state: 'unreachable', problem: cause })
    }
    for (const cause of ['server_error', 'unreadable'] as const) {
      connection.noteOutcome({ ...lost, cause })
      expect(connection.status()).toMatchObject({ state: 'unreachable', problem: 'swish_trouble' })
    }
    const refused = (code: string): Refused => ({ kind: 'refused', errors: [{ code, text: '', detail: null }] })
    for (const outcome of [
      { ...lost, cause: 'certificate_refused' } as const,
      refused('HTTP401'),
      refused('HTTP403'),
    ]) {
      connection.noteOutcome({ kind: 'created' })
      expect(connection.status()).toMatchObject({ state: 'ready', problem: null })
      connection.noteOutcome(outcome)
      expect(connection.status()).toMatchObject({ state: 'refused', problem: 'certificate_refused' })
    }
    connection.noteOutcome(refused('RP06'))
    expect(connection.status().state).toBe('ready')
    const before = since()
    connection.noteOutcome({ kind: 'found' })
    expect(since()).toBe(before)
  })

  test.each([401, 403])('that answers %i refuses our certificate', async (status) => {
    const swish = await serve()
    swish.answer.status = status
    swish.answer.body = ''
    const { connection } = await connectedTo(swish)
    expect(await connection.test()).toMatchObject({ problem: 'certificate_refused' })
    expect(connection.status()).toMatchObject({ state: 'refused', problem: 'certificate_refused' })
  })

  test('to a server of an authority that nobody trusts', async () => {
    const swish = await serve()
    const { connection } = await connectedTo(swish, { authority: null })
    expect(await connection.test()).toMatchObject({ problem: 'server_not_trusted' })
    expect(connection.status()).toMatchObject({ state: 'unreachable', problem: 'server_not_trusted' })
  })

  test('with a certificate of a stranger', async () => {
    const swish = await serveStrictly()
    using strangers = createSwishCertificates()
    const kept = await keep(strangers.issue({ number: NUMBER }))
    const { connection } = connect({ settings: settingsFor({ apiBase: swish.apiBase }), kept })
    expect(await connection.test()).toMatchObject({ problem: 'certificate_refused' })
  })

  test('with a certificate that lacks its chain says so', async () => {
    const swish = await serveStrictly()
    const kept = await keep({ chain: issued.leaf, key: issued.key })
    const { connection } = connect({ settings: settingsFor({ apiBase: swish.apiBase }), kept })
    expect(await connection.test()).toMatchObject({ problem: 'certificate_chain_incomplete' })
    expect(connection.status()).toMatchObject({ state: 'refused', problem: 'certificate_chain_incomplete' })
  })

  test('follows the settings at once', async () => {
    const first = await serve()
    const second = await serve()
    const { connection, change, standsAt } = await connectedTo(first)
    await standsAt('ready')
    const before = connection.inUse()
    change({ apiBase: second.apiBase })
    expect(connection.inUse()).not.toBe(before)
    await standsAt('ready')
    expect(second.requests()).toBe(1)
    change({ environment: null })
    expect(connection.inUse()).toBeUndefined()
    expect(connection.status().state).toBe('off')
    change({ environment: 'mss' }, { kind: 'missing' })
    expect(connection.problem()).toBe('certificate_missing')
  })

  test('what comes of a question to the Swish before is not held against this one', async () => {
    const first = await serve()
    first.hold()
    const second = await serve()
    const { connection, change, standsAt, told } = await connectedTo(first)
    const question = connection.test()
    await waitUntil('the question', async () => first.requests() > 0)
    change({ apiBase: second.apiBase })
    await standsAt('ready')
    await question
    expect(told.map(({ state }) => state)).toEqual(['checking', 'ready'])
  })

  test('the same settings saved again leave it as it is', async () => {
    const swish = await serve()
    const { connection, standsAt } = await connectedTo(swish)
    await standsAt('ready')
    const before = connection.inUse()
    connection.settingsChanged()
    expect(connection.inUse()).toBe(before)
  })

  test('once closed, nothing is asked or told any more', async () => {
    const swish = await serve()
    const { connection, timers, told, standsAt } = await connectedTo(swish)
    await standsAt('ready')
    const count = told.length
    connection.close()
    connection.noteOutcome({ kind: 'unknown', cause: 'no_answer', mayHaveReached: true, reason: '' })
    timers.pass(3_600_000)
    expect([told.length, swish.requests()]).toEqual([count, 1])
  })
})

describe('the simulator inside', () => {
  test('needs no certificate and no number', async () => {
    const office = connect({ settings: settingsFor({ environment: 'simulator', payeeAlias: '' }) })
    await office.standsAt('ready')
    expect(office.connection.inUse()?.payeeAlias).toMatch(/^123\d{7}$/)
    expect(office.connection.status()).toMatchObject({ certificateExpiresAt: null, certificateDaysLeft: null })
  })

  test('takes its line down and up again before the next customer', async () => {
    const office = connect({ settings: settingsFor({ environment: 'simulator' }) })
    await office.standsAt('ready')
    office.connection.simulator()?.edit({ mode: 'by_hand', line: 'down' })
    await office.standsAt('unreachable')
    office.connection.simulator()?.edit({ mode: 'by_hand', line: 'up' })
    await office.standsAt('ready')
    expect(office.told.map(({ state }) => state)).toEqual(['checking', 'ready', 'unreachable', 'ready'])
  })

  test('is played only while it is the one in use', async () => {
    const office = connect({ settings: settingsFor({ environment: 'simulator' }) })
    expect(office.connection.simulator()).toBeDefined()
    office.change({ environment: null })
    expect(office.connection.simulator()).toBeUndefined()
  })
})

test('payments that wait for a person are counted on every screen', async () => {
  const office = connect({ settings: settingsFor({ environment: 'simulator' }) })
  await office.standsAt('ready')
  office.connection.attentionChanged(2)
  office.connection.attentionChanged(2)
  expect(office.told.map(({ attentionCount }) => attentionCount)).toEqual([0, 0, 2])
})
