/** Reads a day as people type it: `2026-12-05`, `20261205`, `2026-12-5`, `2026/12/05`. Undefined for anything else. */
export function parseTypedDate(typed: string): string | undefined {
  const parts = /^(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})$/.exec(typed.trim())
  if (parts === null) return undefined
  const [, year = '', month = '', day = ''] = parts
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const midnight = new Date(`${date}T00:00:00.000Z`)
  // 31 February would roll over into March.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date) ? date : undefined
}

/** Reads a time as people type it: `19.00`, `19:00`, `1900`, `19`. Undefined for anything else. */
export function parseTypedTime(typed: string): string | undefined {
  const parts = /^(\d{1,2})(?:[.: ]?(\d{2}))?$/.exec(typed.trim())
  if (parts === null) return undefined
  const [, hour = '', minute = '00'] = parts
  return Number(hour) < 24 && Number(minute) < 60 ? `${hour.padStart(2, '0')}:${minute}` : undefined
}

/** The day after, for a copy of an event: `2026-12-31` is followed by `2027-01-01`. */
export function dayAfter(date: string): string {
  const next = new Date(`${date}T00:00:00.000Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}
