import { createExpiringMap } from './expiring-map'
import type { RefundFields } from './field-rules'
import type { RefundCourse } from './script'
import { simulatedErrorText } from './simulated-errors'
import { maxRemembered, memoryMs, type Payment } from './simulated-payments'
import type { SimulatorOptions } from './simulator-options'
import type { After } from './timers'
import { wireObject } from './wire-object'

export interface Refund {
  readonly instructionId: string
  readonly fields: RefundFields
  readonly createdAtMs: number
  readonly createdAt: string
  readonly paymentReference: string
  status: 'CREATED' | 'VALIDATED' | 'DEBITED' | 'PAID' | 'ERROR'
  errorCode: string | null
  paidAt: string | null
  callOffNext: () => void
}

export interface SimulatedRefunds {
  find: (instructionId: string) => Refund | undefined
  /** `failsWith` is the code that ends it in ERROR; `original` the payment whose refunds are added up, where there is one. */
  create: (
    instructionId: string,
    fields: RefundFields,
    original: Payment | undefined,
    failsWith: string | null,
    course: RefundCourse | undefined,
  ) => void
}

/** Refunds from their creation to their end. `onStep` hears of DEBITED, PAID and ERROR. */
export function createSimulatedRefunds(deps: {
  now: () => string
  after: After
  options: SimulatorOptions
  /** 32 hexadecimal digits. */
  newId: () => string
  onStep: (refund: Refund) => void
}): SimulatedRefunds {
  const { now, after, options, onStep } = deps
  const refunds = createExpiringMap<Refund>({
    keepMs: memoryMs,
    maxEntries: maxRemembered,
    onForget: (refund) => {
      refund.callOffNext()
    },
  })

  return {
    find: (instructionId) => refunds.get(instructionId, Date.parse(now())),

    create(instructionId, fields, original, failsWith, course = {}) {
      const createdAt = now()
      const refund: Refund = {
        instructionId,
        fields,
        createdAtMs: Date.parse(createdAt),
        createdAt,
        paymentReference: deps.newId().toUpperCase(),
        status: 'CREATED',
        errorCode: null,
        paidAt: null,
        callOffNext: () => undefined,
      }
      const errorCode = course.errorCode ?? failsWith
      const debitAfterMs = course.debitAfterMs ?? options.debitAfterMs
      const paidAfterMs = course.refundAfterMs ?? Math.max(options.refundAfterMs, debitAfterMs)

      const step = (ms: number, take: () => void) => {
        refund.callOffNext = after(ms, take)
      }
      const pay = () => {
        refund.status = 'PAID'
        refund.paidAt = now()
        onStep(refund)
      }
      const debit = () => {
        if (errorCode !== null) {
          refund.status = 'ERROR'
          refund.errorCode = errorCode
          if (original !== undefined) original.refundedOre -= fields.amountOre
        } else {
          refund.status = 'DEBITED'
          step(Math.max(0, paidAfterMs - debitAfterMs), pay)
        }
        onStep(refund)
      }
      const validate = () => {
        refund.status = 'VALIDATED'
        step(debitAfterMs / 2, debit)
      }

      if (original !== undefined) original.refundedOre += fields.amountOre
      refunds.add(instructionId, refund)
      if (options.showsValidated) step(debitAfterMs / 2, validate)
      else step(debitAfterMs, debit)
    },
  }
}

/** The refund as it is read, and as its callbacks carry it. */
export function refundObject(refund: Refund): string {
  const { fields, status, errorCode } = refund
  return wireObject({
    id: refund.instructionId,
    paymentReference: status === 'PAID' ? refund.paymentReference : null,
    payerPaymentReference: fields.payerPaymentReference ?? '',
    originalPaymentReference: fields.originalPaymentReference,
    callbackUrl: fields.callbackUrl,
    callbackIdentifier: fields.callbackIdentifier,
    payerAlias: fields.payerAlias,
    payeeAlias: fields.payeeAlias,
    amountOre: fields.amountOre,
    currency: 'SEK',
    message: fields.message,
    status,
    dateCreated: refund.createdAt,
    datePaid: refund.paidAt,
    errorCode,
    errorMessage: errorCode === null ? null : simulatedErrorText(errorCode),
    additionalInformation: null,
  })
}
