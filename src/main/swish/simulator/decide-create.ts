import type { SwishAnswer } from '../transport'
import { errorAnswer, errorEntry } from './answers'
import {
  isInstructionId,
  readPaymentFields,
  readRefundFields,
  type PaymentFields,
  type Reading,
  type RefundFields,
} from './field-rules'
import { simulatedFailure, type SimulatedKind } from './simulated-errors'
import type { Payment, SimulatedPayments } from './simulated-payments'
import type { SimulatedRefunds } from './simulated-refunds'
import type { SimulatorOptions } from './simulator-options'
import { amountOf } from './wire-object'

export interface CreateRequest {
  instructionId: string
  body: Readonly<Record<string, unknown>>
  certificateNumber: string | undefined
}

type Decision<T> = { kind: 'refused'; answer: SwishAnswer } | ({ kind: 'accepted' } & T)

function refuse(status: number, ...codes: string[]): { kind: 'refused'; answer: SwishAnswer } {
  return { kind: 'refused', answer: errorAnswer(status, ...codes.map((code) => errorEntry(code))) }
}

/** What the checks that payments and refunds share say; undefined when they let it pass. */
function commonRefusal<T>(
  { instructionId, certificateNumber }: CreateRequest,
  reading: Reading<T>,
  { strictAlias }: SimulatorOptions,
  own: (fields: T) => string,
) {
  if (!isInstructionId(instructionId)) return refuse(422, 'PA01')
  if (reading.kind === 'misnamed') return refuse(403, 'PA01')
  if (reading.kind === 'invalid') return refuse(422, ...reading.codes)
  const isOthers = certificateNumber !== undefined && own(reading.fields) !== certificateNumber
  return strictAlias && isOthers ? refuse(403, 'PA01') : undefined
}

/** The failure that the message asks for. */
function askedFailure(kind: SimulatedKind, message: string | null) {
  if (message === null) return { failsWith: null }
  const failure = simulatedFailure(kind, message)
  if (failure === 'at_once') return refuse(message === 'PA01' ? 403 : 422, message)
  return { failsWith: failure === 'delayed' ? message : null }
}

/** Decides whether a payment is created. Records nothing. */
export function decidePayment(
  request: CreateRequest,
  options: SimulatorOptions,
  payments: SimulatedPayments,
): Decision<{ fields: PaymentFields; failsWith: string | null }> {
  const reading = readPaymentFields(request.body, options)
  const refusal = commonRefusal(request, reading, options, ({ payeeAlias }) => payeeAlias)
  if (refusal !== undefined || reading.kind !== 'read') return refusal ?? refuse(422)
  const { fields } = reading
  const { payerAlias, message } = fields
  if (payments.find(request.instructionId) !== undefined) return refuse(422, 'RP09')
  const asked = askedFailure(payerAlias === null ? 'mcommerce' : 'ecommerce', message)
  if ('kind' in asked) return asked
  if (options.onePaymentPerPayer && payerAlias !== null && payments.isPayerBusy(payerAlias)) return refuse(422, 'RP06')
  return { kind: 'accepted', fields, failsWith: asked.failsWith }
}

/** Decides whether a refund is created. Records nothing. `original` is its payment where such are compared. */
export function decideRefund(
  request: CreateRequest,
  options: SimulatorOptions,
  { payments, refunds }: { payments: SimulatedPayments; refunds: SimulatedRefunds },
): Decision<{ fields: RefundFields; original: Payment | undefined; failsWith: string | null }> {
  const reading = readRefundFields(request.body, options)
  const refusal = commonRefusal(request, reading, options, ({ payerAlias }) => payerAlias)
  if (refusal !== undefined || reading.kind !== 'read') return refusal ?? refuse(422)
  const { fields } = reading
  if (refunds.find(request.instructionId) !== undefined) return refuse(422, 'RP09')
  const asked = askedFailure('refund', fields.message)
  if ('kind' in asked) return asked
  const accepted = { kind: 'accepted', fields, failsWith: asked.failsWith } as const
  if (!options.strictRefunds) return { ...accepted, original: undefined }

  const original = payments.findByReference(fields.originalPaymentReference)
  if (original?.status !== 'PAID') return refuse(422, 'RF02')
  if (original.fields.payeeAlias !== fields.payerAlias) return refuse(422, 'RF03')
  const leftOre = original.fields.amountOre - original.refundedOre
  if (fields.amountOre > leftOre) {
    return { kind: 'refused', answer: errorAnswer(422, errorEntry('RF08', amountOf(leftOre))) }
  }
  return { ...accepted, original }
}
