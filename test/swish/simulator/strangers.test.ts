/*
 * Clients that strangers wrote, against the simulator as a process over mutual TLS. `swish-merchant` speaks today's PUT, for
 * payments by number; `swish-payments` the POST of old. Both are used as they are; only where Swish is stands in the test.
 */
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { createTemporaryFolder, type TemporaryFolder } from '../../support/server-process'
import { openReceiver } from './callback-receiver'
import { payeeAlias } from './simulator-bench'
import { startSimulator, type SimulatorProcess } from './simulator-process'

const require = createRequire(import.meta.url)

/** What the packages declare is out of date, where they declare anything: this is what the tests use. */
interface SwishMerchant {
  url: string
  createPaymentRequest(args: object): Promise<{ success: boolean; id: string }>
  retrievePaymentRequest(args: { id: string }): Promise<{ data: Record<string, unknown> }>
  createRefundRequest(args: object): Promise<{ success: boolean; id: string }>
  retrieveRefundRequest(args: { id: string }): Promise<{ data: Record<string, unknown> }>
}
interface SwishPayments {
  paymentRequest(fields: object): Promise<string>
  getPayment(id: string): Promise<Record<string, unknown>>
  refundRequest(fields: object): Promise<{ status: number; json(): Promise<{ errorCode: string }[]> }>
  createHook(heard: (payment: unknown) => void): (request: object, response: object) => unknown
}
const Merchant = require('swish-merchant') as new (args: object) => SwishMerchant
const { default: Payments } = require('swish-payments') as { default: new (options: object) => SwishPayments }

