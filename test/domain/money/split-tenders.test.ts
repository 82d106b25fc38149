/** An order paid in any number of parts by any tenders: what was taken, what is left, what goes back. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitCash } from '#shared/domain/money/cash-part'
import { allocateRefund, type RefundSource } from '#shared/domain/payments/allocate-refund'

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)
const total = fc.integer({ min: 1, max: 1_000_000 })
/** A part of what is left: for cash a wish in kronor, for others in öre, and how much cash is handed over beyond it. */
const part = fc.record({
  tender: fc.constantFrom('cash', 'card', 'swish', 'swish_by_eye'),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  extraOre: fc.nat({ max: 100_000 }),
})

test('parts never pay more than the total, the last pays exactly the rest, and the drawer holds whole kronor', () => {
  fc.assert(
    fc.property(total, fc.array(part, { maxLength: 12 }), (totalOre, parts) => {
      let restOre = totalOre
      let drawerOre = 0
      let roundedOre = 0
      for (const { tender, share, extraOre } of parts) {
        if (tender !== 'cash') {
          restOre -= Math.floor(restOre * share)
          continue
        }
        const wanted = Math.floor((restOre * share) / 100) * 100
        const taken = splitCash(restOre, { givenOre: wanted + extraOre, amountOre: wanted })
        if (!taken.ok) continue
        const { amountOre, roundingOre, changeOre } = taken.value
        expect(amountOre).toBeLessThanOrEqual(restOre)
        expect(amountOre + roundingOre).toBe(wanted)
        expect(changeOre).toBe(extraOre)
        restOre -= amountOre
        drawerOre += amountOre + roundingOre
        roundedOre += roundingOre
      }
      if (restOre > 0) {
        const last = splitCash(restOre, { givenOre: restOre + 100 })
        expect(last.ok).toBe(true)
        if (!last.ok) return
        expect(last.value.amountOre).toBe(restOre)
        restOre -= last.value.amountOre
        drawerOre += last.value.amountOre + last.value.roundingOre
        roundedOre += last.value.roundingOre
      }
      expect(restOre).toBe(0)
      expect(drawerOre % 100).toBe(0)
      // However many parts, cash is rounded once.
      expect(Math.abs(roundedOre)).toBeLessThanOrEqual(50)
    }),
  )
})

test('less cash than asked for, a part that is no whole krona, or more than the rest is refused', () => {
  fc.assert(
    fc.property(total, fc.nat({ max: 2_000_000 }), fc.nat({ max: 2_000_000 }), (restOre, givenOre, amountOre) => {
      const taken = splitCash(restOre, { givenOre, amountOre })
      const payableOre = Math.floor((restOre + 50) / 100) * 100
      const isGood = amountOre > 0 && amountOre % 100 === 0 && amountOre <= payableOre && givenOre >= amountOre
      expect(taken.ok).toBe(isGood)
    }),
  )
})

test('any number of refunds gives back what was paid, to the öre, and no payment more than it took', () => {
  const source = fc.record({
    tender: fc.constantFrom('cash' as const, 'card' as const, 'swish' as const, 'swish_by_eye' as const),
    leftOre: fc.nat({ max: 100_000 }),
  })
  fc.assert(
    fc.property(
      fc.array(source, { maxLength: 8 }),
      fc.array(fc.nat({ max: 60_000 }), { maxLength: 10 }),
      (paid, wishes) => {
        let sources: RefundSource[] = paid.map((its, paymentId) => ({ paymentId, ...its }))
        const paidOre = sum(paid.map(({ leftOre }) => leftOre))
        let backOre = 0
        for (const amountOre of wishes) {
          const shares = allocateRefund(sources, amountOre)
          expect(shares === undefined).toBe(amountOre > paidOre - backOre)
          if (shares === undefined) continue
          expect(sum(shares.map((share) => share.amountOre))).toBe(amountOre)
          backOre += amountOre
          sources = sources.map((its) => {
            const gave = shares.find(({ source: { paymentId } }) => paymentId === its.paymentId)?.amountOre ?? 0
            return { ...its, leftOre: its.leftOre - gave }
          })
          for (const { leftOre } of sources) expect(leftOre).toBeGreaterThanOrEqual(0)
        }
        expect(sum(sources.map(({ leftOre }) => leftOre))).toBe(paidOre - backOre)
      },
    ),
  )
})
