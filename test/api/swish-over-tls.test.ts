/** The two programs as they come out of the build, a box office and a Swish, with mutual TLS between them. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { SwishTestResult } from '#shared/contract/settings-api'
import type { SwishStatus } from '#shared/contract/swish-payments-api'
import { startSimulator, type SimulatorProcess } from '../swish/simulator/simulator-process'
import { openConnections } from '../support/http-client'
import { createTemporaryFolder, startServerProcess } from '../support/server-process'
import { signInAsDemoManager } from '../support/staff-api'
import { findViolations } from '../support/stored-data'
import { waitUntil } from '../support/wait-until'

const startSwish = (folder: string, ...more: string[]): Promise<SimulatorProcess> =>
  startSimulator('--data', folder, '--strict', '--pay-after-ms', '500', ...more)

test('sells and gives back, through the end of either of them', async () => {
  await using swishFolder = await createTemporaryFolder()
  await using folder = await createTemporaryFolder()
  await using swish = await startSwish(swishFolder.path)
  const { url, ca, certificate, key } = swish.ready
  let server = await startServerProcess({ dataFolder: folder.path, demo: true })
  using connections = openConnections(server.url)
  const staff = await signInAsDemoManager(connections)
  const status = () => staff.call<SwishStatus>('GET', '/swish')
  const untilStatus = (what: SwishStatus['state']) =>
    waitUntil(what, async () => (await status()).state === what, { timeoutMs: 12_000 })
  const untilPaid = (orderId: number) =>
    waitUntil('the money', async () => (await staff.getOrder(orderId)).status === 'paid', { timeoutMs: 15_000 })

  const [pem, privateKey, authority] = await Promise.all([certificate, key, ca].map((path) => readFile(path, 'utf8')))
  await staff.call('PUT', '/settings/swish/certificate', { kind: 'pem', certificate: pem, key: privateKey })
  const settings = { environment: 'mss', payeeAlias: '1234679304', apiBase: url, callbackUrl: null, tls12Only: false }
  await staff.call('PUT', '/settings/swish', { ...settings, authority: null })
  expect(await staff.call<SwishTestResult>('POST', '/settings/swish/tests')).toMatchObject({
    problem: 'server_not_trusted',
  })
  await staff.call('PUT', '/settings/swish', { ...settings, authority })
  expect(await staff.call<SwishTestResult>('POST', '/settings/swish/tests')).toMatchObject({ problem: null })
  expect(await status()).toMatchObject({ state: 'ready', environment: 'mss' })

  const ticketTypeId = (await staff.createTicketType()).id
  const eventId = (await staff.createEvent({ ticketTypeIds: [ticketTypeId] })).id
  const sold = await staff.reserve(eventId, ticketTypeId, 3)
  expect(await staff.startSwish(sold.id)).toMatchObject({ status: 'created' })
  await untilPaid(sold.id)

  // The server dies while a customer pays, and while a refund is on its way.
  const pushed = await staff.reserve(eventId, ticketTypeId, 1)
  await staff.startSwish(pushed.id, { payer: '070-174 06 05' })
  const [code = ''] = (await staff.getOrder(sold.id)).tickets.map((ticket) => ticket.code)
  const refund = await staff.refund(sold.id, [code])
  await server.kill()
  server = await startServerProcess({ dataFolder: folder.path, port: server.port })
  await untilPaid(pushed.id)
  await waitUntil(
    'the refund',
    async () => (await staff.getOrder(sold.id)).refunds.find(({ id }) => id === refund.id)?.status === 'paid',
    { timeoutMs: 20_000 },
  )

  // Swish dies: the till says so with the next customer, cash goes on, and its return needs nobody.
  await swish.end('SIGKILL')
  const next = await staff.reserve(eventId, ticketTypeId, 1)
  expect((await staff.send('POST', `/orders/${String(next.id)}/swish-payments`, {})).json()).toMatchObject({
    error: { code: 'swish_unreachable' },
  })
  expect(await status()).toMatchObject({ state: 'unreachable', problem: 'no_connection' })
  const paid = await staff.send('POST', `/orders/${String(next.id)}/cash-payments`, { givenOre: next.totalOre })
  expect(paid.status).toBe(201)
  await using again = await startSimulator('--data', swishFolder.path, '--strict', '--port', new URL(url).port)
  expect(again.ready.url).toBe(url)
  await untilStatus('ready')
  expect(await server.stop()).toMatchObject({ code: 0 })
  expect(findViolations(folder.path)).toEqual([])
}, 90_000)
