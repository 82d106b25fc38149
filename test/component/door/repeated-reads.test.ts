import { createRepeatedReads } from '#renderer/components/door/repeated-reads'
import { expect, test } from 'vitest'

test('a code that stays in view is one scan, however long', () => {
  const isNewRead = createRepeatedReads()
  const reads = Array.from({ length: 100 }, (_, frame) => isNewRead('KQZWPA', frame * 100))
  expect(reads.filter(Boolean)).toHaveLength(1)
})

test('a code that was taken away is scanned again when it comes back', () => {
  const isNewRead = createRepeatedReads()
  expect(isNewRead('KQZWPA', 0)).toBe(true)
  expect(isNewRead('KQZWPA', 1_900)).toBe(false)
  expect(isNewRead('KQZWPA', 3_800)).toBe(false)
  expect(isNewRead('KQZWPA', 5_800)).toBe(true)
})

test('two tickets in view at once are one scan each', () => {
  const isNewRead = createRepeatedReads()
  const reads = Array.from({ length: 40 }, (_, frame) => isNewRead(frame % 2 === 0 ? 'KQZWPA' : 'MNOPQR', frame * 100))
  expect(reads.filter(Boolean)).toHaveLength(2)
})
