import { describe, expect, test } from 'vitest'
import {
  callbackIdentifier,
  codesIn,
  leastRefund,
  newInstructionId,
  openBench,
  originalPaymentReference,
  payeeAlias,
  payerAlias,
} from './simulator-bench'

test('a refund is answered with 201, its v1 address and no token', async () => {
  const { refund } = openBench()
  const id = newInstructionId()
  expect(await refund({}, id)).toEqual({
    status: 201,
    headers: { location: `https://simulator.test/swish-cpcapi/api/v1/refunds/${id}`, 'content-length': '0' },
    body: '',
  })
})

test('money leaves after four seconds and arrives after eight, each with a callback', async () => {
  const { refund, refunded, clock, callbacks, heard } = openBench()
  const id = newInstructionId()
  await refund({ callbackIdentifier }, id)
  await clock.pass(3_999)
  expect(await refunded(id)).toMatchObject({ status: 'CREATED', paymentReference: null, datePaid: null })
  await clock.pass(1)
  expect(await refunded(id)).toMatchObject({ status: 'DEBITED', paymentReference: null, datePaid: null })
  await clock.pass(3_999)
  expect((await refunded(id))['status']).toBe('DEBITED')
  await clock.pass(1)
  const paid = await refunded(id)
  expect(paid).toMatchObject({ status: 'PAID', datePaid: '2026-11-23T18:00:08.000Z' })
  expect(paid['paymentReference']).toMatch(/^[0-9A-F]{32}$/)
  expect(heard()).toEqual([
    ['DEBITED', 4],
    ['PAID', 8],
  ])
  expect(callbacks.map(({ identifier }) => identifier)).toEqual([callbackIdentifier, callbackIdentifier])
  expect(JSON.parse(callbacks[1]?.body ?? '')).toEqual(paid)
})

test('the object has its own fields, and none of the payment', async () => {
  const { refund, refunded, readRefund } = openBench()
  const id = newInstructionId()
  await refund({ message: 'Refund', payerPaymentReference: null, amount: '10' }, id)
  expect(await refunded(id)).toEqual({
    id,
    paymentReference: null,
    payerPaymentReference: '',
    originalPaymentReference,
    callbackUrl: leastRefund.callbackUrl,
    callbackIdentifier: null,
    payerAlias: payeeAlias,
    payeeAlias: null,
    amount: 10,
    currency: 'SEK',
    message: 'Refund',
    status: 'CREATED',
    dateCreated: '2026-11-23T18:00:00.000Z',
    datePaid: null,
    errorCode: null,
    errorMessage: null,
    additionalInformation: null,
  })
  expect((await readRefund(id)).body).toContain('"amount":10.00,')
})

test.each<[string, Record<string, unknown>, number, string[]]>([
  ['no original', { originalPaymentReference: undefined }, 422, ['RF02']],
  ['an empty original', { originalPaymentReference: '' }, 422, ['RF02']],
  ['no payer', { payerAlias: undefined }, 422, ['RP01']],
  ['a payer that is no Swish number', { payerAlias: '9991181189' }, 403, ['PA01']],
  ['an odd payee', { payeeAlias: '+46712345678' }, 422, ['BE18']],
  ['no amount', { amount: undefined }, 422, ['PA02']],
  ['an amount with a comma', { amount: '1,00' }, 422, ['PA02']],
  ['nothing', { amount: '0.00' }, 422, ['AM06']],
  ['far too much', { amount: '1000000000000.00' }, 422, ['RF08']],
  ['no currency', { currency: undefined }, 422, ['AM03']],
  ['a callback without TLS', { callbackUrl: 'http://tickets.example/' }, 422, ['RP03']],
  ['a bad reference', { payerPaymentReference: 'a b' }, 422, ['FF08']],
  ['a bad message', { message: '<b>' }, 422, ['RP02']],
  ['several at once', { amount: 'x', message: '\n' }, 422, ['PA02', 'RP02']],
])('%s is refused', async (_case, fields, status, codes) => {
  const { refund } = openBench()
  const answer = await refund(fields)
  expect([answer.status, codesIn(answer)]).toEqual([status, codes])
})

