import { expect, test } from 'vitest'
import { createExpiringMap } from '#main/swish/simulator/expiring-map'

test('entries are forgotten when their time is over', () => {
  const map = createExpiringMap<{ createdAtMs: number }>({ keepMs: 100, maxEntries: 10 })
  map.add('a', { createdAtMs: 0 })
  expect(map.get('a', 99)).toEqual({ createdAtMs: 0 })
  expect(map.get('a', 100)).toBeUndefined()
  expect(map.get('a', 0)).toBeUndefined()
})

test('the oldest entries make room, and whoever asked is told', () => {
  const forgotten: number[] = []
  const map = createExpiringMap<{ createdAtMs: number }>({
    keepMs: 1_000,
    maxEntries: 2,
    onForget: ({ createdAtMs }) => forgotten.push(createdAtMs),
  })
  for (const createdAtMs of [1, 2, 3, 4]) map.add(String(createdAtMs), { createdAtMs })
  expect(forgotten).toEqual([1, 2])
  expect(map.get('3', 4)).toEqual({ createdAtMs: 3 })
})

test('an entry that is replaced counts as new', () => {
  const map = createExpiringMap<{ createdAtMs: number }>({ keepMs: 100, maxEntries: 10 })
  map.add('a', { createdAtMs: 0 })
  map.add('b', { createdAtMs: 50 })
  map.add('a', { createdAtMs: 90 })
  expect(map.get('b', 150)).toBeUndefined()
  expect(map.get('a', 150)).toEqual({ createdAtMs: 90 })
})
