/**
 * The error codes that the simulator answers with on request. The trigger is a message that equals a code, nothing else,
 * as in Swish's Merchant Swish Simulator; a code that is not listed for the kind of request means success.
 *
 * Source: User Guide, Merchant Swish Simulator, version 2.0 (2023-08-28), chapters 5 and 13, through our Swish reference,
 * sections 6, 7 and 11, read 2026-11-23. Texts are those seen in answers where known; tests compare codes only.
 */

const texts: Record<string, string> = {
  ACMT01: 'Counterpart is not activated',
  ACMT03: 'Payer not enrolled',
  ACMT07: 'Payee not enrolled',
  AM02: 'Amount value is too large',
  AM03: 'Invalid or missing Currency',
  AM04: 'Insufficient funds in debtor account',
  AM06: 'Specified transaction amount is less than agreed minimum',
  BANKIDCL: 'Payer cancelled BankID signing',
  BE18: 'Payer alias is invalid',
  DS24: 'Swish timed out waiting for an answer from the banks after the payment was started',
  FF08: 'Payment Reference is invalid',
  FF10: 'Bank system processing error',
  PA01: 'Parameter is not correct.',
  PA02: 'Amount value is missing or not a valid number',
  RF02: 'Original payment not found or original payment is too old',
  RF03: 'Payer alias in the refund does not match the payee alias in the original payment',
  RF04: 'Payer organization number do not match original payment payee organization number',
  RF06: 'The payer alias in the original payment has been changed',
  RF07: 'Transaction declined',
  RF08: 'Amount value is too large, or amount exceeds the amount of the original payment minus any previous refunds',
  RF09: 'Refund already in progress',
  RP01: 'Missing Merchant Swish Number',
  RP02: 'Wrong formatted message',
  RP03: 'Callback URL is missing or does not use Https',
  RP04: 'No payment request found related to a token',
  RP06: 'Another active payment request already exists for this payer',
  RP07: 'The payment request can not be cancelled.',
  RP09: 'The given instruction id is already in use',
  TM01: 'Swish timed out before the payment was started',
  UNKW: 'Technical supplier is not active',
  VR01: 'Does not meet age limit',
  VR02: 'The payer alias is not enrolled with the supplied personal number',
}

export function simulatedErrorText(code: string): string {
  return texts[code] ?? 'Unknown error'
}

/** `at_once`: the create call is refused. `delayed`: it is accepted and ends in ERROR when it would have been paid. */
export type SimulatedFailure = 'at_once' | 'delayed'

/** Payments that name their payer (`ecommerce`), payments by token (`mcommerce`), and refunds. */
export type SimulatedKind = 'ecommerce' | 'mcommerce' | 'refund'

const everywhereAtOnce = words('FF08 RP03 BE18 RP01 PA02 AM06 AM03 RP02 ACMT01 ACMT07 UNKW RP09 PA01')
const everywhereDelayed = words('RF07 BANKIDCL FF10 DS24')

const atOnce: Record<SimulatedKind, ReadonlySet<string>> = {
  ecommerce: new Set([...everywhereAtOnce, ...words('AM02 ACMT03 RP06 VR01 VR02 RP04')]),
  mcommerce: new Set([...everywhereAtOnce, ...words('AM02 ACMT03 RP04')]),
  refund: new Set([...everywhereAtOnce, ...words('RF02 RF03 RF04 RF06 RF08 RF09 AM04')]),
}

const delayed: Record<SimulatedKind, ReadonlySet<string>> = {
  ecommerce: new Set([...everywhereDelayed, 'TM01']),
  mcommerce: new Set([...everywhereDelayed, ...words('TM01 VR01 VR02')]),
  refund: new Set(everywhereDelayed),
}

/** How a request with this message fails; undefined when it succeeds. */
export function simulatedFailure(kind: SimulatedKind, message: string): SimulatedFailure | undefined {
  if (atOnce[kind].has(message)) return 'at_once'
  return delayed[kind].has(message) ? 'delayed' : undefined
}

function words(text: string): string[] {
  return text.split(' ')
}
