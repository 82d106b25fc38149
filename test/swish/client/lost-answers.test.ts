import { expect, test } from 'vitest'
import type { PaymentProvider } from '#main/swish/payment-provider'
import {
  aPayment,
  aRefund,
  callbackIdentifier,
  created,
  gatewayPage,
  json,
  newPaymentPath,
  newRefundPath,
  paymentObject,
  paymentPath,
  refundObject,
  refundPath,
  refusal,
  startSwishServer,
  token,
  unknownId,
  type Deed,
} from './swish-server'

/** Payments and refunds are created alike; only a payment's first answer has a token. */
const kinds = [
  {
    kind: 'payment',
    create: (client: PaymentProvider) => client.create(aPayment()),
    put: `PUT ${newPaymentPath}`,
    get: `GET ${paymentPath}`,
    found: json(200, paymentObject({ status: 'CREATED', datePaid: null })),
    answered: { kind: 'created', token },
    foundLater: { kind: 'created', token: null },
  },
  {
    kind: 'refund',
    create: (client: PaymentProvider) => client.refund(aRefund()),
    put: `PUT ${newRefundPath}`,
    get: `GET ${refundPath}`,
    found: json(200, refundObject()),
    answered: { kind: 'created' },
    foundLater: { kind: 'created' },
  },
] as const

const lost: [string, Deed][] = [
  ['a broken line', 'drop'],
  ['500', { status: 500 }],
  ['502', gatewayPage(502)],
  ['503', gatewayPage(503)],
  ['504 with an HTML page', gatewayPage(504)],
]

