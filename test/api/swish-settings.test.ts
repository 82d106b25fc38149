import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { staffClientHeader } from '#shared/contract/common'
import type { PaymentAttempt } from '#shared/contract/order-api'
import type { StaffUserChoice } from '#shared/contract/session-api'
import type { Settings, SwishCertificateUpload, SwishSettingsEdit } from '#shared/contract/settings-api'
import type { SwishStatus } from '#shared/contract/swish-payments-api'
import type { Simulator } from '#shared/contract/swish-simulator-api'
import { createCookieJar, type HttpAnswer } from '../support/http-client'
import { rawRequest, sendRaw } from '../support/raw-http'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAsDemoManager, type StaffApi } from '../support/staff-api'
import { createSwishCertificates, type IssuedCertificate, type SwishCertificates } from '../support/swish-certificates'
import { waitUntil } from '../support/wait-until'

const NUMBER = '1231181189'
const PASSWORD = 'hemligt-lösen'

let server: SourceServer
let staff: StaffApi
let certificates: SwishCertificates
let issued: IssuedCertificate
/** Nobody answers there, at once. */
const NOBODY = 'https://127.0.0.1:1/swish-cpcapi'

const off: SwishSettingsEdit = {
  environment: null,
  payeeAlias: '',
  apiBase: null,
  authority: null,
  callbackUrl: null,
  tls12Only: false,
}
const answers: string[] = []

async function send(method: string, path: string, json?: unknown): Promise<HttpAnswer> {
  const answer = await staff.send(method, path, json)
  answers.push(answer.text)
  return answer
}

const save = (swish: Partial<SwishSettingsEdit>) => send('PUT', '/settings/swish', { ...off, ...swish })
const upload = (certificate: SwishCertificateUpload) => send('PUT', '/settings/swish/certificate', certificate)
const asPem = ({ chain, key }: IssuedCertificate): SwishCertificateUpload => ({ kind: 'pem', certificate: chain, key })
const codeOf = (answer: HttpAnswer) => ({
  status: answer.status,
  ...(answer.json() as { error?: { code: string; details?: unknown } }).error,
  message: undefined,
})
const swishSettings = async () => ((await send('GET', '/settings')).json() as Settings).swish
const status = async () => (await send('GET', '/swish')).json() as SwishStatus

/** Signs in as one of the demo's people; gives a sender of their requests. */
async function signInAs(role: StaffUserChoice['role']) {
  const cookies = createCookieJar()
  const sendAs = async (method: string, path: string, json?: unknown) => {
    const cookie = cookies.header()
    const headers = { [staffClientHeader.name]: staffClientHeader.value, ...(cookie === undefined ? {} : { cookie }) }
    const answer = await server.connections.send(method, `/api/v1${path}`, { headers, json })
    cookies.keepFrom(answer)
    return answer
  }
  const { staffUsers } = (await sendAs('GET', '/staff-users')).json() as { staffUsers: StaffUserChoice[] }
  const person = staffUsers.find((candidate) => candidate.role === role)
  await sendAs('POST', '/sessions', { staffUserId: person?.id, pin: person?.demoPin })
  return sendAs
}

beforeAll(async () => {
  certificates = createSwishCertificates()
  issued = certificates.issue({ number: NUMBER })
  server = await startSourceServer()
  staff = await signInAsDemoManager(server.connections)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  certificates[Symbol.dispose]()
})
beforeEach(async () => {
  await send('DELETE', '/settings/swish/certificate')
  await save({ environment: 'simulator', payeeAlias: '1230000000' })
})

