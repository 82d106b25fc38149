import { expect, test } from 'vitest'
import {
  aRefund,
  callbackIdentifier,
  callbackUrl,
  created,
  gatewayPage,
  instructionId,
  json,
  newRefundPath,
  payeeAlias,
  refundObject,
  refundPath,
  refusal,
  startSwishServer,
  unknownId,
} from './swish-server'

const originalPaymentReference = '1F0A6C2B9D7E4F5583AB10C4D2E6F791'

test("a refund: we pay, and the customer's number is Swish's to know", async () => {
  await using swish = await startSwishServer([created])
  expect(await swish.client.refund(aRefund())).toEqual({ kind: 'created' })
  expect(swish.lines()).toEqual([`PUT ${newRefundPath}`])
  expect(swish.seen[0]?.headers['content-type']).toBe('application/json')
  expect(JSON.parse(swish.seen[0]?.body ?? '')).toEqual({
    payerPaymentReference: 'REFUND-1042-1',
    originalPaymentReference,
    callbackUrl,
    callbackIdentifier,
    payerAlias: payeeAlias,
    amount: '50.00',
    currency: 'SEK',
    message: 'Refund of order 1042',
  })
})

test.each(
  [
    'FF08 RP03 PA02 AM06 AM03 RP01 RP02 BE18 ACMT01 ACMT07 UNKW AM04 RF02 RF03 RF04 RF06 RF09 BRANDNEW'
      .split(' ')
      .map((code) => [code, 422] as const),
    [['PA01', 403] as const],
  ].flat(),
)('a refund refused with %s (%d) is refused, and never sent again', async (code, status) => {
  await using swish = await startSwishServer([refusal(status, code)])
  expect(await swish.client.refund(aRefund())).toMatchObject({ kind: 'refused', errors: [{ code }] })
})

test('RF08 says what is left to refund', async () => {
  await using swish = await startSwishServer([
    json(422, [{ errorCode: 'RF08', errorMessage: 'Amount value is too large', additionalInformation: '100.00' }]),
  ])
  expect(await swish.client.refund(aRefund())).toEqual({
    kind: 'refused',
    errors: [{ code: 'RF08', text: 'Amount value is too large', detail: '100.00' }],
  })
})

test.each(['CREATED', 'VALIDATED', 'DEBITED', 'PAID', 'ERROR'])('a refund that is %s', async (status) => {
  await using swish = await startSwishServer([json(200, refundObject({ status }))])
  expect(await swish.client.readRefund(instructionId)).toMatchObject({ kind: 'found', refund: { status } })
  expect(swish.lines()).toEqual([`GET ${refundPath}`])
})

test('a refund that is paid, with its amount as a text and its time in Sweden', async () => {
  await using swish = await startSwishServer([
    json(
      200,
      refundObject({
        status: 'PAID',
        amount: '50.00',
        paymentReference: '0D1E',
        payerPaymentReference: '',
        datePaid: '2026-11-23T11:15:38.123+0100',
        brandNew: true,
      }),
    ),
  ])
  expect(await swish.client.readRefund(instructionId)).toEqual({
    kind: 'found',
    refund: {
      instructionId,
      status: 'PAID',
      paymentReference: '0D1E',
      originalPaymentReference,
      amountOre: 5_000,
      payerAlias: payeeAlias,
      payeeAlias: '46712345678',
      currency: 'SEK',
      errorCode: null,
      errorText: null,
      paidAt: '2026-11-23T10:15:38.123Z',
    },
  })
})

test.each(['RF07', 'BANKIDCL', 'FF10', 'DS24'])('a refund that fails later with %s', async (errorCode) => {
  await using swish = await startSwishServer([
    json(200, refundObject({ status: 'ERROR', errorCode, errorMessage: 'A text' })),
  ])
  expect(await swish.client.readRefund(instructionId)).toMatchObject({
    refund: { status: 'ERROR', errorCode, errorText: 'A text', paymentReference: null, paidAt: null },
  })
})

test('a status that is in no list is not final', async () => {
  await using swish = await startSwishServer([json(200, refundObject({ status: 'HALFWAY' }))])
  expect(await swish.client.readRefund(instructionId)).toMatchObject({ refund: { status: 'OTHER' } })
})

test.each([unknownId, { status: 404 }])('a refund that Swish does not know', async (deed) => {
  await using swish = await startSwishServer([deed])
  expect(await swish.client.readRefund(instructionId)).toEqual({ kind: 'not_found' })
})

test.each([
  ['an empty 200', { status: 200 }],
  ['another refund', json(200, refundObject({ id: 'A'.repeat(32) }))],
  ['a refund without an amount', json(200, refundObject({ amount: null }))],
  ["a gateway's 404", gatewayPage(404)],
])('%s tells nothing', async (_name, deed) => {
  await using swish = await startSwishServer([deed])
  expect(await swish.client.readRefund(instructionId)).toMatchObject({ kind: 'unknown', cause: 'unreadable' })
})

test('a read of a refund that meets 504 is repeated once', async () => {
  await using swish = await startSwishServer([gatewayPage(504), json(200, refundObject())])
  expect(await swish.client.readRefund(instructionId)).toMatchObject({ kind: 'found' })
})
