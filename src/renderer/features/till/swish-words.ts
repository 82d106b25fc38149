import type { PaymentAttempt } from '#shared/contract/order-api'

/** How long a customer has to open Swish and approve; after that Swish gives up by itself and says so. */
export const swishWindowSeconds = 180

/** Swish's codes that the catalogue explains; others are shown as they are. */
const explainedCodes = [
  'TM01',
  'RF07',
  'BANKIDCL',
  'BANKIDONGOING',
  'BANKIDUNKN',
  'FF10',
  'DS24',
  'ACMT03',
  'ACMT01',
  'ACMT07',
  'AM02',
  'AM21',
  'VR01',
  'PA01',
] as const

export type SwishStateKey = 'starting' | 'late' | 'lost' | PaymentAttempt['status']

/**
 * Which of the catalogue's sentences tells how the payment stands.
 *
 * @param secondsLeft of the customer's time
 * @param failed the start was refused, or got no answer
 */
export function swishStateKey(attempt: PaymentAttempt | null, secondsLeft: number, failed: boolean): SwishStateKey {
  if (attempt === null) return failed ? 'lost' : 'starting'
  return attempt.status === 'created' && secondsLeft === 0 ? 'late' : attempt.status
}

/** Key of the sentence that explains Swish's code, null without a code. */
export function swishErrorKey(errorCode: string | null): string | null {
  if (errorCode === null) return null
  return explainedCodes.find((code) => code === errorCode) ?? 'other'
}
