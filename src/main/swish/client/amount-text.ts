/**
 * Amounts as Swish writes them. They are text on our side of the wire: a float would turn 0.29 kronor into 28.999… öre.
 */

/** Up to 999999999999.99 kronor; more decimals than two only if they are noughts. */
const kronorPattern = /^(\d{1,12})(?:\.(\d{1,2})0*)?$/

/**
 * `15000` becomes `150.00`.
 *
 * @throws RangeError on what is no whole number of öre above zero: our bug
 */
export function amountText(amountOre: number): string {
  if (!Number.isSafeInteger(amountOre) || amountOre <= 0) throw new RangeError('Not an amount in whole öre')
  const ore = amountOre % 100
  return `${(amountOre - ore) / 100}.${String(ore).padStart(2, '0')}`
}

/** Öre of a JSON number (`100`, `0.1`) or text (`100.00`); undefined for anything else. */
export function oreOf(amount: string | number): number | undefined {
  // The shortest text of a parsed JSON number is what was on the wire, without its trailing noughts.
  const [, kronor, decimals = ''] = kronorPattern.exec(String(amount)) ?? []
  return kronor === undefined ? undefined : Number(kronor) * 100 + Number(decimals.padEnd(2, '0'))
}
