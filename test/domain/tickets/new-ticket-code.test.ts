import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { newTicketCode } from '#shared/domain/tickets/new-ticket-code'

test('bytes that would favour some letters are thrown away', () => {
  const bytes = [255, 234, 0, 25, 26, 51, 233, 3]
  expect(newTicketCode(() => Uint8Array.from(bytes))).toBe('AZAZZD')
})

test('every letter is equally likely: chi-square over 600,000 letters', () => {
  const counts = new Array<number>(26).fill(0)
  const codes = 100_000
  for (let made = 0; made < codes; made++) {
    for (const letter of newTicketCode(randomBytes)) {
      const index = letter.charCodeAt(0) - 65
      counts[index] = (counts[index] ?? 0) + 1
    }
  }
  const expected = (codes * 6) / 26
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  // 25 degrees of freedom: a fair source is above 70 once in three million runs.
  expect(chiSquare).toBeLessThan(70)
})
