/**
 * How long to wait before Swish is asked about a payment again. Quick while the customer stands there, slower with age; a
 * payment that is still open after ten minutes is asked about once a minute until there is an answer.
 *
 * @param ageMs since the payment was started, in milliseconds
 */
export function pollDelayMs(ageMs: number): number {
  if (ageMs < 60_000) return 1_000
  if (ageMs < 600_000) return 5_000
  return 60_000
}