describe('a demo', () => {
  test('is ready to be paid by the simulator inside', async () => {
    expect(await swishSettings()).toMatchObject({
      environment: 'simulator',
      payeeAlias: '1230000000',
      certificate: null,
    })
    await waitUntil('the simulator', async () => (await status()).state === 'ready')
    expect((await send('POST', '/settings/swish/tests')).json()).toMatchObject({ problem: null })
  })

  test('lets a person play the customer', async () => {
    expect((await send('PUT', '/swish-simulator', { mode: 'by_hand', line: 'up' })).status).toBe(200)
    const [event] = (await staff.catalogue()).events
    const order = await staff.reserve(event?.id ?? 0, event?.ticketTypeIds[0] ?? 0, 2)
    const started = await send('POST', `/orders/${String(order.id)}/swish-payments`, {})
    expect(started.status).toBeLessThan(300)
    const attempt = started.json() as PaymentAttempt
    const { waiting } = (await send('GET', '/swish-simulator')).json() as Simulator
    expect(waiting).toMatchObject([{ amountOre: order.totalOre, payerAlias: null, status: 'CREATED' }])
    const path = `/swish-simulator/payments/${waiting[0]?.instructionId ?? ''}`
    expect((await send('POST', path, { deed: 'pay' })).json()).toMatchObject({ waiting: [] })
    await waitUntil('the tickets', async () => (await staff.getOrder(attempt.orderId)).status === 'paid')
    expect(codeOf(await send('POST', path, { deed: 'pay' }))).toMatchObject({
      status: 404,
      code: 'payment_not_waiting',
    })
    await send('PUT', '/swish-simulator', { mode: 'automatic', line: 'up' })
  })

  test('shows within a moment that the line is down, and that it is back', async () => {
    await send('PUT', '/swish-simulator', { mode: 'automatic', line: 'down' })
    await waitUntil('the line to be seen down', async () => (await status()).state === 'unreachable')
    expect((await send('POST', '/settings/swish/tests')).json()).toMatchObject({ problem: 'no_connection' })
    await send('PUT', '/swish-simulator', { mode: 'automatic', line: 'up' })
    await waitUntil('the line to be seen up', async () => (await status()).state === 'ready')
  })

  test('that uses another Swish has no simulator', async () => {
    await save({ environment: 'mss', payeeAlias: NUMBER, apiBase: NOBODY })
    for (const [method, path, body] of [
      ['GET', '/swish-simulator', undefined],
      ['PUT', '/swish-simulator', { mode: 'automatic', line: 'up' }],
      ['POST', `/swish-simulator/payments/${'A'.repeat(32)}`, { deed: 'pay' }],
    ] as const) {
      expect(codeOf(await send(method, path, body))).toMatchObject({ status: 404, code: 'not_simulated' })
    }
  })
})

describe('an upload that cannot be used', () => {
  test('is refused by a code of its own and replaces nothing', async () => {
    await save({ ...off, environment: 'production', payeeAlias: NUMBER, apiBase: NOBODY })
    expect((await upload(asPem(issued))).status).toBe(200)
    const before = await swishSettings()
    const other = certificates.issue({ number: '1239990000' })
    const expired = certificates.issue({ number: NUMBER, fromDays: -400, toDays: -2 })
    const p12 = (file: string, password = PASSWORD): SwishCertificateUpload => ({ kind: 'p12', file, password })
    const pem = (certificate: string, key: string, password?: string): SwishCertificateUpload => ({
      kind: 'pem',
      certificate,
      key,
      ...(password === undefined ? {} : { password }),
    })
    const bad: [SwishCertificateUpload, object][] = [
      [p12(Buffer.from('not a certificate').toString('base64')), { code: 'not_a_certificate' }],
      [pem('not a certificate', issued.key), { code: 'not_a_certificate' }],
      [p12(issued.p12(PASSWORD), 'fel'), { code: 'wrong_password' }],
      [p12(issued.p12(PASSWORD, 'old')), { code: 'old_pkcs12' }],
      [pem(issued.chain, issued.encryptedKey(PASSWORD), 'fel'), { code: 'wrong_password' }],
      [pem(issued.chain, issued.encryptedKey(PASSWORD)), { code: 'password_needed' }],
      [pem(issued.chain, 'no key at all'), { code: 'key_missing' }],
      [pem(issued.chain, other.key), { code: 'key_does_not_fit' }],
      [asPem(expired), { code: 'certificate_expired' }],
      [asPem(other), { code: 'number_differs', details: { number: '1239990000' } }],
    ]
    for (const [certificate, refusal] of bad) {
      expect(codeOf(await upload(certificate)), JSON.stringify(refusal)).toMatchObject({ status: 422, ...refusal })
    }
    for (const malformed of [{}, { kind: 'p12', file: '***', password: '' }, { ...asPem(issued), extra: 1 }]) {
      expect(codeOf(await send('PUT', '/settings/swish/certificate', malformed))).toMatchObject({
        status: 400,
        code: 'malformed_request',
      })
    }
    expect(await swishSettings()).toEqual(before)
  })

  test('is not made of a good one: all forms are taken', async () => {
    for (const good of [
      asPem(issued),
      { kind: 'pem', certificate: issued.chain, key: issued.encryptedKey(PASSWORD), password: PASSWORD },
      { kind: 'p12', file: issued.p12(PASSWORD), password: PASSWORD },
    ] satisfies SwishCertificateUpload[]) {
      expect((await upload(good)).status).toBe(200)
      expect((await swishSettings()).certificate).toMatchObject({ number: NUMBER, chainLength: 3 })
    }
  })
})

