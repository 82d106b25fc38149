/** The contract's largest amount: a hundred million kronor. */
const largestOre = 10_000_000_000

/**
 * Reads a price as people type it into whole öre, exactly: `199,99`, `199.9`, `1 299`, `1 299,50 kr`.
 *
 * @returns undefined for anything else: signs, thirds of an öre, more than the contract allows
 */
export function parseKronor(typed: string): number | undefined {
  const compact = typed.replace(/\s/g, '').replace(/kr$/i, '')
  const parts = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(compact)
  if (parts === null) return undefined
  const ore = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'))
  return ore <= largestOre ? ore : undefined
}

/** Writes öre as they are typed: `199,99`, whole kronor without decimals. */
export function typedKronor(ore: number, decimal: ',' | '.'): string {
  const kronor = String(Math.floor(ore / 100))
  const rest = ore % 100
  return rest === 0 ? kronor : `${kronor}${decimal}${String(rest).padStart(2, '0')}`
}
