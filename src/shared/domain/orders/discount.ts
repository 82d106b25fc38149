/** `complimentary` takes off everything; a `voucher` brings its own rule. */
export type DiscountKind = 'amount' | 'percent' | 'voucher' | 'complimentary'
/** What a discount takes off: öre, or hundredths of a percent. */
export type DiscountRule = 'amount' | 'percent'

/**
 * What a discount takes off a sum: never more than the sum, a percentage rounded to the nearest öre, half up.
 *
 * @param grossOre whole öre, 0 or more
 */
export function discountOre(grossOre: number, discount: { rule: DiscountRule; value: number } | undefined): number {
  if (discount === undefined) return 0
  const wanted = discount.rule === 'amount' ? discount.value : Math.floor((grossOre * discount.value + 5_000) / 10_000)
  return Math.min(grossOre, wanted)
}

/**
 * Shares a discount out over tickets by their prices, to the öre: the shares add up to the discount, and none is above its
 * price.
 *
 * @param pricesOre the tickets' prices, in their order
 * @param totalDiscountOre at most the sum of the prices
 */
export function shareDiscount(pricesOre: readonly number[], totalDiscountOre: number): number[] {
  const grossOre = pricesOre.reduce((sum, price) => sum + price, 0)
  let pricesSoFar = 0
  let sharedSoFar = 0
  return pricesOre.map((price) => {
    pricesSoFar += price
    // What all tickets up to this one bear together, rounded down: so no rounding is ever lost or made twice.
    const upToHere = grossOre === 0 ? 0 : Number((BigInt(totalDiscountOre) * BigInt(pricesSoFar)) / BigInt(grossOre))
    const share = upToHere - sharedSoFar
    sharedSoFar = upToHere
    return share
  })
}