test('settings that cannot be are refused, each by its code', async () => {
  const before = await swishSettings()
  for (const [change, refusal] of [
    [{ environment: 'mss', apiBase: 'http://192.0.2.1' }, { code: 'insecure_address' }],
    [{ environment: 'production', apiBase: 'http://127.0.0.1:9' }, { code: 'insecure_address' }],
    [{ authority: 'hello' }, { code: 'invalid_authority' }],
    [{ callbackUrl: 'https://u:p@tickets.example/' }, { code: 'invalid_address', details: { field: 'callbackUrl' } }],
  ] as const) {
    expect(codeOf(await save(change))).toMatchObject({ status: 422, ...refusal })
  }
  expect(await swishSettings()).toEqual(before)
})

test('Swish that is off cannot be tested', async () => {
  await save(off)
  expect(codeOf(await send('POST', '/settings/swish/tests'))).toMatchObject({ status: 409, code: 'swish_not_set_up' })
})

describe('whatever is wrong with the certificate', () => {
  /** Each case: the settings, the certificate, and the word for it. */
  const cases: [string, () => Promise<unknown>][] = [
    ['certificate_missing', () => save({ environment: 'production', payeeAlias: NUMBER, apiBase: NOBODY })],
    [
      'certificate_not_yet_valid',
      async () => {
        await upload(asPem(certificates.issue({ number: NUMBER, fromDays: 5 })))
        await save({ environment: 'production', payeeAlias: NUMBER, apiBase: NOBODY })
      },
    ],
    [
      'number_differs',
      async () => {
        await upload(asPem(issued))
        await save({ environment: 'production', payeeAlias: '1239990000', apiBase: NOBODY })
      },
    ],
    [
      'no_connection',
      async () => {
        await upload(asPem(issued))
        await save({ environment: 'production', payeeAlias: NUMBER, apiBase: NOBODY })
      },
    ],
  ]
  test.each(cases)('%s: it is said so, and cash is sold as ever', async (problem, arrange) => {
    await arrange()
    await waitUntil(problem, async () => (await status()).problem === problem)
    expect((await send('POST', '/settings/swish/tests')).json()).toMatchObject({ problem })
    const [event] = (await staff.catalogue()).events
    const order = await staff.sellForCash(event?.id ?? 0, event?.ticketTypeIds[0] ?? 0, 1)
    expect(order).toMatchObject({ status: 'paid', tickets: [{ code: expect.stringMatching(/^[A-Z]{6}$/) as string }] })
  })

  test.each([59, 29, 6])('with %i days left it is used, and the days are shown', async (days) => {
    await upload(asPem(certificates.issue({ number: NUMBER, toDays: days + 0.5 })))
    await save({ environment: 'mss', payeeAlias: NUMBER, apiBase: NOBODY })
    expect(await status()).toMatchObject({ certificateDaysLeft: days })
  })
})

describe('who may do what', () => {
  const paths = [
    ['PUT', '/settings/swish', off],
    ['PUT', '/settings/swish/certificate', { kind: 'p12', file: 'AAAA', password: '' }],
    ['DELETE', '/settings/swish/certificate', undefined],
    ['POST', '/settings/swish/tests', undefined],
    ['GET', '/settings', undefined],
  ] as const
  test.each(['cashier', 'door'] as const)('a %s sets nothing', async (role) => {
    const sendAs = await signInAs(role)
    for (const [method, path, body] of paths) {
      expect(codeOf(await sendAs(method, path, body)), path).toMatchObject({ status: 403, code: 'not_permitted' })
    }
    expect((await sendAs('GET', '/swish')).status).toBe(200)
  })

  test('the simulator is played by those who sell', async () => {
    expect((await (await signInAs('cashier'))('GET', '/swish-simulator')).status).toBe(200)
    expect((await (await signInAs('door'))('GET', '/swish-simulator')).status).toBe(403)
  })

  test('nobody who has not signed in sees anything', async () => {
    for (const path of ['/swish', '/swish-simulator', '/settings']) {
      expect((await server.connections.send('GET', `/api/v1${path}`)).status).toBe(401)
    }
  })
})

