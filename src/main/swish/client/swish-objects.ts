import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { PaymentStatus, RefundStatus, SwishPayment, SwishRefund } from '../payment-provider'
import { oreOf } from './amount-text'
import { jsonBody } from './json-body'
import { harmlessTextOrNull } from './swish-errors'

/**
 * Swish's payment and refund objects. Only what decides over money must be there and well formed; anything else that is
 * missing or odd is null, for a paid payment must not be lost over a date. Unknown fields are ignored.
 */
const common = {
  id: Type.String(),
  status: Type.String(),
  /** A number in Swish's guide, a text in published samples. */
  amount: Type.Union([Type.Number(), Type.String()]),
  currency: Type.String(),
  payerAlias: Type.Optional(Type.Unknown()),
  payeeAlias: Type.Optional(Type.Unknown()),
  paymentReference: Type.Optional(Type.Unknown()),
  datePaid: Type.Optional(Type.Unknown()),
  errorCode: Type.Optional(Type.Unknown()),
  errorMessage: Type.Optional(Type.Unknown()),
}
const PaymentObject = Type.Object({ ...common, payeeAlias: Type.String() })
const RefundObject = Type.Object({
  ...common,
  payerAlias: Type.String(),
  originalPaymentReference: Type.String(),
})

const paymentStatuses: readonly PaymentStatus[] = ['CREATED', 'PAID', 'DECLINED', 'ERROR', 'CANCELLED']
const refundStatuses: readonly RefundStatus[] = ['CREATED', 'VALIDATED', 'DEBITED', 'PAID', 'ERROR']

const instantWithZone = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?:Z|([+-]\d{2}):?(\d{2}))$/

/** Swish writes `Z` or, in real callbacks, `+0100`. A time without a zone could be any: null. */
function instantOf(value: unknown): string | null {
  const [, local, hours = '+00', minutes = '00'] = typeof value === 'string' ? (instantWithZone.exec(value) ?? []) : []
  if (local === undefined) return null
  const instant = new Date(`${local}${hours}:${minutes}`)
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString()
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function commonFields(object: Static<typeof PaymentObject> | Static<typeof RefundObject>) {
  return {
    instructionId: object.id,
    paymentReference: textOrNull(object.paymentReference),
    currency: object.currency,
    errorCode: textOrNull(object.errorCode),
    errorText: harmlessTextOrNull(object.errorMessage),
    paidAt: instantOf(object.datePaid),
  }
}

/** The payment in an answer; undefined when it cannot be read, or is another one than `instructionId`. */
export function paymentIn(body: string, instructionId: string): SwishPayment | undefined {
  const object = jsonBody(body)
  if (!Value.Check(PaymentObject, object) || object.id !== instructionId) return undefined
  const amountOre = oreOf(object.amount)
  if (amountOre === undefined) return undefined
  return {
    ...commonFields(object),
    status: paymentStatuses.find((status) => status === object.status) ?? 'OTHER',
    amountOre,
    payeeAlias: object.payeeAlias,
    payerAlias: textOrNull(object.payerAlias),
  }
}

/** As `paymentIn`, of a refund. */
export function refundIn(body: string, instructionId: string): SwishRefund | undefined {
  const object = jsonBody(body)
  if (!Value.Check(RefundObject, object) || object.id !== instructionId) return undefined
  const amountOre = oreOf(object.amount)
  if (amountOre === undefined) return undefined
  return {
    ...commonFields(object),
    status: refundStatuses.find((status) => status === object.status) ?? 'OTHER',
    originalPaymentReference: object.originalPaymentReference,
    amountOre,
    payerAlias: object.payerAlias,
    payeeAlias: textOrNull(object.payeeAlias),
  }
}
