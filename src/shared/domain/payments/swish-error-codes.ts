/**
 * The error codes of Swish's payments and refunds, and what each asks of us. A code comes with a refusal (the answer to a
 * create, a cancel, a refund) or later, with a payment or refund that ended as ERROR. Swish's list is not closed.
 *
 * Source: Merchant Swish Simulator user guide 2.0 (2023-08-28), error codes; codes that only open-source clients know:
 * AM04, BANKIDONGOING, BANKIDUNKN, RP08.
 */

/**
 * - `ask_again_number`: the payer's phone number is wrong; ask for it again
 * - `retry`: this try failed, another may succeed
 * - `wait_for_other`: another request of the same payer, or another refund of the same payment, must end first
 * - `tell_payer`: only the payer can change it (not enrolled, too young)
 * - `failed`: it ended and a second try would end likewise; take another way to pay
 * - `configuration`: somebody must mend our agreement, certificate or settings
 * - `our_bug`: we sent what we must never send
 * - `unknown_outcome`: the bank did not say whether money moved: never retried or released by itself, a person looks
 * - `read_it`: the request exists or has ended; what a read says counts
 * - `not_found`: Swish knows no such request
 * - `cancelled`: the request was cancelled
 * - `fill_account`: our account holds too little for the refund
 * - `lower_amount`: more than is left to refund; `additionalInformation` says how much is
 * - `refund_otherwise`: Swish cannot carry this refund; give the money back another way
 */
export type SwishErrorReaction =
  | 'ask_again_number'
  | 'retry'
  | 'wait_for_other'
  | 'tell_payer'
  | 'failed'
  | 'configuration'
  | 'our_bug'
  | 'unknown_outcome'
  | 'read_it'
  | 'not_found'
  | 'cancelled'
  | 'fill_account'
  | 'lower_amount'
  | 'refund_otherwise'

const reactions = {
  FF08: 'our_bug',
  RP03: 'configuration',
  BE18: 'ask_again_number',
  RP01: 'configuration',
  PA02: 'our_bug',
  AM06: 'our_bug',
  AM02: 'our_bug',
  AM03: 'our_bug',
  RP02: 'our_bug',
  RP06: 'wait_for_other',
  RP09: 'read_it',
  ACMT03: 'tell_payer',
  ACMT01: 'tell_payer',
  ACMT07: 'configuration',
  UNKW: 'configuration',
  VR01: 'tell_payer',
  VR02: 'tell_payer',
  PA01: 'configuration',
  RP04: 'not_found',
  RP07: 'read_it',
  RF07: 'retry',
  BANKIDCL: 'retry',
  BANKIDONGOING: 'retry',
  BANKIDUNKN: 'failed',
  FF10: 'retry',
  TM01: 'retry',
  DS24: 'unknown_outcome',
  RP08: 'cancelled',
  AM04: 'fill_account',
  RF02: 'refund_otherwise',
  RF03: 'refund_otherwise',
  RF04: 'refund_otherwise',
  RF06: 'refund_otherwise',
  RF08: 'lower_amount',
  RF09: 'wait_for_other',
} as const satisfies Record<string, SwishErrorReaction>

/** Our own codes of the refusals that come without one: Swish does not take our certificate or number. */
const bareRefusals: ReadonlySet<string> = new Set(['HTTP401', 'HTTP403'])

export type SwishErrorCode = keyof typeof reactions

export const swishErrorCodes = Object.keys(reactions) as readonly SwishErrorCode[]

export function isSwishErrorCode(code: string): code is SwishErrorCode {
  return Object.hasOwn(reactions, code)
}

/** What a code asks of us; `failed` for one that is in no list of Swish's. */
export function reactionTo(code: string): SwishErrorReaction {
  if (isSwishErrorCode(code)) return reactions[code]
  return bareRefusals.has(code) ? 'configuration' : 'failed'
}
