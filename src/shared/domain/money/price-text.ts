/** Writes öre as kronor with exactly two decimals and a point, as the ticket API does: 19999 is `199.99`. */
export function priceText(ore: number): string {
  const kronor = Math.floor(ore / 100)
  return `${kronor}.${String(ore % 100).padStart(2, '0')}`
}
