/** Tenders that money goes back by. What came in exchange goes back by those that paid the tickets before it. */
export type MoneyTender = 'swish' | 'card' | 'swish_by_eye' | 'cash'

/** Money of an order that may still go back: what a payment took, less what of it is back or on its way. */
export interface RefundSource {
  paymentId: number
  tender: MoneyTender
  /** Whole öre, 0 or more. */
  leftOre: number
}

export interface RefundShare<S extends RefundSource = RefundSource> {
  source: S
  /** Whole öre, above 0. */
  amountOre: number
}

/**
 * In which order the tenders of a split order give back. Verified Swish first: that money provably came, and goes to the
 * account it came from. Then the card, on its own terminal; then what a cashier saw on a phone; and the drawer last, as cash
 * is what a made-up refund would be after.
 */
const givingOrder = ['swish', 'card', 'swish_by_eye', 'cash'] as const satisfies readonly MoneyTender[]

/**
 * Shares an amount out over the payments that it came by: to the öre, and never more from one than is left of it. Payments of
 * one tender give in the order in which they were taken.
 *
 * @param amountOre whole öre, 0 or more
 * @returns undefined when less than that is left: the rest went back already, or by hand
 */
export function allocateRefund<S extends RefundSource>(
  sources: readonly S[],
  amountOre: number,
): RefundShare<S>[] | undefined {
  const shares: RefundShare<S>[] = []
  let restOre = amountOre
  const inOrder = [...sources].sort(
    (one, other) =>
      givingOrder.indexOf(one.tender) - givingOrder.indexOf(other.tender) || one.paymentId - other.paymentId,
  )
  for (const source of inOrder) {
    const givesOre = Math.min(source.leftOre, restOre)
    if (givesOre <= 0) continue
    shares.push({ source, amountOre: givesOre })
    restOre -= givesOre
  }
  return restOre === 0 ? shares : undefined
}
