/**
 * The venue's clock. At rest and between programs a time is an instant in UTC; people read and type the local time of
 * the venue's IANA zone, and the ticket API's clients get local time with its UTC offset.
 *
 * Only Intl knows the zones' rules, and asking it takes microseconds, so that offsets are kept per zone and quarter of
 * an hour: since 1973 every zone has changed its offset on a full quarter of an hour of UTC.
 */

/** A local day and time as people type them: `2026-12-05`, `19:00`. */
export interface VenueLocalTime {
  date: string
  time: string
}

const quarterMs = 15 * 60_000
const dayMs = 24 * 60 * 60_000

/** Offsets kept per zone, about ten weeks' worth of quarters: then the memory starts afresh. */
const maxOffsetsKept = 7_000

interface ZoneClock {
  format: Intl.DateTimeFormat
  offsetMsByQuarter: Map<number, number>
}

const clocks = new Map<string, ZoneClock>()

/** @throws RangeError when the zone is unknown */
function clockOf(zone: string): ZoneClock {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const clock = { format, offsetMsByQuarter: new Map<number, number>() }
  clocks.set(zone, clock)
  return clock
}

/** How far local time is ahead of UTC at an instant, in milliseconds. */
function offsetMsAt(instantMs: number, zone: string): number {
  const { format, offsetMsByQuarter } = clockOf(zone)
  const quarter = Math.floor(instantMs / quarterMs)
  const kept = offsetMsByQuarter.get(quarter)
  if (kept !== undefined) return kept
  const startMs = quarter * quarterMs
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
  for (const { type, value } of format.formatToParts(startMs)) part[type] = value
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year)
  const local = new Date(0)
  local.setUTCFullYear(year, Number(part.month) - 1, Number(part.day))
  local.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second))
  const offsetMs = local.getTime() - startMs
  if (offsetMsByQuarter.size >= maxOffsetsKept) offsetMsByQuarter.clear()
  offsetMsByQuarter.set(quarter, offsetMs)
  return offsetMs
}

function instantMsOf(utcIso: string): number {
  const instantMs = Date.parse(utcIso)
  if (Number.isNaN(instantMs)) throw new RangeError(`Not an instant: ${utcIso}`)
  return instantMs
}

/** Local time written as if it were UTC: `2025-12-05T18:49:12.677Z` stands for 18.49 at the venue. */
function localIsoAt(instantMs: number, zone: string): string {
  return new Date(instantMs + offsetMsAt(instantMs, zone)).toISOString()
}

/**
 * Writes an instant as the venue's local time with its offset: `2025-12-05T18:49:12.677+01:00`. UTC is `+00:00`.
 *
 * @throws RangeError when the text is not an instant or the zone is unknown
 */
export function toVenueIso(utcIso: string, zone: string): string {
  const instantMs = instantMsOf(utcIso)
  const offsetMinutes = Math.round(offsetMsAt(instantMs, zone) / 60_000)
  const ahead = Math.abs(offsetMinutes)
  const hours = String(Math.floor(ahead / 60)).padStart(2, '0')
  const minutes = String(ahead % 60).padStart(2, '0')
  return `${localIsoAt(instantMs, zone).slice(0, -1)}${offsetMinutes < 0 ? '-' : '+'}${hours}:${minutes}`
}

/**
 * The day and time on the venue's wall at an instant, seconds cut off.
 *
 * @throws RangeError when the text is not an instant or the zone is unknown
 */
export function toVenueLocal(utcIso: string, zone: string): VenueLocalTime {
  const local = localIsoAt(instantMsOf(utcIso), zone)
  return { date: local.slice(0, 10), time: local.slice(11, 16) }
}

/**
 * The instant of a local day and time, as UTC text with milliseconds. An hour that comes twice (clocks back) means the
 * first; an hour that never comes (clocks forward) is read by the clock before the change: 02:30 then means 03:30.
 *
 * @throws RangeError when day or time do not exist in the calendar, or the zone is unknown
 */
export function fromVenueLocal(date: string, time: string, zone: string): string {
  const wall = `${date}T${time}:00.000Z`
  const wallMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/.test(wall) ? Date.parse(wall) : NaN
  // Date.parse lets 31 February roll over into March; what people typed must come out again unchanged.
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString() !== wall) {
    throw new RangeError(`Not a day and time: ${date} ${time}`)
  }
  const before = wallMs - offsetMsAt(wallMs - dayMs, zone)
  const after = wallMs - offsetMsAt(wallMs + dayMs, zone)
  const instantMs = [before, after].find((candidate) => candidate + offsetMsAt(candidate, zone) === wallMs) ?? before
  return new Date(instantMs).toISOString()
}

/** Whether the name is a time zone that this machine knows. Bare offsets such as `+01:00` are not zones. */
export function isKnownZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    clockOf(zone)
    return true
  } catch {
    return false
  }
}
