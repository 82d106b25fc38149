import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { useDoorSearch } from '#renderer/features/door/use-door-search'
import type { FoundTicket } from '#shared/contract/door-search-api'
import { fakeServer, problem, type FakeAnswer } from '../app/fake-server'

const found = (code: string): FoundTicket => ({
  ...{ code, ticketTypeTitle: 'Barn', eventId: 1, eventTitle: 'Fysikalen', eventAt: '2026-12-05T18:00:00.000Z' },
  ...{ orderNumber: 7, name: null, email: null, reason: null, inside: 0, firstUse: null },
})
const say = (...codes: string[]): FakeAnswer => ({ status: 200, body: { tickets: codes.map(found) } })
const typed = () => vi.advanceTimersByTimeAsync(200)

let scope = effectScope()
beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function search() {
  const text = ref('')
  const result = scope.run(() => useDoorSearch(text))
  if (result === undefined) throw new Error('the scope is over')
  return { text, ...result }
}

test('asks once somebody has stopped typing, from three letters on', async () => {
  const seen = fakeServer(() => say('KQZWPA'))
  const { text, tickets } = search()
  text.value = 'ma'
  await typed()
  expect(seen).toHaveLength(0)
  for (text.value of ['maj', 'maja', 'maja ']) await vi.advanceTimersByTimeAsync(20)
  await typed()
  expect(seen.map(({ path }) => path)).toEqual(['/door-search?text=maja'])
  expect(tickets.value.map(({ code }) => code)).toEqual(['KQZWPA'])
})

test('a number is looked for however short it is', async () => {
  const seen = fakeServer(() => say())
  const { text, answered } = search()
  text.value = '7'
  await typed()
  expect(seen).toHaveLength(1)
  expect(answered.value).toBe('7')
})

test('a late answer to what was typed before is dropped', async () => {
  const answers: ((answer: FakeAnswer) => void)[] = []
  fakeServer(() => new Promise((resolve) => answers.push(resolve)))
  const { text, tickets } = search()
  text.value = 'maja'
  await typed()
  text.value = 'sven'
  await typed()
  answers[1]?.(say('MNOPQR'))
  await typed()
  answers[0]?.(say('KQZWPA'))
  await typed()
  expect(tickets.value.map(({ code }) => code)).toEqual(['MNOPQR'])
})

test('an answer that comes when the field is empty again shows nothing', async () => {
  const answers: ((answer: FakeAnswer) => void)[] = []
  fakeServer(() => new Promise((resolve) => answers.push(resolve)))
  const { text, tickets, answered } = search()
  text.value = 'maja'
  await typed()
  text.value = ''
  await typed()
  answers[0]?.(say('KQZWPA'))
  await typed()
  expect(tickets.value).toEqual([])
  expect(answered.value).toBeNull()
})

test('a search that failed says so', async () => {
  fakeServer(() => problem(500, 'internal'))
  const { text, failed } = search()
  text.value = 'maja'
  await typed()
  expect(failed.value).toBe(true)
})
