import { expect, test } from 'vitest'
import {
  gatewayPage,
  instructionId,
  json,
  paymentObject,
  paymentPath,
  refusal,
  startSwishServer,
  unknownId,
  type Deed,
} from './swish-server'

const cancelled = json(200, paymentObject({ status: 'CANCELLED', datePaid: null, paymentReference: null }))

test('a payment is cancelled with exactly the patch that Swish allows', async () => {
  await using swish = await startSwishServer([cancelled])
  expect(await swish.client.cancel(instructionId)).toMatchObject({
    kind: 'cancelled',
    payment: { status: 'CANCELLED', instructionId, amountOre: 15_000, paidAt: null },
  })
  const [request] = swish.seen
  expect(swish.lines()).toEqual([`PATCH ${paymentPath}`])
  expect(request?.headers['content-type']).toBe('application/json-patch+json')
  expect(request?.body).toBe('[{"op":"replace","path":"/status","value":"cancelled"}]')
})

test.each<[string, Deed, object]>([
  ['RP07', refusal(422, 'RP07'), { kind: 'not_cancellable' }],
  ['RP07 among others', refusal(422, 'PA01', 'RP07'), { kind: 'not_cancellable' }],
  ['a payment that was paid meanwhile', json(200, paymentObject()), { kind: 'not_cancellable' }],
  ['an id that Swish does not know', unknownId, { kind: 'not_found' }],
  ['404 with an empty body', { status: 404 }, { kind: 'not_found' }],
  ['PA01', refusal(422, 'PA01'), { kind: 'unknown', cause: 'unreadable', mayHaveReached: true }],
  ['415', { status: 415 }, { kind: 'unknown', cause: 'unreadable' }],
  ['401', { status: 401 }, { kind: 'unknown', cause: 'certificate_refused' }],
  ['an empty 200', { status: 200 }, { kind: 'unknown', cause: 'unreadable' }],
  ['a broken line', 'drop', { kind: 'unknown', cause: 'no_answer', mayHaveReached: true }],
])('a cancel that meets %s', async (_name, deed, outcome) => {
  await using swish = await startSwishServer([deed])
  expect(await swish.client.cancel(instructionId)).toMatchObject(outcome)
})

test.each([500, 502, 503, 504])('a cancel that meets %d is repeated once', async (status) => {
  await using swish = await startSwishServer([gatewayPage(status), cancelled])
  expect(await swish.client.cancel(instructionId)).toMatchObject({ kind: 'cancelled' })

  await using arrived = await startSwishServer([gatewayPage(status), refusal(422, 'RP07')])
  expect(await arrived.client.cancel(instructionId)).toEqual({ kind: 'not_cancellable' })

  await using down = await startSwishServer([gatewayPage(status), gatewayPage(status)])
  expect(await down.client.cancel(instructionId)).toMatchObject({ kind: 'unknown', cause: 'server_error' })
})
