import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterPassage, decideScan, type ScanMode } from '#shared/domain/check-in/decide-scan'
import { aDoor, aDoorTicket, doorCases, now } from '../../support/door-cases'

test.each(doorCases)('$name: $expected', ({ ticket, door, expected }) => {
  const decision = decideScan(aDoorTicket(ticket), aDoor(door), now)
  expect(decision.ok ? decision.value : decision.error).toBe(expected)
})

test('whatever is scanned where, a ticket for one never has two people inside, and is used at most once', () => {
  const modes = fc.array(fc.constantFrom<ScanMode>('entry', 'exit', 'look'), { maxLength: 60 })
  fc.assert(
    fc.property(modes, (scans) => {
      let ticket = aDoorTicket()
      for (const mode of scans) {
        const decision = decideScan(ticket, aDoor({ mode }), now)
        if (decision.ok) ticket = afterPassage(ticket, decision.value, now.day)
        expect(ticket.inside + ticket.steppedOut).toBe(ticket.timesUsed)
        expect(ticket.timesUsed).toBeLessThanOrEqual(1)
        expect(Math.min(ticket.inside, ticket.steppedOut)).toBe(0)
      }
    }),
  )
})

test('a daily ticket is let in as often a day as its type says, on every day', () => {
  const days = fc.array(fc.constantFrom('2026-12-05', '2026-12-06', '2026-12-07'), { maxLength: 40 })
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 4 }), (scans, times) => {
      let ticket = aDoorTicket({ admit: { times, per: 'day' } })
      const admitted = new Map<string, number>()
      for (const day of [...scans].sort()) {
        const decision = decideScan(ticket, aDoor(), { at: `${day}T18:00:00.000Z`, day })
        if (!decision.ok) continue
        admitted.set(day, (admitted.get(day) ?? 0) + 1)
        ticket = afterPassage(ticket, decision.value, day)
      }
      for (const [day, count] of admitted) {
        expect(count).toBe(Math.min(times, scans.filter((it) => it === day).length))
      }
    }),
  )
})
