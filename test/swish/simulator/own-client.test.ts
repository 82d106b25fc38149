/* Lucka's own client against the simulator: in the same process, and over mutual TLS with either form of certificate. */
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SwishCertificateUpload } from '#shared/contract/settings-api'
import { createSwishClient } from '#main/swish/client/swish-client'
import { createSimulatorEngine } from '#main/swish/simulator/engine'
import { createInProcessTransport } from '#main/swish/simulator/in-process-transport'
import { readClientCertificate } from '#main/swish/tls/client-certificate'
import { createMutualTlsTransport } from '#main/swish/tls/mutual-tls-transport'
import type { SwishTransport } from '#main/swish/transport'
import { createTemporaryFolder, type TemporaryFolder } from '../../support/server-process'
import { callbackIdentifier } from './simulator-bench'
import { startSimulator, type SimulatorProcess } from './simulator-process'

const now = () => new Date().toISOString()
const payAfterMs = 100

let folder: TemporaryFolder
let simulator: SimulatorProcess
beforeAll(async () => {
  folder = await createTemporaryFolder()
  simulator = await startSimulator('--data', folder.path, '--pay-after-ms', String(payAfterMs))
})
afterAll(async () => {
  await simulator[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

async function overTls(kind: 'p12' | 'pem'): Promise<SwishTransport> {
  const { ready } = simulator
  const upload: SwishCertificateUpload =
    kind === 'p12'
      ? { kind, file: readFileSync(ready.p12).toString('base64'), password: ready.p12Password }
      : { kind, certificate: readFileSync(ready.certificate, 'utf8'), key: readFileSync(ready.key, 'utf8') }
  const read = await readClientCertificate(upload, now())
  if (!read.ok) throw new Error(`The certificate is refused: ${read.error.code}`)
  expect(read.value.facts).toMatchObject({ number: '1234679304', organisation: '5560997982', chainLength: 3 })
  return createMutualTlsTransport({
    apiBase: ready.url,
    certificate: read.value.material,
    authority: readFileSync(ready.ca, 'utf8'),
    tls12Only: kind === 'p12',
  })
}

const inProcess = async () =>
  createInProcessTransport(
    createSimulatorEngine({
      now,
      after: (ms, fn) => {
        const timer = setTimeout(fn, ms)
        return () => {
          clearTimeout(timer)
        }
      },
      sendCallback: async () => true,
      options: { payAfterMs, debitAfterMs: payAfterMs, refundAfterMs: 2 * payAfterMs },
    }),
  )

let idsMade = 0
const newId = () => {
  idsMade += 1
  return idsMade.toString(16).toUpperCase().padStart(32, 'C')
}

describe.each<[string, () => Promise<SwishTransport>]>([
  ['in the same process', inProcess],
  ['over TLS with PEM', () => overTls('pem')],
  ['over TLS 1.2 with PKCS#12', () => overTls('p12')],
])('%s', (_name, openTransport) => {
  const open = async () => {
    const transport = await openTransport()
    const client = createSwishClient({
      environment: 'simulator',
      payeeAlias: '1234679304',
      callbackUrl: 'https://tickets.invalid/swish/callback',
      transport,
      wait: (ms) => delay(ms),
    })
    return { client, [Symbol.dispose]: transport.close }
  }
  const aPayment = (changes: object = {}) => ({
    instructionId: newId(),
    amountOre: 14_950,
    message: 'Order 1042',
    payeeReference: 'ORDER-1042',
    callbackIdentifier,
    ...changes,
  })

  test('is well', async () => {
    using swish = await open()
    expect(await swish.client.check()).toEqual({ kind: 'ok' })
  })

  test('a payment is paid and refunded', async () => {
    using swish = await open()
    const { client } = swish
    const request = aPayment()
    const token = expect.stringMatching(/^[0-9a-f]{32}$/) as string
    expect(await client.create(request)).toEqual({ kind: 'created', token })
    const status = async () => {
      const read = await client.read(request.instructionId)
      return read.kind === 'found' ? read.payment : read
    }
    await expect.poll(status).toMatchObject({ status: 'PAID', amountOre: 14_950, payeeAlias: '1234679304' })
    const paid = await client.read(request.instructionId)
    const refund = {
      instructionId: newId(),
      originalPaymentReference: (paid.kind === 'found' && paid.payment.paymentReference) || '',
      amountOre: 4_950,
      message: 'Order 1042',
      payerReference: 'REFUND-1',
      callbackIdentifier,
    }
    expect(await client.refund(refund)).toEqual({ kind: 'created' })
    const refunded = async () => {
      const read = await client.readRefund(refund.instructionId)
      return read.kind === 'found' ? read.refund : read
    }
    await expect.poll(refunded).toMatchObject({ status: 'PAID', amountOre: 4_950 })
  })

  test('an id that was used, a refusal, a failure, and a cancel that comes in time or too late', async () => {
    using swish = await open()
    const { client } = swish
    const request = aPayment({ payerAlias: '46712345678' })
    expect(await client.create(request)).toEqual({ kind: 'created', token: null })
    expect(await client.cancel(request.instructionId)).toMatchObject({ kind: 'cancelled' })
    expect(await client.cancel(request.instructionId)).toEqual({ kind: 'not_cancellable' })
    expect(await client.create(request)).toMatchObject({ kind: 'created' }) // Known by RP09, found by a read.
    expect(await client.create(aPayment({ message: 'ACMT03' }))).toMatchObject({
      kind: 'refused',
      errors: [{ code: 'ACMT03' }],
    })
    const failing = aPayment({ message: 'RF07' })
    await client.create(failing)
    await expect
      .poll(() => client.read(failing.instructionId))
      .toMatchObject({ payment: { status: 'ERROR', errorCode: 'RF07' } })
    expect(await client.cancel(newId())).toEqual({ kind: 'not_found' })
  })
})
