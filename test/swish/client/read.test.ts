import { expect, test } from 'vitest'
import {
  gatewayPage,
  instructionId,
  json,
  payeeAlias,
  paymentObject,
  paymentPath,
  refusal,
  startSwishServer,
  unknownId,
  type Deed,
} from './swish-server'

/** What the client makes of a payment object with these fields. */
async function paymentWith(changes: Record<string, unknown>) {
  await using swish = await startSwishServer([json(200, paymentObject(changes))])
  const outcome = await swish.client.read(instructionId)
  return outcome.kind === 'found' ? outcome.payment : outcome
}

test('a paid payment', async () => {
  await using swish = await startSwishServer([json(200, paymentObject())])
  expect(await swish.client.read(instructionId)).toEqual({
    kind: 'found',
    payment: {
      instructionId,
      status: 'PAID',
      paymentReference: '1F0A6C2B9D7E4F5583AB10C4D2E6F791',
      amountOre: 15_000,
      payeeAlias,
      currency: 'SEK',
      errorCode: null,
      errorText: null,
      payerAlias: '46464646464',
      paidAt: '2026-11-23T10:15:34.123Z',
    },
  })
  expect(swish.lines()).toEqual([`GET ${paymentPath}`])
})

test.each(['CREATED', 'PAID', 'DECLINED', 'ERROR', 'CANCELLED'])('the status %s', async (status) => {
  expect(await paymentWith({ status })).toMatchObject({ status })
})

test.each(['VALIDATING', 'paid', ''])('a status that is in no list (%j) is not final', async (status) => {
  expect(await paymentWith({ status })).toMatchObject({ status: 'OTHER' })
})

test.each([
  ['100', 10_000],
  ['100.00', 10_000],
  ['0.1', 10],
  ['0.29', 29],
  ['150.5', 15_050],
  ['999999999999.99', 99_999_999_999_999],
  ['"100.00"', 10_000],
  ['"100"', 10_000],
  ['"0.1"', 10],
])('the amount %s on the wire is %d öre', async (wire, amountOre) => {
  const body = JSON.stringify(paymentObject({ amount: 'AMOUNT' })).replace('"AMOUNT"', wire)
  await using swish = await startSwishServer([{ status: 200, body }])
  expect(await swish.client.read(instructionId)).toMatchObject({ payment: { amountOre } })
})

test.each(['"100,00"', '"1e2"', '1e21', '-1', '0.001', '"abc"', '""', 'null', 'true'])(
  'the amount %s makes an answer that cannot be read',
  async (wire) => {
    const body = JSON.stringify(paymentObject({ amount: 'AMOUNT' })).replace('"AMOUNT"', wire)
    await using swish = await startSwishServer([{ status: 200, body }])
    expect(await swish.client.read(instructionId)).toMatchObject({ kind: 'unknown', cause: 'unreadable' })
  },
)

test.each([
  ['2026-11-23T10:15:34.123Z', '2026-11-23T10:15:34.123Z'],
  ['2026-11-23T11:15:34.123+0100', '2026-11-23T10:15:34.123Z'],
  ['2026-06-23T12:15:34.123+0200', '2026-06-23T10:15:34.123Z'],
  ['2026-11-23T11:15:34+01:00', '2026-11-23T10:15:34.000Z'],
  [null, null],
  ['', null],
  ['2026-11-23T10:15:34.123', null],
  ['yesterday', null],
  ['2026-13-45T10:15:34.123Z', null],
  [1_763_892_934_123, null],
])('paid at %j is %j: a payment is not lost over a date', async (datePaid, paidAt) => {
  expect(await paymentWith({ datePaid })).toMatchObject({ status: 'PAID', paidAt })
})

test.each('RF07 BANKIDCL BANKIDONGOING BANKIDUNKN FF10 TM01 DS24 RP08 VR01 VR02 BRANDNEW'.split(' '))(
  'an error that comes later: %s',
  async (errorCode) => {
    expect(await paymentWith({ status: 'ERROR', errorCode, errorMessage: 'A text' })).toMatchObject({
      status: 'ERROR',
      errorCode,
      errorText: 'A text',
    })
  },
)

test('empty texts and absent fields are null, and unknown fields nothing', async () => {
  expect(
    await paymentWith({
      payerAlias: null,
      paymentReference: '',
      errorCode: '',
      errorMessage: '',
      datePaid: undefined,
      message: null,
      brandNew: { a: 1 },
    }),
  ).toMatchObject({ payerAlias: null, paymentReference: null, errorCode: null, errorText: null, paidAt: null })
})

test.each([
  ['404 with RP04', unknownId],
  ['404 with an empty body', { status: 404 }],
])('an id that Swish does not know: %s', async (_name, deed) => {
  await using swish = await startSwishServer([deed])
  expect(await swish.client.read(instructionId)).toEqual({ kind: 'not_found' })
})

test.each<[string, Deed, string]>([
  ['an empty 200', { status: 200 }, 'unreadable'],
  ['a page', gatewayPage(200), 'unreadable'],
  ['JSON that is no payment', json(200, []), 'unreadable'],
  ['another payment', json(200, paymentObject({ id: 'A'.repeat(32) })), 'unreadable'],
  ['a payment without a payee', json(200, paymentObject({ payeeAlias: undefined })), 'unreadable'],
  ['a payment without a status', json(200, paymentObject({ status: null })), 'unreadable'],
  ["a gateway's 404, which says nothing of the payment", gatewayPage(404), 'unreadable'],
  ['401', { status: 401 }, 'certificate_refused'],
  ['403', refusal(403, 'PA01'), 'certificate_refused'],
  ['429', { status: 429 }, 'unreadable'],
  ['a broken line', 'drop', 'no_answer'],
])('%s tells nothing, and is not asked for again', async (_name, deed, cause) => {
  await using swish = await startSwishServer([deed])
  expect(await swish.client.read(instructionId)).toMatchObject({ kind: 'unknown', cause })
})

test.each([500, 502, 503, 504])('a read that meets %d is repeated once', async (status) => {
  await using swish = await startSwishServer([gatewayPage(status), json(200, paymentObject())])
  expect(await swish.client.read(instructionId)).toMatchObject({ kind: 'found' })

  await using down = await startSwishServer([gatewayPage(status), gatewayPage(status)])
  expect(await down.client.read(instructionId)).toMatchObject({ kind: 'unknown', cause: 'server_error' })
})

test('a read gives up after five seconds of silence', async () => {
  await using swish = await startSwishServer(['hang'], { hurry: 40 })
  const startedAt = performance.now()
  expect(await swish.client.read(instructionId)).toMatchObject({ kind: 'unknown', cause: 'no_answer' })
  expect((performance.now() - startedAt) * 40).toBeGreaterThan(4_900)
})
