/** `near`: four fifths of the limit or more, so that there is time to get a register. */
export type DutyLevel = 'below' | 'near' | 'above'

/**
 * How sales of twelve months stand to the limit above which a seller needs a certified cash register. Sales up to the limit
 * are exempt. Source: skatteförfarandelagen (2011:1244) 39 kap. 9 §, as told by Skatteverket's guidance, read 2026-11-23.
 */
export function dutyLevel(salesOre: number, limitOre: number): DutyLevel {
  if (salesOre > limitOre) return 'above'
  return salesOre * 5 >= limitOre * 4 ? 'near' : 'below'
}

/** Twelve months before an instant: the same day and time of the year before. */
export function twelveMonthsBefore(now: string): string {
  const before = new Date(now)
  before.setUTCFullYear(before.getUTCFullYear() - 1)
  return before.toISOString()
}
