import { afterEach, expect, test, vi } from 'vitest'
import { ApiError, NetworkError, onSignedOut, request } from '#renderer/api/client'
import { fakeServer, problem } from './fake-server'

afterEach(() => {
  vi.unstubAllGlobals()
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
