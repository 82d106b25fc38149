/** A whole evening at the most talkative log level, with things in it that no log may ever hold. */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Order } from '#shared/contract/order-api'
import { openConnections } from '../support/http-client'
import {
  createTemporaryFolder,
  startServerProcess,
  type ServerProcess,
  type TemporaryFolder,
} from '../support/server-process'
import { signInAsDemoManager, type StaffApi } from '../support/staff-api'
import { withDatabase } from '../support/stored-data'
import { createSwishCertificates } from '../support/swish-certificates'
import { chooseSwish, openSwishStandIn, relayTo, type SwishStandIn } from '../support/swish-stand-in'
import { createVisitor, PaymentStatusAnswer, readAs } from '../support/ticket-client'
import { waitUntil } from '../support/wait-until'

const buyerEmail = 'kanariefagel.kund@exempel.se'
const venueEmail = 'kanariefagel.kassa@exempel.se'
const phone = '0701740605'
const phoneAlias = '46701740605'
const certificatePassword = 'kanarie-certifikat-lösen'
const smtpPassword = 'kanarie-smtp-lösen'
const doorPassword = 'kanarie-dörr-lösen'
const wrongPin = '918273'
const forgedIdentifier = 'CAFE0123CAFE0123CAFE0123CAFE0123'

let folder: TemporaryFolder
let swish: SwishStandIn
let server: ServerProcess
/** What must not be found, by what it is. */
const canaries = new Map<string, string>([
  ['the buyer’s address', buyerEmail],
  ['the venue’s address', venueEmail],
  ['a phone number', phone],
  ['a payer alias', phoneAlias],
  ['the certificate’s password', certificatePassword],
  ['the mail server’s password', smtpPassword],
  ['the door password', doorPassword],
  ['a wrong PIN', wrongPin],
  ['a forged identifier', forgedIdentifier],
])

