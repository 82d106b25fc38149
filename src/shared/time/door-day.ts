import { toVenueLocal } from './venue-time'

const DAY_MS = 24 * 3_600_000

/**
 * The day that a moment at the door belongs to, `2026-12-05`: it begins at the hour when everybody counts as gone, so that a
 * night that goes on past midnight is one day.
 *
 * @param at ISO 8601, UTC
 * @param begins the hour on the venue's clock, `05:00`
 */
export function doorDay(at: string, zone: string, begins: string): string {
  const local = toVenueLocal(at, zone)
  if (local.time >= begins) return local.date
  return new Date(Date.parse(`${local.date}T00:00:00.000Z`) - DAY_MS).toISOString().slice(0, 10)
}
