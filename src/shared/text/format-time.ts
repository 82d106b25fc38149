import type { Language } from './language'

/**
 * Times and dates as the venue's guests read them, in the venue's zone: `fre 5 dec 2026 19.00` in Swedish,
 * `Fri 5 Dec 2026, 19:00` in English. The parts come from Intl; order and marks are ours, because Intl's own patterns
 * differ between the versions of its data in Electron and in browsers (`dec.` or `dec`, `19:00` or `19.00`).
 */

interface TimeParts {
  weekday: string
  day: string
  month: string
  year: string
  hour: string
  minute: string
}

const locales = { sv: 'sv-SE', en: 'en-GB' } as const satisfies Record<Language, string>

/** Making a formatter costs far more than using it. A venue has one zone, so that this stays at a few entries. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterFor(zone: string, language: Language): Intl.DateTimeFormat {
  const key = `${language} ${zone}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const formatter = new Intl.DateTimeFormat(locales[language], {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formatters.set(key, formatter)
  return formatter
}

function partsOf(instant: string, zone: string, language: Language): TimeParts {
  const parts: TimeParts = { weekday: '', day: '', month: '', year: '', hour: '', minute: '' }
  for (const { type, value } of formatterFor(zone, language).formatToParts(new Date(instant))) {
    if (type in parts) parts[type as keyof TimeParts] = value
  }
  parts.weekday = parts.weekday.replace('.', '')
  parts.month = parts.month.replace('.', '')
  return parts
}

/**
 * Writes the time of day: `19.00`, in English `19:00`.
 *
 * @param instant ISO 8601 in UTC
 * @param zone IANA name of the venue's zone
 * @throws RangeError when the instant or the zone is none
 */
export function formatClock(instant: string, zone: string, language: Language): string {
  const { hour, minute } = partsOf(instant, zone, language)
  return `${hour}${language === 'sv' ? '.' : ':'}${minute}`
}

/** Writes the day without its year: `fre 5 dec`, in English `Fri 5 Dec`. Arguments and errors as `formatClock`. */
export function formatDay(instant: string, zone: string, language: Language): string {
  const { weekday, day, month } = partsOf(instant, zone, language)
  return `${weekday} ${day} ${month}`
}

/** Writes the day with its year: `fre 5 dec 2026`, in English `Fri 5 Dec 2026`. Arguments and errors as `formatClock`. */
export function formatDate(instant: string, zone: string, language: Language): string {
  return `${formatDay(instant, zone, language)} ${partsOf(instant, zone, language).year}`
}

/**
 * Writes day, year and time: `fre 5 dec 2026 19.00`, in English `Fri 5 Dec 2026, 19:00`. Arguments and errors as
 * `formatClock`.
 */
export function formatDateTime(instant: string, zone: string, language: Language): string {
  const between = language === 'sv' ? ' ' : ', '
  return `${formatDate(instant, zone, language)}${between}${formatClock(instant, zone, language)}`
}
