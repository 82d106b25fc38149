const DAY_MS = 24 * 3_600_000

const dayAfter = (day: string) => new Date(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS).toISOString().slice(0, 10)

/**
 * Whether everybody has to be counted as gone because a new day has begun at the door. Where clocks go back, the hour comes
 * twice and the day may seem to begin again: it does not. A last day further ahead is from a clock that was wrong.
 *
 * @param lastDay the door day of the last time, undefined before the first
 * @param today the door day now
 */
export function isEveryoneOut(lastDay: string | undefined, today: string): boolean {
  return lastDay !== today && lastDay !== dayAfter(today)
}
