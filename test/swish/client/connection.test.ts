import { expect, test } from 'vitest'
import { createSwishClient } from '#main/swish/client/swish-client'
import { TransportFailure, type SwishAnswer, type TransportProblem } from '#main/swish/transport'
import {
  aPayment,
  callbackUrl,
  gatewayPage,
  json,
  payeeAlias,
  paymentObject,
  refusal,
  startSwishServer,
  unknownId,
} from './swish-server'

/** A line on which each request meets a problem before it is sent, or an answer. */
function lineOf(events: (TransportProblem | SwishAnswer)[]) {
  const sent: string[] = []
  const client = createSwishClient({
    environment: 'production',
    payeeAlias,
    callbackUrl,
    transport: {
      send: async ({ method }) => {
        sent.push(method)
        const event = events.shift() ?? 'no_connection'
        if (typeof event === 'string') throw new TransportFailure(event, `There is ${event}`)
        return event
      },
      close: () => undefined,
    },
    wait: async () => undefined,
  })
  return { client, sent }
}
const notThere: SwishAnswer = { status: 404, headers: {}, body: '' }

test('without a connection a payment is tried twice, and cannot have reached Swish', async () => {
  const { client, sent } = lineOf([])
  expect(await client.create(aPayment())).toEqual({
    kind: 'unknown',
    cause: 'no_connection',
    mayHaveReached: false,
    reason: 'There is no_connection',
  })
  expect(sent).toEqual(['PUT', 'PUT'])
})

test('a connection that comes back for the second try is used', async () => {
  const { client } = lineOf(['no_connection', { status: 201, headers: { paymentrequesttoken: 'abc' }, body: '' }])
  expect(await client.create(aPayment())).toEqual({ kind: 'created', token: 'abc' })
})

test.each(['server_not_trusted', 'certificate_refused'] as const)(
  '%s: a second try would end likewise, and nothing has reached Swish',
  async (problem) => {
    const { client, sent } = lineOf([problem])
    expect(await client.create(aPayment())).toMatchObject({ kind: 'unknown', cause: problem, mayHaveReached: false })
    expect(sent).toEqual(['PUT'])
  },
)

test('a payment whose answer was lost may have reached Swish, whatever comes after', async () => {
  const { client, sent } = lineOf(['no_answer', 'no_connection', 'no_connection', 'no_connection'])
  expect(await client.create(aPayment())).toMatchObject({ cause: 'no_answer', mayHaveReached: true })
  expect(sent).toEqual(['PUT', 'GET', 'GET', 'GET'])

  const later = lineOf(['no_answer', notThere, 'certificate_refused', 'no_connection'])
  expect(await later.client.create(aPayment())).toMatchObject({ cause: 'no_answer', mayHaveReached: true })
})

test('RP09, and then no connection for the read: the payment may be there', async () => {
  const body = JSON.stringify([{ errorCode: 'RP09', errorMessage: 'In use', additionalInformation: null }])
  const { client } = lineOf([{ status: 422, headers: {}, body }, 'no_connection'])
  expect(await client.create(aPayment())).toMatchObject({ kind: 'unknown', mayHaveReached: true })
})

test('a payment that nobody answers for takes twelve seconds in all', async () => {
  let nowMs = 0
  const limits: number[] = []
  const client = createSwishClient({
    environment: 'production',
    payeeAlias,
    callbackUrl,
    transport: {
      send: async (_request, limitMs) => {
        limits.push(limitMs)
        nowMs += limitMs
        throw new TransportFailure('no_answer', 'Silence')
      },
      close: () => undefined,
    },
    wait: async (ms) => void (nowMs += ms),
    now: () => nowMs,
  })
  expect(await client.create(aPayment())).toMatchObject({ kind: 'unknown', mayHaveReached: true })
  expect(limits).toEqual([8_000, 4_000])
  expect(nowMs).toBe(12_000)
})

test('a bug in the transport is no answer of Swish', async () => {
  const client = createSwishClient({
    environment: 'mss',
    payeeAlias,
    callbackUrl,
    transport: { send: () => Promise.reject(new TypeError('bug')), close: () => undefined },
    wait: async () => undefined,
  })
  await expect(client.create(aPayment())).rejects.toThrow(TypeError)
})

test('the check asks for a payment that cannot exist, another one each time', async () => {
  await using swish = await startSwishServer([unknownId, { status: 404 }])
  expect(await swish.client.check()).toEqual({ kind: 'ok' })
  expect(await swish.client.check()).toEqual({ kind: 'ok' })
  const [first, second] = swish.lines()
  expect(first).toMatch(/^GET \/swish-cpcapi\/api\/v1\/paymentrequests\/[0-9A-F]{32}$/)
  expect(second).not.toBe(first)
})

test.each([
  [{ status: 401 }, { kind: 'refused', status: 401 }],
  [refusal(403, 'PA01'), { kind: 'refused', status: 403 }],
  [gatewayPage(503), { kind: 'unknown', cause: 'server_error' }],
  [gatewayPage(404), { kind: 'unknown', cause: 'unreadable' }],
  [json(200, paymentObject()), { kind: 'unknown', cause: 'unreadable' }],
  ['drop' as const, { kind: 'unknown', cause: 'no_answer' }],
])('a check that meets %j tells %j', async (deed, outcome) => {
  await using swish = await startSwishServer([deed])
  expect(await swish.client.check()).toMatchObject(outcome)
})
