import type { ScriptedPayment } from './script'
import { simulatedErrorText } from './simulated-errors'
import type { Payment } from './simulated-payments'
import { wireObject } from './wire-object'

/** Whom Swish's simulator shows when a token was paid. */
const tokenPayerAlias = '46464646464'

/** The payment as a script sees it. */
export function scriptedPayment({ instructionId, fields }: Pick<Payment, 'instructionId' | 'fields'>): ScriptedPayment {
  return { instructionId, message: fields.message ?? '', payerAlias: fields.payerAlias }
}

/** The payment as it is read, and as its callback carries it. */
export function paymentObject(payment: Payment): string {
  const { fields, status, errorCode } = payment
  const wasPaidByToken = status !== 'CREATED' && status !== 'CANCELLED'
  return wireObject({
    id: payment.instructionId,
    payeePaymentReference: fields.payeePaymentReference,
    paymentReference: payment.paymentReference,
    callbackUrl: fields.callbackUrl,
    callbackIdentifier: fields.callbackIdentifier,
    payerAlias: fields.payerAlias ?? (wasPaidByToken ? tokenPayerAlias : null),
    payeeAlias: fields.payeeAlias,
    amountOre: fields.amountOre,
    currency: 'SEK',
    message: fields.message,
    status,
    dateCreated: payment.createdAt,
    datePaid: payment.paidAt,
    errorCode,
    errorMessage: errorCode === null ? null : simulatedErrorText(errorCode),
  })
}