let folder: TemporaryFolder
let simulator: SimulatorProcess
beforeAll(async () => {
  folder = await createTemporaryFolder()
  simulator = await startSimulator(
    ...['--data', folder.path, '--pay-after-ms', '150', '--loopback-callbacks', '--v1-create'],
  )
})
afterAll(async () => {
  await simulator[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

/** Each test has a payer of its own: one may have one open payment. */
let payers = 0
const newPayer = () => `4670${String((payers += 1)).padStart(7, '0')}`

describe('swish-merchant', () => {
  function openClient(callbackUrl: string) {
    const { ready } = simulator
    const client = new Merchant({
      alias: payeeAlias,
      paymentRequestCallback: callbackUrl,
      refundRequestCallback: callbackUrl,
      cert: ready.certificate,
      key: ready.key,
      ca: ready.ca,
      test: true,
    })
    client.url = ready.url // The package has the address of Swish's own simulator written into it.
    return client
  }
  const refusedWith = (code: string) => ({ errors: [{ errorCode: code }] })

  test('pays, hears of it, refunds, and hears of that', async () => {
    await using receiver = await openReceiver(simulator.ready)
    const client = openClient(receiver.url)
    const phoneNumber = newPayer()
    const created = await client.createPaymentRequest({
      phoneNumber,
      amount: '149.50',
      message: 'Två biljetter',
      payeePaymentReference: 'ORDER1042',
      personNummer: '19700101-0003',
      ageLimit: '18',
    })
    expect(created.success).toBe(true)
    expect((await client.retrievePaymentRequest(created)).data).toMatchObject({ status: 'CREATED', amount: 149.5 })

    await receiver.atLeast(1)
    const { data: paid } = await client.retrievePaymentRequest(created)
    expect(paid).toMatchObject({
      id: created.id,
      status: 'PAID',
      payerAlias: phoneNumber,
      message: 'Två biljetter',
      payeePaymentReference: 'ORDER1042',
    })

    const refund = await client.createRefundRequest({
      originalPaymentReference: paid['paymentReference'],
      amount: 49.5,
      message: 'En biljett',
      payerPaymentReference: 'REFUND1',
    })
    expect((await client.retrieveRefundRequest(refund)).data).toMatchObject({ status: 'CREATED' })
    const received = await receiver.atLeast(3)
    expect((await client.retrieveRefundRequest(refund)).data).toMatchObject({
      status: 'PAID',
      amount: 49.5,
      originalPaymentReference: paid['paymentReference'],
      payerPaymentReference: 'REFUND1',
    })
    expect(received.map(({ body }) => (JSON.parse(body) as { status: string }).status)).toEqual([
      'PAID',
      'DEBITED',
      'PAID',
    ])
  })

  test.each(['FF08', 'BE18', 'ACMT03', 'VR01', 'RP06', 'PA01'])(
    'understands that a payment is refused: %s',
    async (code) => {
      const client = openClient('https://tickets.invalid/swish')
      await expect(
        client.createPaymentRequest({ phoneNumber: newPayer(), amount: '1', message: code }),
      ).rejects.toMatchObject(refusedWith(code))
    },
  )

  test.each(['RF02', 'RF08', 'ACMT07'])('understands that a refund is refused: %s', async (code) => {
    const client = openClient('https://tickets.invalid/swish')
    await expect(
      client.createRefundRequest({ originalPaymentReference: 'A'.repeat(32), amount: '1', message: code }),
    ).rejects.toMatchObject(refusedWith(code))
  })

  test.each(['RF07', 'BANKIDCL', 'TM01'])('sees a payment fail: %s', async (code) => {
    await using receiver = await openReceiver(simulator.ready)
    const client = openClient(receiver.url)
    const created = await client.createPaymentRequest({ phoneNumber: newPayer(), amount: '1', message: code })
    await receiver.atLeast(1)
    expect((await client.retrievePaymentRequest(created)).data).toMatchObject({ status: 'ERROR', errorCode: code })
  })

  test('understands that there is no such payment, and that a payer is busy', async () => {
    const client = openClient('https://tickets.invalid/swish')
    await expect(client.retrievePaymentRequest({ id: 'A'.repeat(32) })).rejects.toMatchObject(refusedWith('RP04'))
    await expect(client.retrieveRefundRequest({ id: 'A'.repeat(32) })).rejects.toMatchObject(refusedWith('RP04'))
    const phoneNumber = newPayer()
    const both = await Promise.allSettled([
      client.createPaymentRequest({ phoneNumber, amount: '1' }),
      client.createPaymentRequest({ phoneNumber, amount: '1' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refusedWith('RP06') })
  })
})

describe('swish-payments', () => {
  const openClient = () => {
    const { ready } = simulator
    return new Payments({
      endpoint: `${ready.url}/api/v1`,
      serverIP: '127.0.0.1',
      cert: { pfx: readFileSync(ready.p12), passphrase: ready.p12Password, ca: readFileSync(ready.ca) },
    })
  }
  const fields = (callbackUrl: string) => ({ callbackUrl, payeeAlias, amount: '100.00', message: 'message' })

  test.each([
    ['by number', () => ({ payerAlias: newPayer() })],
    ['by token', () => ({})],
  ])('pays %s, and hears of it through its hook', async (_case, payer) => {
    await using receiver = await openReceiver(simulator.ready)
    const client = openClient()
    const id = await client.paymentRequest({ ...fields(receiver.url), ...payer() })
    expect(id).toMatch(/^[0-9A-F]{32}$/)
    expect(await client.getPayment(id)).toMatchObject({ id, status: 'CREATED', amount: 100 })
    const [callback] = await receiver.atLeast(1)
    const heard: unknown[] = []
    const response = { status: () => response, send: () => response }
    client.createHook((payment) => heard.push(payment))(
      { connection: { remoteAddress: '127.0.0.1' }, body: JSON.parse(callback?.body ?? '') as unknown },
      response,
    )
    expect(heard).toEqual([await client.getPayment(id)])
    expect(heard).toMatchObject([{ id, status: 'PAID' }])
  })

  test('understands that a payment is refused', async () => {
    const request = { ...fields('https://tickets.invalid/swish'), message: 'ACMT03' }
    await expect(openClient().paymentRequest(request)).rejects.toMatchObject([{ errorCode: 'ACMT03' }])
    await expect(openClient().paymentRequest({ ...request, amount: '1,00' })).rejects.toMatchObject([
      { errorCode: 'PA02' },
    ])
  })

  test('sends its refunds to the payments, where Swish would refuse them as well', async () => {
    const answer = await openClient().refundRequest({
      originalPaymentReference: 'A'.repeat(32),
      callbackUrl: 'https://tickets.invalid/swish',
    })
    expect(answer.status).toBe(422)
    expect((await answer.json()).map(({ errorCode }) => errorCode)).toEqual(['RP01', 'PA02', 'AM03'])
  })
})
