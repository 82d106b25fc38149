/** Öre as Swish writes amounts: `150.00`. */
export function amountOf(ore: number): string {
  const rest = ore % 100
  return `${(ore - rest) / 100}.${String(rest).padStart(2, '0')}`
}

/**
 * An object as Swish writes it: JSON in which the amount is a number with both its decimals. JSON.stringify would shorten
 * it to `150`.
 */
export function wireObject(fields: { amountOre: number } & Record<string, string | number | null>): string {
  const members = Object.entries(fields).map(([name, value]) =>
    name === 'amountOre' ? `"amount":${amountOf(fields.amountOre)}` : `"${name}":${JSON.stringify(value)}`,
  )
  return `{${members.join(',')}}`
}
