import { afterEach, expect, test, vi } from 'vitest'
import { edgeLimits } from '#main/http/edge-limits'
import { ApiError, NetworkError, onSignedOut, request } from '#renderer/api/client'
import { cancelOrder, cancelPaymentAttempt, getOrder, startSwishPayment } from '#renderer/api/order-api'
import { readPaymentAttempt, readRefund, retryRefund, seatRefundDue } from '#renderer/api/swish-payments-api'
import { testSwish } from '#renderer/api/swish-settings-api'
import { fakeServer, problem } from './fake-server'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test('a write says that it comes from a staff screen, and carries its key', async () => {
  const seen = fakeServer(() => ({ status: 201, body: { id: 1 } }))
  const answer = await request('POST', '/orders', { body: { eventId: 1 }, idempotencyKey: 'a-key-of-16-signs' })
  expect(answer).toEqual({ id: 1 })
  expect(seen[0]?.headers.get('x-lucka-client')).toBe('staff')
  expect(seen[0]?.headers.get('idempotency-key')).toBe('a-key-of-16-signs')
  expect(seen[0]?.body).toEqual({ eventId: 1 })
})

test('a write without a body says so too, and sends no content type', async () => {
  const seen = fakeServer(() => ({ status: 204 }))
  expect(await request('DELETE', '/sessions/current')).toBeUndefined()
  expect(seen[0]?.headers.get('x-lucka-client')).toBe('staff')
  expect(seen[0]?.headers.has('content-type')).toBe(false)
})

test('a refusal keeps its code and details', async () => {
  fakeServer(() => problem(409, 'out_of_seats', { seatsLeft: 3 }))
  const error = await request('POST', '/orders').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status: 409, code: 'out_of_seats', details: { seatsLeft: 3 } })
})

test('an answer that is no problem body is still an error with its status', async () => {
  fakeServer(() => ({ status: 502, body: 'bad gateway' }))
  await expect(request('GET', '/server')).rejects.toMatchObject({ status: 502, code: 'unexpected_answer' })
})

test('no answer is a kind of its own', async () => {
  fakeServer(() => 'lost')
  await expect(request('GET', '/server')).rejects.toBeInstanceOf(NetworkError)
})

test('an unknown session is told to whoever listens', async () => {
  fakeServer(() => problem(401, 'not_signed_in'))
  const listener = vi.fn()
  onSignedOut(listener)
  await request('GET', '/catalogue').catch(() => undefined)
  expect(listener).toHaveBeenCalledOnce()
})

test.each<[string, () => Promise<unknown>]>([
  ['start of a payment', () => startSwishPayment(1, {}, 'a-key-of-16-signs')],
  ['cancel of a payment', () => cancelPaymentAttempt(1)],
  ['cancel of an order', () => cancelOrder(1)],
  ['read of a payment', () => readPaymentAttempt(1)],
  ['read of a refund', () => readRefund(1)],
  ['retry of a refund', () => retryRefund(1, 'a-key-of-16-signs')],
  ['seating of money', () => seatRefundDue(1, 'a-key-of-16-signs')],
  ['test of the connection', testSwish],
])('the %s waits longer than the server waits for Swish', async (_name, call) => {
  fakeServer(() => ({ status: 200, body: {} }))
  const timeout = vi.spyOn(AbortSignal, 'timeout')
  await call()
  expect(timeout.mock.calls[0]?.[0]).toBeGreaterThan(edgeLimits.swishTimeoutMs)
  await getOrder(1)
  expect(timeout.mock.calls[1]?.[0]).toBeLessThan(edgeLimits.swishTimeoutMs)
  expect(timeout.mock.calls[1]?.[0]).toBeGreaterThan(edgeLimits.handlerTimeoutMs)
})
