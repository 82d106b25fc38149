import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountText, oreOf } from '#main/swish/client/amount-text'
import {
  aPayment,
  callbackIdentifier,
  callbackUrl,
  created,
  gatewayPage,
  instructionId,
  json,
  newPaymentPath,
  payeeAlias,
  refusal,
  startSwishServer,
  token,
} from './swish-server'

test('a payment by QR: what Swish is sent, and the token of its answer', async () => {
  await using swish = await startSwishServer([created])
  expect(await swish.client.create(aPayment())).toEqual({ kind: 'created', token })
  const [request] = swish.seen
  expect(swish.lines()).toEqual([`PUT ${newPaymentPath}`])
  expect(request?.headers['content-type']).toBe('application/json')
  expect(JSON.parse(request?.body ?? '')).toEqual({
    payeePaymentReference: 'ORDER-1042',
    callbackUrl,
    callbackIdentifier,
    payeeAlias,
    amount: '150.00',
    currency: 'SEK',
    message: 'Order 1042',
  })
})

test("a payment with the payer's number goes there, and has no token", async () => {
  await using swish = await startSwishServer([{ status: 201, headers: { Location: 'https://swish.example' } }])
  expect(await swish.client.create(aPayment({ payerAlias: '46712345678' }))).toEqual({ kind: 'created', token: null })
  expect(JSON.parse(swish.seen[0]?.body ?? '')).toMatchObject({ payerAlias: '46712345678' })
})

test('fields without a value are left out, neither null nor empty', async () => {
  await using swish = await startSwishServer([created])
  await swish.client.create(aPayment({ message: '' }))
  expect(Object.keys(JSON.parse(swish.seen[0]?.body ?? '') as object).sort()).toEqual(
    ['amount', 'callbackIdentifier', 'callbackUrl', 'currency', 'payeeAlias', 'payeePaymentReference'].sort(),
  )
})

test.each([
  [1, '0.01'],
  [10, '0.10'],
  [29, '0.29'],
  [100, '1.00'],
  [15_000, '150.00'],
  [1_234_567, '12345.67'],
  [99_999_999_999_999, '999999999999.99'],
])('%d öre are sent as %s', async (amountOre, sent) => {
  await using swish = await startSwishServer([created])
  await swish.client.create(aPayment({ amountOre }))
  expect(swish.seen[0]?.body).toContain(`"amount":"${sent}"`)
})

test('every amount comes back as it was, as a text and as a JSON number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999_999_999 }), (ore) => {
      expect(oreOf(amountText(ore))).toBe(ore)
      expect(oreOf(JSON.parse(amountText(ore)) as number)).toBe(ore)
    }),
  )
})

test.each([0, -1, 0.5, Number.NaN])('an amount of %d öre is a bug of ours and is not sent', async (amountOre) => {
  await using swish = await startSwishServer([])
  await expect(swish.client.create(aPayment({ amountOre }))).rejects.toThrow(RangeError)
  expect(swish.seen).toEqual([])
})

test.each(['', 'A'.repeat(31), instructionId.toLowerCase(), '7C1B0E55-A2D9-4C1F-B3E1-A6D2508F9E10'])(
  'an instruction id of the wrong form (%j) is a bug of ours and is not sent',
  async (wrong) => {
    await using swish = await startSwishServer([])
    const { client } = swish
    await expect(client.create(aPayment({ instructionId: wrong }))).rejects.toThrow(RangeError)
    await expect(client.read(wrong)).rejects.toThrow(RangeError)
    await expect(client.cancel(wrong)).rejects.toThrow(RangeError)
    await expect(client.readRefund(wrong)).rejects.toThrow(RangeError)
    expect(swish.seen).toEqual([])
  },
)

test.each(
  [
    'FF08 RP03 BE18 RP01 PA02 AM06 AM02 AM03 RP02 RP06 ACMT03 ACMT01 ACMT07 UNKW VR01 VR02 BRANDNEW'
      .split(' ')
      .map((code) => [code, 422] as const),
    [['PA01', 403] as const],
  ].flat(),
)('a payment refused with %s (%d) is refused, and never sent again', async (code, status) => {
  await using swish = await startSwishServer([refusal(status, code)])
  expect(await swish.client.create(aPayment())).toEqual({
    kind: 'refused',
    errors: [{ code, text: `About ${code}`, detail: null }],
  })
  expect(swish.pauses).toEqual([])
})

test('every error of an answer is read, whatever form its texts have', async () => {
  await using swish = await startSwishServer([
    json(422, [
      { errorCode: 'PA02', errorMessage: 'Amount value is missing or not a valid number', additionalInformation: null },
      { errorCode: 'RP02', errorMessage: '', additionalInformation: '' },
      { errorCode: 'FF08', additionalInformation: 'see the guide', somethingNew: 1 },
      { errorMessage: 'no code' },
      null,
      'text',
    ]),
  ])
  expect(await swish.client.create(aPayment())).toEqual({
    kind: 'refused',
    errors: [
      { code: 'PA02', text: 'Amount value is missing or not a valid number', detail: null },
      { code: 'RP02', text: '', detail: null },
      { code: 'FF08', text: '', detail: 'see the guide' },
    ],
  })
})

test.each([
  [400, { status: 400 }],
  [400, gatewayPage(400)],
  [401, { status: 401 }],
  [403, { status: 403 }],
  [403, json(403, [])],
  [415, { status: 415 }],
  [422, json(422, { errorCode: 'PA02' })],
])('a bare %d is refused under its status, and never sent again', async (status, deed) => {
  await using swish = await startSwishServer([deed])
  const outcome = await swish.client.create(aPayment())
  expect(outcome).toMatchObject({ kind: 'refused', errors: [{ code: `HTTP${status}`, detail: null }] })
  expect(swish.pauses).toEqual([])
})

test('texts of a refusal that repeat what nobody may read are cleaned', async () => {
  const leaky = `token ${token}, identifier ${callbackIdentifier}`
  await using swish = await startSwishServer([
    json(422, [{ errorCode: 'RP02', errorMessage: leaky, additionalInformation: leaky }]),
  ])
  const outcome = JSON.stringify(await swish.client.create(aPayment()))
  expect(outcome).toContain('RP02')
  expect(outcome).not.toContain(token)
  expect(outcome).not.toContain(callbackIdentifier)
})
