import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useDoorStore } from '#renderer/features/door/door-store'
import type { ScanVerdict } from '#shared/contract/check-in-api'
import { fakeServer, problem, type FakeAnswer } from '../app/fake-server'

const verdict: ScanVerdict = {
  nonce: 'nonce',
  outcome: 'admitted',
  reason: null,
  ticket: null,
  firstUse: null,
  at: '2026-12-05T18:00:00.000Z',
}
const refused: ScanVerdict = { ...verdict, outcome: 'refused', reason: 'already_used' }
const say = (body: ScanVerdict): FakeAnswer => ({ status: 200, body })
const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  setActivePinia(createPinia())
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('green leaves by itself, red stays until the next scan', async () => {
  const answers = [say(verdict), say(refused), say(verdict)]
  fakeServer(() => answers.shift() ?? say(verdict))
  const door = useDoorStore()
  door.scan('KQZWPA')
  expect(door.view).toEqual({ kind: 'asking' })
  await settle()
  expect(door.view).toEqual({ kind: 'verdict', verdict })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(door.view.kind).toBe('idle')

  door.scan('KQZWPA')
  await settle()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(door.view).toEqual({ kind: 'verdict', verdict: refused })
  door.scan('MNOPQR')
  expect(door.view).toEqual({ kind: 'asking' })
  await settle()
  expect(door.view).toEqual({ kind: 'verdict', verdict })
  expect(door.pastScans.map(({ code }) => code)).toEqual(['MNOPQR', 'KQZWPA', 'KQZWPA'])
})

test('the next green is not cut short by the one before', async () => {
  fakeServer(() => say(verdict))
  const door = useDoorStore()
  door.scan('KQZWPA')
  await settle()
  await vi.advanceTimersByTimeAsync(3_500)
  door.scan('MNOPQR')
  await settle()
  await vi.advanceTimersByTimeAsync(3_500)
  expect(door.view.kind).toBe('verdict')
})

test('a scan is sent as it was read, with the event and a key that stays through retries', async () => {
  const answers: FakeAnswer[] = ['lost', problem(503, 'starting'), say(verdict)]
  // A lost answer makes the page ask whether the server is there at all; that is not the door's question.
  const seen = fakeServer(({ path }) => (path === '/check-ins' ? answers.shift() : undefined) ?? say(verdict))
  const door = useDoorStore()
  door.eventId = 7
  door.scan('kqzwpa.c2ln')
  await settle()
  expect(door.view).toEqual({ kind: 'unreachable' })
  expect(door.waitingCount).toBe(1)
  await vi.advanceTimersByTimeAsync(5_000)
  const checkIns = seen.filter(({ path }) => path === '/check-ins')
  expect(checkIns.map(({ body }) => body)).toEqual(
    Array(3).fill({ scanned: 'kqzwpa.c2ln', doorId: 1, eventId: 7, mode: 'entry' }),
  )
  const keys = new Set(checkIns.map(({ headers }) => headers.get('idempotency-key')))
  expect(keys.size).toBe(1)
  expect(door.waitingCount).toBe(0)
})

test('an answer without a verdict is never green and is not asked for again', async () => {
  const seen = fakeServer(() => problem(500, 'internal'))
  const door = useDoorStore()
  door.scan('KQZWPA')
  await settle()
  expect(door.view).toEqual({ kind: 'failed', code: 'internal' })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(seen).toHaveLength(1)
})

test('what is no ticket code is not kept: it may be a password', async () => {
  fakeServer(() => say({ ...refused, reason: 'unknown_code' }))
  const door = useDoorStore()
  door.scan('WIFI:T:WPA;S:Hemma;P:hemligt;;')
  await settle()
  expect(door.pastScans[0]?.code).toBeNull()
  expect(JSON.stringify(door.pastScans)).not.toContain('hemligt')
})

test('scans that wait can be given up', async () => {
  fakeServer(() => 'lost')
  const door = useDoorStore()
  door.scan('KQZWPA')
  await settle()
  door.giveUp()
  expect(door.view.kind).toBe('idle')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(door.view.kind).toBe('idle')
  expect(door.waitingCount).toBe(0)
})