describe('the address that Swish calls back', () => {
  const host = 'tickets.example'
  const request = (method: string, path: string, headers: [string, string][] = [], name = host) =>
    sendRaw(
      server.port,
      rawRequest(
        method,
        path,
        [['host', name], ['content-type', 'application/json'], ['content-length', '2'], ...headers],
        '{}',
      ),
    )

  test('is answered to callbacks under its name, from the moment it is set, and to nothing else', async () => {
    expect((await request('POST', '/swish/callback')).status).toBe(421)
    await save({ environment: 'simulator', payeeAlias: '1230000000', callbackUrl: `https://${host}/swish/callback` })
    for (const path of ['/swish/callback', '/swish/callback/']) expect((await request('POST', path)).status).toBe(200)
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/api/v1/staff-users'],
      ['PUT', '/validate_ticket/'],
      ['GET', '/get_chapterevents/'],
      ['POST', '/swish/callback/x'],
      ['POST', '/swish/callbackx'],
    ] as const) {
      expect((await request(method, path)).status, path).toBe(421)
    }
    expect((await request('POST', '/swish/callback', [], 'other.example')).status).toBe(421)
  })

  test.each([
    ['', [host, `${host}:443`, host.toUpperCase()], [`${host}:80`, `${host}:8443`, `${host}:`]],
    [':443', [host, `${host}:443`], [`${host}:80`, `${host}:4430`]],
    [':8443', [`${host}:8443`], [host, `${host}:443`]],
  ])('with the port "%s" is answered to under that port, named or not', async (port, good, bad) => {
    const callbackUrl = `https://${host}${port}/swish/callback`
    await save({ environment: 'simulator', payeeAlias: '1230000000', callbackUrl })
    for (const name of good) expect((await request('POST', '/swish/callback', [], name)).status, name).toBe(200)
    for (const name of bad) expect((await request('POST', '/swish/callback', [], name)).status, name).toBe(421)
  })

  test('makes nobody local, also where it is a name that the venue lists', async () => {
    await save({ environment: 'simulator', payeeAlias: '1230000000', callbackUrl: `https://${host}/swish/callback` })
    await staff.putLanSettings({ open: false, hostNames: [host], allowedOrigins: [] })
    expect((await request('GET', '/api/v1/staff-users')).status).toBe(403)
    // A page for strangers, which says where HTTPS is: none of the staff's.
    const { body: page } = await request('GET', '/')
    expect(page).toContain('https://')
    expect(page).not.toMatch(/<script|\/assets\//)
    await staff.putLanSettings({ open: false, hostNames: [], allowedOrigins: [] })
  })

  test.each([
    'forwarded',
    'via',
    'x-forwarded-for',
    'x-forwarded-proto',
    'x-real-ip',
    'x-original-host',
    'x-client-ip',
    'cf-connecting-ip',
    'cf-ray',
    'cdn-loop',
    'true-client-ip',
    'tailscale-user-login',
  ])('a tunnel that gives our own name, and says %s, makes nobody local either', async (header) => {
    const own = `127.0.0.1:${String(server.port)}`
    expect((await request('GET', '/api/v1/staff-users', [], own)).status).toBe(200)
    expect((await request('GET', '/api/v1/staff-users', [[header, 'x']], own)).status).toBe(403)
  })
})

test('no answer and no line of the log has held a key or a password', () => {
  const everything = answers.join('\n') + server.log()
  expect(answers.length).toBeGreaterThan(100)
  for (const secret of ['PRIVATE KEY', PASSWORD, issued.key.split('\n')[4] ?? '', issued.p12('x').slice(0, 40)]) {
    expect(everything.includes(secret), secret.slice(0, 12)).toBe(false)
  }
})