for (const { kind, create, put, get, found, answered, foundLater } of kinds) {
  test.each(lost)(`a ${kind} whose answer is lost by %s is found by a read`, async (_name, deed) => {
    await using swish = await startSwishServer([deed, found])
    expect(await create(swish.client)).toEqual(foundLater)
    expect(swish.lines()).toEqual([put, get])
    expect(swish.pauses).toEqual([])
  })

  test.each(lost)(`a ${kind} that %s kept from arriving is sent again under the same id`, async (_name, deed) => {
    await using swish = await startSwishServer([deed, unknownId, created])
    expect(await create(swish.client)).toEqual(answered)
    expect(swish.lines()).toEqual([put, get, put])
    expect(swish.seen[2]?.body).toBe(swish.seen[0]?.body)
    expect(swish.pauses).toEqual([500])
  })

  test.each(lost)(`a ${kind} that never gets through (%s) is sent three times and is unknown`, async (name, deed) => {
    await using swish = await startSwishServer([deed, unknownId, deed, unknownId, deed, unknownId])
    expect(await create(swish.client)).toMatchObject({
      kind: 'unknown',
      cause: name === 'a broken line' ? 'no_answer' : 'server_error',
      mayHaveReached: true,
    })
    expect(swish.lines()).toEqual([put, get, put, get, put, get])
    expect(swish.pauses).toEqual([500, 1_500])
  })

  test(`a ${kind} is not sent again before a read has said that it is not there`, async () => {
    await using swish = await startSwishServer(['drop', 'drop', gatewayPage(503), unknownId])
    expect(await create(swish.client)).toMatchObject({ kind: 'unknown', cause: 'no_answer', mayHaveReached: true })
    expect(swish.lines()).toEqual([put, get, get, get])
  })

  test(`RP09 after a lost answer: the first try of the ${kind} got through`, async () => {
    await using swish = await startSwishServer(['drop', unknownId, refusal(422, 'RP09'), found])
    expect(await create(swish.client)).toEqual(foundLater)
    expect(swish.lines()).toEqual([put, get, put, get])
  })

  test(`RP09 on the first try, in whatever place: the ${kind} exists since before`, async () => {
    await using swish = await startSwishServer([refusal(422, 'RP02', 'RP09'), found])
    expect(await create(swish.client)).toEqual(foundLater)
  })

  test(`RP09, and no such ${kind}: refused`, async () => {
    await using swish = await startSwishServer([refusal(422, 'RP09'), unknownId])
    expect(await create(swish.client)).toMatchObject({ kind: 'refused', errors: [{ code: 'RP09' }] })
    expect(swish.lines()).toEqual([put, get])
  })

  test(`RP09, and no answer to the read: the ${kind} may be there`, async () => {
    await using swish = await startSwishServer([refusal(422, 'RP09'), 'drop'])
    expect(await create(swish.client)).toMatchObject({ kind: 'unknown', mayHaveReached: true })
  })

  test(`a ${kind} refused on its second try may be there since the first`, async () => {
    await using swish = await startSwishServer(['drop', unknownId, refusal(422, 'RP06'), found])
    expect(await create(swish.client)).toEqual(foundLater)
  })

  test(`a ${kind} refused on its second try and not there is refused`, async () => {
    await using swish = await startSwishServer(['drop', unknownId, refusal(422, 'PA02'), unknownId])
    expect(await create(swish.client)).toMatchObject({ kind: 'refused', errors: [{ code: 'PA02' }] })
  })

  test.each([
    { status: 404 },
    gatewayPage(404),
    { status: 408 },
    { status: 409 },
    json(409, []),
    json(409, { errorCode: 'RP06' }),
    gatewayPage(429),
  ])(`$status without an error that can be read is no refusal of a ${kind}: a read tells`, async (deed) => {
    await using there = await startSwishServer([deed, found])
    expect(await create(there.client)).toEqual(foundLater)
    await using notThere = await startSwishServer([deed, unknownId])
    expect(await create(notThere.client)).toMatchObject({ kind: 'unknown', cause: 'unreadable', mayHaveReached: true })
    expect(notThere.lines()).toEqual([put, get])
  })

  test.each([404, 409, 429])(`%d with an error of Swish's is a refusal of a ${kind}`, async (status) => {
    await using swish = await startSwishServer([refusal(status, 'RP06')])
    expect(await create(swish.client)).toMatchObject({ kind: 'refused', errors: [{ code: 'RP06' }] })
    expect(swish.lines()).toEqual([put])
  })

  test.each([200, 202, 302, 501, 505])(`an answer of %d to a ${kind} says nothing: a read tells`, async (status) => {
    await using swish = await startSwishServer([{ status }, found])
    expect(await create(swish.client)).toEqual(foundLater)
  })

  test(`an answer that says nothing is no reason to send the ${kind} again`, async () => {
    await using swish = await startSwishServer([{ status: 501 }, unknownId])
    expect(await create(swish.client)).toMatchObject({ kind: 'unknown', cause: 'unreadable', mayHaveReached: true })
    expect(swish.lines()).toEqual([put, get])
  })

  test(`a ${kind} that Swish is silent about takes twelve seconds at most`, async () => {
    await using swish = await startSwishServer(['hang', 'hang'], { hurry: 40 })
    const startedAt = performance.now()
    expect(await create(swish.client)).toMatchObject({ kind: 'unknown', cause: 'no_answer', mayHaveReached: true })
    expect((performance.now() - startedAt) * 40).toBeLessThan(14_000)
    expect(swish.lines()).toEqual([put, get])
  })

  test(`a time-out of a ${kind} is followed by a read, and it is found`, async () => {
    await using swish = await startSwishServer(['hang', found], { hurry: 40 })
    expect(await create(swish.client)).toEqual(foundLater)
  })
}

test('no reason tells a token or an identifier', async () => {
  await using swish = await startSwishServer([
    { status: 302, headers: { PaymentRequestToken: token, location: `https://x.example/${token}` }, body: token },
    json(200, paymentObject({ id: callbackIdentifier })),
    gatewayPage(503),
    gatewayPage(503),
  ])
  const outcome = JSON.stringify(await swish.client.create(aPayment()))
  expect(outcome).toContain('unknown')
  expect(outcome).not.toContain(token)
  expect(outcome).not.toContain(callbackIdentifier)
})
