/**
 * How guessing at ticket codes is slowed. A door sees unknown codes now and then; who sees many is guessing. After five in a
 * minute each further one is answered late, after sixty in an hour none is: a stolen device has 1.5 % to hit one of ten
 * thousand tickets in eight hours then. Counted per device, or per address for those who only know the door password.
 */
export interface UnknownCodes {
  /** When the latest were shown, milliseconds on a clock that never jumps, oldest first; of the last hour. */
  shownAtMs: readonly number[]
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const FREE_IN_A_MINUTE = 5
const MOST_IN_AN_HOUR = 60
/** How late an answer comes; whoever waits for one has to wait longer than that. */
export const UNKNOWN_CODE_DELAY_MS = 2_000

export const noUnknownCodes: UnknownCodes = { shownAtMs: [] }

const since = (codes: UnknownCodes, fromMs: number) => codes.shownAtMs.filter((atMs) => atMs > fromMs)

export function afterUnknownCode(codes: UnknownCodes, nowMs: number): UnknownCodes {
  return { shownAtMs: [...since(codes, nowMs - HOUR_MS), nowMs] }
}

/** How long the answer to the unknown code that was just counted is held back. */
export function delayMs(codes: UnknownCodes, nowMs: number): number {
  return since(codes, nowMs - MINUTE_MS).length > FREE_IN_A_MINUTE ? UNKNOWN_CODE_DELAY_MS : 0
}

/** Whether whoever has shown these is answered no more. */
export function isTooMany(codes: UnknownCodes, nowMs: number): boolean {
  return since(codes, nowMs - HOUR_MS).length >= MOST_IN_AN_HOUR
}
