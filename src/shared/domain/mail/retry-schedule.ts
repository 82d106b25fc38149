const MINUTE_MS = 60_000

/** Quick at first, for a mail server that greylists; then patient, for one that is down for the evening. */
const delaysMs = [1, 5, 15, 30, 60, 120, 240, 480, 960].map((minutes) => minutes * MINUTE_MS)

/**
 * How long to wait before a mail is tried again.
 *
 * @param attempts tries so far, 1 or more
 * @returns milliseconds, or undefined when it has been tried often enough (some 32 hours) and a person must look
 */
export function mailRetryDelayMs(attempts: number): number | undefined {
  return delaysMs[attempts - 1]
}