test('the payee may be given, and is given back', async () => {
  const { refund, refunded } = openBench()
  const id = newInstructionId()
  expect((await refund({ payeeAlias: payerAlias }, id)).status).toBe(201)
  expect((await refunded(id))['payeeAlias']).toBe(payerAlias)
})

test('payments and refunds do not know each other', async () => {
  const { pay, refund, payment, readRefund, readPayment } = openBench()
  const id = newInstructionId()
  await pay({ amount: '1.00' }, id)
  const { paymentReference } = await payment(id)
  // More than was paid, before it was paid, under the payment's own id, and twice.
  expect((await readRefund(id)).status).toBe(404)
  expect((await refund({ originalPaymentReference: paymentReference, amount: '5.00' }, id)).status).toBe(201)
  expect((await refund({ originalPaymentReference: paymentReference, amount: '5.00' })).status).toBe(201)
  expect(codesIn(await refund({}, id))).toEqual(['RP09'])
  expect((await readPayment(id)).status).toBe(200)
})

test('a refund by another content type is 415, one that cannot be read 400', async () => {
  const { send } = openBench()
  const put = { method: 'PUT', path: `/api/v2/refunds/${newInstructionId()}` } as const
  expect(await send({ ...put, contentType: 'text/plain', body: JSON.stringify(leastRefund) })).toMatchObject({
    status: 415,
    body: '',
  })
  expect((await send({ ...put, contentType: 'application/json', body: '{' })).status).toBe(400)
})

describe('strict refunds', () => {
  async function paidBench() {
    const bench = openBench({ options: { strictRefunds: true } })
    const id = newInstructionId()
    await bench.pay({ amount: '100.00' }, id)
    const { paymentReference } = await bench.payment(id)
    const back = (amount: string, fields = {}) =>
      bench.refund({ originalPaymentReference: paymentReference, amount, ...fields })
    return { ...bench, back }
  }

  test('add up to what was paid, and say what is left', async () => {
    const { back, clock } = await paidBench()
    expect(codesIn(await back('1.00'))).toEqual(['RF02']) // Not paid yet.
    await clock.pass(4_000)
    expect((await back('60.50')).status).toBe(201)
    const tooMuch = await back('39.51')
    expect(tooMuch.status).toBe(422)
    expect(JSON.parse(tooMuch.body)).toMatchObject([{ errorCode: 'RF08', additionalInformation: '39.50' }])
    expect((await back('39.50')).status).toBe(201)
    expect(codesIn(await back('0.01'))).toEqual(['RF08'])
  })

  test('a refund that failed can be made again', async () => {
    const { back, clock } = await paidBench()
    await clock.pass(4_000)
    await back('100.00', { message: 'RF07' })
    expect(codesIn(await back('100.00'))).toEqual(['RF08'])
    await clock.pass(4_000)
    expect((await back('100.00')).status).toBe(201)
  })

  test('need a payment that is known, and was made to the same number', async () => {
    const { back, clock, refund } = await paidBench()
    await clock.pass(4_000)
    expect(codesIn(await refund())).toEqual(['RF02'])
    expect(codesIn(await back('1.00', { payerAlias: '1239999999' }))).toEqual(['RF03'])
  })
})

test('VALIDATED is shown on the way where that is asked for', async () => {
  const { refund, refunded, clock, heard } = openBench({ options: { showsValidated: true } })
  const id = newInstructionId()
  await refund({}, id)
  await clock.pass(2_000)
  expect((await refunded(id))['status']).toBe('VALIDATED')
  await clock.pass(6_000)
  expect((await refunded(id))['status']).toBe('PAID')
  expect(heard()).toEqual([
    ['DEBITED', 4],
    ['PAID', 8],
  ])
})
