import { expect, test } from 'vitest'
import {
  isSwishErrorCode,
  reactionTo,
  swishErrorCodes,
  type SwishErrorReaction,
} from '#shared/domain/payments/swish-error-codes'

/** The tables of the error codes of payments and of refunds, in their order. */
const table: Record<string, SwishErrorReaction> = {
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
}

test.each(Object.entries(table))('%s asks for %s', (code, reaction) => {
  expect(reactionTo(code)).toBe(reaction)
})

test('the list holds every code once and no other', () => {
  expect([...swishErrorCodes].sort()).toEqual(Object.keys(table).sort())
  expect(swishErrorCodes.every(isSwishErrorCode)).toBe(true)
})

test.each(['BRANDNEW', '', 'ff08', 'toString', '__proto__', 'HTTP422'])('%j is in no list: it failed', (code) => {
  expect(isSwishErrorCode(code)).toBe(false)
  expect(reactionTo(code)).toBe('failed')
})

test.each(['HTTP401', 'HTTP403'])('a bare refusal (%s) is about our certificate or number', (code) => {
  expect(reactionTo(code)).toBe('configuration')
})
