import type { PaymentRequest, RefundRequest } from '../payment-provider'
import { amountText } from './amount-text'

/** What stands in every request: our Swish number, and where Swish calls. */
interface Sender {
  payeeAlias: string
  callbackUrl: string
}

/** Swish refuses some fields that are null or empty, so that those without a value are left out. */
const orLeftOut = (text: string | undefined) => (text === '' ? undefined : text)

/** The body of a payment's create. @throws RangeError on an amount that is none */
export function createBody(request: PaymentRequest, { payeeAlias, callbackUrl }: Sender): string {
  return JSON.stringify({
    payeePaymentReference: request.payeeReference,
    callbackUrl,
    callbackIdentifier: request.callbackIdentifier,
    payerAlias: orLeftOut(request.payerAlias),
    payeeAlias,
    amount: amountText(request.amountOre),
    currency: 'SEK',
    message: orLeftOut(request.message),
  })
}

/** The body of a refund's create: we are the payer, and Swish knows whom it goes to. @throws RangeError as above */
export function refundBody(request: RefundRequest, { payeeAlias, callbackUrl }: Sender): string {
  return JSON.stringify({
    payerPaymentReference: request.payerReference,
    originalPaymentReference: request.originalPaymentReference,
    callbackUrl,
    callbackIdentifier: request.callbackIdentifier,
    payerAlias: payeeAlias,
    amount: amountText(request.amountOre),
    currency: 'SEK',
    message: orLeftOut(request.message),
  })
}