beforeAll(async () => {
  folder = await createTemporaryFolder()
  swish = await openSwishStandIn({ mode: 'by_hand', debitAfterMs: 50, refundAfterMs: 100 })
  server = await startServerProcess({ dataFolder: folder.path, demo: true, env: { LUCKA_LOG_LEVEL: 'trace' } })
  await playTheEvening()
  expect(await server.stop()).toMatchObject({ code: 0 })
}, 120_000)
afterAll(async () => {
  await swish[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

async function playTheEvening(): Promise<void> {
  using connections = openConnections(server.url)
  const staff = await signInAsDemoManager(connections)
  canaries.set('the manager’s session', staff.cookie().split('=')[1] ?? '')
  await signInWrongly(staff)
  await editSettings(staff)
  await chooseSwish(staff, swish)
  swish.relay = relayTo(server.url)
  const ticketTypeId = (await staff.createTicketType()).id
  const event = await staff.createEvent({ ticketTypeIds: [ticketTypeId] })
  const untilPaid = (id: number) => waitUntil('the money', async () => (await staff.getOrder(id)).status === 'paid')

  // On the web, with a mail.
  const buyer = createVisitor(connections)
  await buyer.reserve(event.id, [{ ticket_type: ticketTypeId, count: 2 }])
  canaries.set('a buyer’s session', buyer.cookies.get('sessionid') ?? '')
  await buyer.startPayment(buyerEmail)
  swish.act('pay')
  await waitUntil('the money', async () => readAs(PaymentStatusAnswer, await buyer.paymentStatus()).status === 'PAID')
  const [webOrder] = await staff.findOrders(buyerEmail)
  await waitUntil('the mail', async () => (await staff.getOrder(webOrder?.id ?? 0)).mail?.state === 'written')

  // At the till: pushed to a phone, declined, cancelled, unknown, refused, and nobody there.
  const order = await staff.reserve(event.id, ticketTypeId, 1)
  await staff.startSwish(order.id, { payer: phone })
  swish.act('decline')
  await waitUntil('the refusal', async () => (await staff.getOrder(order.id)).paymentAttempt?.status === 'declined')
  await staff.cancelPaymentAttempt((await staff.startSwish(order.id)).id)
  for (const fault of [
    { kind: 'status', status: 500, acted: false },
    { kind: 'status', status: 401, acted: false },
    { kind: 'dropped', acted: false },
  ] as const) {
    swish.script = { answer: () => fault }
    const other = await staff.reserve(event.id, ticketTypeId, 1)
    await staff.send('POST', `/orders/${String(other.id)}/swish-payments`, { payer: phone })
  }
  swish.script = {}
  await staff.startSwish(order.id, { payer: phone })
  swish.act('pay')
  await untilPaid(order.id)
  await giveBack(staff, await staff.getOrder(order.id))

  await sellWhileNothingWorks(staff, event.id, ticketTypeId)
  await callWrongly(server.url, order)
  await validateWrongly(server.url)
  collectStoredSecrets()
}

async function signInWrongly(staff: StaffApi): Promise<void> {
  const { staffUsers } = await staff.call<{ staffUsers: { id: number; demoPin?: string }[] }>('GET', '/staff-users')
  for (const { id, demoPin } of staffUsers) {
    if (demoPin !== undefined) canaries.set(`PIN of ${String(id)}`, `"${demoPin}"`)
    await staff.send('POST', '/sessions', { staffUserId: id, pin: wrongPin })
  }
  await staff.send('POST', '/sessions', { staffUserId: 1, pin: Number(wrongPin) })
}

async function editSettings(staff: StaffApi): Promise<void> {
  using certificates = createSwishCertificates()
  const { chain, key, encryptedKey, p12 } = certificates.issue({ number: swish.settings.payeeAlias })
  canaries.set('a private key', key.split('\n')[3] ?? '')
  const locked = encryptedKey(certificatePassword)
  canaries.set('a locked private key', locked.split('\n')[3] ?? '')
  const file = p12(certificatePassword)
  canaries.set('a key file', file.slice(400, 460))
  const wrong = { kind: 'p12', file, password: `${certificatePassword}-fel` }
  expect((await staff.send('PUT', '/settings/swish/certificate', wrong)).status).toBe(422)
  const malformed = { kind: 'pem', certificate: chain, key, password: 7 }
  expect((await staff.send('PUT', '/settings/swish/certificate', malformed)).status).toBe(400)
  await staff.call('PUT', '/settings/swish/certificate', { kind: 'p12', file, password: certificatePassword })
  await staff.call('PUT', '/settings/swish/certificate', {
    ...{ kind: 'pem', certificate: chain, key: locked, password: certificatePassword },
  })

  const mail = { fromName: 'Kassan', fromAddress: venueEmail }
  const smtp = { host: '127.0.0.1', port: 1, security: 'none', user: venueEmail }
  await staff.call('PUT', '/settings/mail', { ...mail, smtp, password: smtpPassword })
  expect((await staff.send('POST', '/settings/mail/tests', { toAddress: buyerEmail })).status).toBe(502)
  await staff.call('PUT', '/settings/mail', { ...mail, smtp: null })
  await staff.call('PUT', '/settings/lan', { open: false, hostNames: [], allowedOrigins: [], doorPassword })
}

async function giveBack(staff: StaffApi, { id, tickets }: Order): Promise<void> {
  const codes = tickets.map(({ code }) => code)
  await staff.refund(id, codes)
  await waitUntil('the refund', async () => (await staff.getOrder(id)).refunds[0]?.status === 'paid')
}

/** What nobody has foreseen is logged with all that the error holds. */
async function sellWhileNothingWorks(staff: StaffApi, eventId: number, ticketTypeId: number): Promise<void> {
  using connections = openConnections(server.url)
  const database = new Database(join(folder.path, 'lucka.sqlite'))
  const broken = ['mail', 'payment_attempt', 'refund', '"order"']
  const trigger = (index: number) => `nothing_works_${String(index)}`
  const breakTable = (index: number) =>
    database.exec(
      `CREATE TRIGGER ${trigger(index)} BEFORE INSERT ON ${broken[index] ?? ''} BEGIN SELECT raise(ABORT, 'broken'); END`,
    )
  const mendTable = (index: number) => database.exec(`DROP TRIGGER ${trigger(index)}`)

  // The mail: money has come, and its tickets cannot be made.
  const buyer = createVisitor(connections)
  await buyer.reserve(eventId, [{ ticket_type: ticketTypeId, count: 1 }])
  expect((await buyer.startPayment(buyerEmail)).status).toBe(200)
  breakTable(0)
  swish.act('pay')
  await waitUntil('the failure', () => Promise.resolve(server.stderr().includes('background work failed')))
  mendTable(0)
  const untilPaid = async () => readAs(PaymentStatusAnswer, await buyer.paymentStatus()).status === 'PAID'
  await waitUntil('the money', untilPaid, { timeoutMs: 20_000 })

  // The attempt, the refund, the order.
  for (const index of [1, 2, 3]) breakTable(index)
  const other = createVisitor(connections)
  expect((await other.reserve(eventId, [{ ticket_type: ticketTypeId, count: 1 }])).status).toBe(500)
  const [paid] = await staff.findOrders(buyerEmail)
  const reason = `${buyerEmail} ${phone}`
  const refund = { ticketCodes: paid?.tickets.map(({ code }) => code), reason }
  expect((await staff.send('POST', `/orders/${String(paid?.id)}/refunds`, refund)).status).toBe(500)
  mendTable(3)
  const order = await staff.reserve(eventId, ticketTypeId, 1)
  const push = await staff.send('POST', `/orders/${String(order.id)}/swish-payments`, { payer: phone })
  expect(push.status).toBe(500)
  for (const index of [1, 2]) mendTable(index)
  database.close()
}

/** What cannot be read is where logs like to quote. */
async function callWrongly(url: string, { id }: Order): Promise<void> {
  using connections = openConnections(url)
  const body = `{"id":"${forgedIdentifier}","payerAlias":"${phoneAlias}","email":"${buyerEmail}"`
  const headers = { 'content-type': 'application/json', callbackidentifier: forgedIdentifier }
  for (const text of [body, `${body}}`]) await connections.send('POST', '/swish/callback', { headers, body: text })
  const json = { 'content-type': 'application/json' }
  await connections.send('POST', '/start_payment/', { headers: json, body: `{"email_address":"${buyerEmail}"` })
  await connections.send('POST', '/start_payment/', { json: { email_address: [buyerEmail] } })
  await connections.send('POST', `/api/v1/orders/${String(id)}/swish-payments`, {
    headers: { 'x-lucka-client': 'staff' },
    json: { payer: `${phone}x` },
  })
  await connections.send('GET', `/generate_qr/${forgedIdentifier}?mail=${buyerEmail}`)
}

async function validateWrongly(url: string): Promise<void> {
  using connections = openConnections(url)
  const visitor = createVisitor(connections)
  await visitor.validate('ZZZZZZ', { password: `${doorPassword}-fel` })
  await visitor.validate('ZZZZZZ', { password: doorPassword })
}

/** What the server has made itself. */
function collectStoredSecrets(): void {
  withDatabase(folder.path, (database) => {
    const all = (what: string, sql: string) => {
      const values = database.prepare(sql).pluck().all() as (string | null)[]
      for (const [index, value] of values.entries()) if (value !== null) canaries.set(`${what} ${String(index)}`, value)
    }
    all('token', 'SELECT token FROM payment_attempt')
    all(
      'callback identifier',
      'SELECT callback_identifier FROM payment_attempt UNION SELECT callback_identifier FROM refund',
    )
    all('ticket code', `SELECT '"' || code || '"' FROM ticket`)
  })
}

/** Everything in the data folder but the database, what is meant to hold secrets, and the mails themselves. */
async function otherFiles(): Promise<[string, string][]> {
  const entries = await readdir(folder.path, { recursive: true, withFileTypes: true })
  const paths = entries.filter((it) => it.isFile()).map((it) => relative(folder.path, join(it.parentPath, it.name)))
  const looked = paths.filter(
    (path) => !/sqlite/.test(path) && path !== 'secrets.json' && !path.startsWith(`outbox${sep}`),
  )
  return Promise.all(
    looked.map(async (path): Promise<[string, string]> => [path, await readFile(join(folder.path, path), 'latin1')]),
  )
}

const findCanaries = (text: string) => [...canaries].filter(([, secret]) => text.includes(secret)).map(([what]) => what)

test('neither the log nor any file holds an address, a number, a token, a key, a password or a PIN', async () => {
  const log = server.stderr() + server.stdout()
  // It was an evening worth looking at.
  expect(log.match(/unexpected error/g)?.length).toBeGreaterThanOrEqual(3)
  expect(log).toContain('background work failed')
  expect(log.match(/a Swish callback that names no payment of ours/g)).toHaveLength(2)
  expect([...canaries.values()].filter((secret) => secret.length < 6)).toEqual([])
  expect([...canaries.keys()].filter((what) => what.startsWith('token')).length).toBeGreaterThanOrEqual(2)
  expect([...canaries.keys()].filter((what) => what.startsWith('callback')).length).toBeGreaterThanOrEqual(6)
  for (const line of log.split('\n')) expect(findCanaries(line), line).toEqual([])
  for (const [path, text] of await otherFiles()) expect(findCanaries(text), path).toEqual([])
})

test('the looking finds what is there: the control', async () => {
  const outbox = join(folder.path, 'outbox')
  const [mail = ''] = await readdir(outbox)
  expect(findCanaries(await readFile(join(outbox, mail), 'latin1'))).toContain('the buyer’s address')
  const secrets = await readFile(join(folder.path, 'secrets.json'), 'utf8')
  expect(findCanaries(secrets)).toContain('the mail server’s password')
})
