import type { PaymentRequest, RefundRequest } from './payment-provider'

/**
 * The field rules that Swish's simulator checks for real, each with the code it answers with. Wider than what we send:
 * the sources differ on the character sets, and a stand-in must not refuse what Swish takes.
 */

const instructionIdPattern = /^[0-9A-F]{32}$/
const swishNumberPattern = /^123[0-9]{7}$/
const payerAliasPattern = /^[1-9][0-9]{7,14}$/
const referencePattern = /^[A-Za-z0-9\-_.+*/]{1,36}$/
const messagePattern = /^[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f :;.,?!()"-]{0,50}$/

const lowestAmountOre = 1
/** 999999999999.99 kronor. */
const highestAmountOre = 99_999_999_999_999

/** @throws RangeError: what Swish answers to an id of the wrong form is not documented, and it would be our bug */
export function assertInstructionId(instructionId: string): void {
  if (!instructionIdPattern.test(instructionId)) throw new RangeError('Not a Swish instruction id')
}

export function isSwishNumber(alias: string): boolean {
  return swishNumberPattern.test(alias)
}

function amountError(amountOre: number): string | undefined {
  if (!Number.isSafeInteger(amountOre)) return 'PA02'
  if (amountOre < lowestAmountOre) return 'AM06'
  return amountOre > highestAmountOre ? 'AM02' : undefined
}

function codes(...found: (string | undefined)[]): string[] {
  return found.filter((code) => code !== undefined)
}

/** Codes of the fields that break a rule, in the order of Swish's table; empty when all is well. */
export function paymentFieldErrors(request: PaymentRequest): string[] {
  const { payerAlias, amountOre, payeeReference, message } = request
  return codes(
    payerAlias !== undefined && !payerAliasPattern.test(payerAlias) ? 'BE18' : undefined,
    amountError(amountOre),
    referencePattern.test(payeeReference) ? undefined : 'FF08',
    messagePattern.test(message) ? undefined : 'RP02',
  )
}

/** As `paymentFieldErrors`. */
export function refundFieldErrors(request: RefundRequest): string[] {
  const { amountOre, payerReference, message } = request
  return codes(
    amountError(amountOre),
    referencePattern.test(payerReference) ? undefined : 'FF08',
    messagePattern.test(message) ? undefined : 'RP02',
  )
}
