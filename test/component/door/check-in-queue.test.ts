import type { CheckInAnswer } from '#renderer/api/check-in-api'
import { createCheckInQueue, type ReachedAnswer } from '#renderer/features/door/check-in-queue'
import type { ScanRequest, ScanVerdict } from '#shared/contract/check-in-api'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const verdict: ScanVerdict = {
  nonce: 'nonce',
  outcome: 'admitted',
  reason: null,
  ticket: null,
  firstUse: null,
  at: '2026-12-05T18:00:00.000Z',
}
const admitted: ReachedAnswer = { kind: 'verdict', verdict }
const scanOf = (scanned: string): ScanRequest => ({ scanned, doorId: 1, eventId: 1, mode: 'entry' })

let asked: { scanned: string; key: string }[]
let answered: string[]
let unreachable: number
/** Answers by turn; the last one repeats. */
let answers: CheckInAnswer[]

function createQueue(answer?: (scanned: string) => Promise<CheckInAnswer>) {
  let keys = 0
  return createCheckInQueue({
    ask: ({ scanned }, key) => {
      asked.push({ scanned, key })
      const said = answers.length > 1 ? answers.shift() : answers[0]
      return answer?.(scanned) ?? Promise.resolve(said ?? admitted)
    },
    newKey: () => `key-${String(++keys)}`,
    onAsking: () => undefined,
    onAnswer: ({ scanned }) => answered.push(scanned),
    onUnreachable: () => unreachable++,
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  answered = []
  unreachable = 0
  answers = [admitted]
})
afterEach(() => {
  vi.useRealTimers()
})

test('fast scans are asked one at a time and answered in order, each with its own key', async () => {
  const finish: ((answer: CheckInAnswer) => void)[] = []
  const queue = createQueue(() => new Promise((resolve) => finish.push(resolve)))
  for (const code of ['KQZWPA', 'KQZWPA', 'MNOPQR']) queue.add(scanOf(code))
  expect(asked.map(({ scanned }) => scanned)).toEqual(['KQZWPA'])
  for (let turn = 0; turn < 3; turn++) {
    finish[turn]?.(admitted)
    await vi.advanceTimersByTimeAsync(0)
  }
  expect(answered).toEqual(['KQZWPA', 'KQZWPA', 'MNOPQR'])
  expect(new Set(asked.map(({ key }) => key)).size).toBe(3)
})

test('a lost answer is asked for again with the same key, until it comes', async () => {
  answers = [{ kind: 'unreachable' }, { kind: 'unreachable' }, { kind: 'unreachable' }, admitted]
  const queue = createQueue()
  queue.add(scanOf('KQZWPA'))
  queue.add(scanOf('MNOPQR'))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked.map(({ key }) => key)).toEqual(['key-1', 'key-1', 'key-1', 'key-1', 'key-2'])
  expect(unreachable).toBe(3)
  expect(answered).toEqual(['KQZWPA', 'MNOPQR'])
})

test('whoever asks for it need not wait for the next try', async () => {
  answers = [{ kind: 'unreachable' }, admitted]
  const queue = createQueue()
  queue.add(scanOf('KQZWPA'))
  await vi.advanceTimersByTimeAsync(1)
  expect(answered).toEqual([])
  queue.retry()
  await vi.advanceTimersByTimeAsync(1)
  expect(answered).toEqual(['KQZWPA'])
})

test('what was given up is not answered any more, and the next scan is', async () => {
  const finish: ((answer: CheckInAnswer) => void)[] = []
  const queue = createQueue(() => new Promise((resolve) => finish.push(resolve)))
  queue.add(scanOf('KQZWPA'))
  queue.add(scanOf('MNOPQR'))
  queue.giveUp()
  queue.add(scanOf('STUVWX'))
  finish[0]?.(admitted)
  await vi.advanceTimersByTimeAsync(0)
  finish[1]?.(admitted)
  await vi.advanceTimersByTimeAsync(0)
  expect(answered).toEqual(['STUVWX'])
})
