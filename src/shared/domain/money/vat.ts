/** What a sum at one VAT rate is made of. */
export interface VatPart {
  /** Hundredths of a percent; 0: no VAT. */
  vatRateBp: number
  grossOre: number
  netOre: number
  vatOre: number
}

/**
 * The VAT inside a gross amount, rounded half up to whole öre; of money that goes back the same, below zero.
 *
 * @param grossOre whole öre
 * @param vatRateBp hundredths of a percent: 600 is 6 %, which is 6/106 of the price
 * @throws RangeError on a fraction: the caller's bug
 */
export function vatInside(grossOre: number, vatRateBp: number): number {
  if (!Number.isSafeInteger(grossOre)) throw new RangeError(`not an amount in öre: ${grossOre}`)
  const whole = 10_000 + vatRateBp
  // BigInt: the product of a large sum and a rate is beyond what a double holds exactly.
  const vat = Number((2n * BigInt(Math.abs(grossOre)) * BigInt(vatRateBp) + BigInt(whole)) / (2n * BigInt(whole)))
  return grossOre < 0 && vat > 0 ? -vat : vat
}

/**
 * Splits amounts into net and VAT by rate, lowest first. VAT is taken on each rate's sum, so that no rounding is made twice;
 * net and VAT of a part add up to its gross, and the parts to the whole.
 */
export function splitVat(amounts: readonly { grossOre: number; vatRateBp: number }[]): VatPart[] {
  const sums = new Map<number, number>()
  for (const { grossOre, vatRateBp } of amounts) sums.set(vatRateBp, (sums.get(vatRateBp) ?? 0) + grossOre)
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([vatRateBp, grossOre]) => {
      const vatOre = vatInside(grossOre, vatRateBp)
      return { vatRateBp, grossOre, netOre: grossOre - vatOre, vatOre }
    })
}
