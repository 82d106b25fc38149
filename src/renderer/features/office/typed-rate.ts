/** Reads a percentage as people type it into hundredths of a percent: `6`, `12,5 %`. Undefined for anything else. */
export function parseTypedRate(typed: string): number | undefined {
  const parts = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(typed.trim())
  if (parts === null) return undefined
  const rateBp = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'))
  return rateBp <= 10_000 ? rateBp : undefined
}
