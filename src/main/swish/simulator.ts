import { randomBytes } from 'node:crypto'
import { createExpiringMap } from './expiring-map'
import type {
  PaymentProvider,
  PaymentRequest,
  PaymentStatus,
  Refused,
  RefundRequest,
  RefundStatus,
  SwishError,
  SwishPayment,
  SwishRefund,
} from './payment-provider'
import { simulatedErrorText, simulatedFailure } from './simulated-errors'
import { assertInstructionId, isSwishNumber, paymentFieldErrors, refundFieldErrors } from './swish-field-rules'

/**
 * A Swish of our own for demonstrations, development and tests, in the shape of Swish's Merchant Swish Simulator: a
 * payment is CREATED and, `payAfterMs` later, PAID; a refund is CREATED, then DEBITED, then PAID at twice that time. A
 * message that equals an error code fails the request (simulated-errors.ts).
 *
 * It has no timers: each call decides from the clock what has happened since the last one, and a final status stays even
 * if the clock goes back. Like its model it keeps everything in memory, forgets after 24 hours or a restart, fills in
 * `paymentReference` before the payment is made, and answers nothing but the truth: no lost or late answers.
 *
 * One difference: a refund of a payment that it remembers is compared with it (RF08 above what is left); the model
 * accepts any amount. A refund of a payment that it does not know is accepted by both.
 */

const dayMs = 24 * 60 * 60_000
/** About 50 MB. A box office comes nowhere near it in a day; a load test does. */
const maxEntriesKept = 100_000
/** The number that the Merchant Swish Simulator shows for whoever paid by token. */
const tokenPayerAlias = '46464646464'

export interface SwishSimulatorDeps {
  /** ISO 8601, UTC. */
  now: () => string
  /** Our Swish number, ten digits from 123. Another form is refused with PA01 at each call, as by Swish. */
  payeeAlias: string
  payAfterMs?: number
  /** 32 lower-case hexadecimal digits, as the Merchant Swish Simulator's. */
  newToken?: () => string
  /** 32 upper-case hexadecimal digits. */
  newPaymentReference?: () => string
}

interface Payment {
  request: PaymentRequest
  createdAtMs: number
  paymentReference: string
  status: PaymentStatus
  /** The code that ends the payment in ERROR; null when it will be paid. */
  failsWith: string | null
  refundedOre: number
}

interface Refund {
  request: RefundRequest
  createdAtMs: number
  paymentReference: string
  status: RefundStatus
  failsWith: string | null
  /** The payment it goes back to, as far as the simulator remembers it. */
  payment: Payment | undefined
}

const toError = (code: string, detail: string | null = null): SwishError => ({
  code,
  text: simulatedErrorText(code),
  detail,
})

function refused(first: string, ...others: string[]): Refused {
  return { kind: 'refused', errors: [toError(first), ...others.map((code) => toError(code))] }
}

const isoAt = (instantMs: number) => new Date(instantMs).toISOString()

/** Makes an empty simulator; see the top of this file for what it does. */
export function createSwishSimulator({
  now,
  payeeAlias,
  payAfterMs = 4_000,
  newToken = () => randomBytes(16).toString('hex'),
  newPaymentReference = () => randomBytes(16).toString('hex').toUpperCase(),
}: SwishSimulatorDeps): PaymentProvider {
  const nowMs = () => Date.parse(now())
  const paymentsByReference = new Map<string, Payment>()
  const payments = createExpiringMap<Payment>({
    keepMs: dayMs,
    maxEntries: maxEntriesKept,
    onForget: (payment) => paymentsByReference.delete(payment.paymentReference),
  })
  const refunds = createExpiringMap<Refund>({ keepMs: dayMs, maxEntries: maxEntriesKept })
  /** Each payer's newest payment: Swish allows a payer one open request. */
  const paymentsByPayer = createExpiringMap<Payment>({ keepMs: payAfterMs, maxEntries: maxEntriesKept })

  function settlePayment(payment: Payment, atMs: number): Payment {
    if (payment.status === 'CREATED' && atMs - payment.createdAtMs >= payAfterMs) {
      payment.status = payment.failsWith === null ? 'PAID' : 'ERROR'
    }
    return payment
  }

  function settleRefund(refund: Refund, atMs: number): Refund {
    const ageMs = atMs - refund.createdAtMs
    if (refund.status === 'CREATED' && ageMs >= payAfterMs) {
      refund.status = refund.failsWith === null ? 'DEBITED' : 'ERROR'
      if (refund.status === 'ERROR' && refund.payment) refund.payment.refundedOre -= refund.request.amountOre
    }
    if (refund.status === 'DEBITED' && ageMs >= 2 * payAfterMs) refund.status = 'PAID'
    return refund
  }

  function paymentObject({ request, status, createdAtMs, paymentReference, failsWith }: Payment): SwishPayment {
    const reachedPayer = status === 'PAID' || status === 'ERROR'
    const errorCode = status === 'ERROR' ? failsWith : null
    return {
      instructionId: request.instructionId,
      status,
      paymentReference,
      amountOre: request.amountOre,
      payeeAlias,
      currency: 'SEK',
      errorCode,
      errorText: errorCode === null ? null : simulatedErrorText(errorCode),
      payerAlias: request.payerAlias ?? (reachedPayer ? tokenPayerAlias : null),
      paidAt: status === 'PAID' ? isoAt(createdAtMs + payAfterMs) : null,
    }
  }

  function refundObject({ request, status, createdAtMs, paymentReference, failsWith, payment }: Refund): SwishRefund {
    const errorCode = status === 'ERROR' ? failsWith : null
    return {
      instructionId: request.instructionId,
      status,
      paymentReference: status === 'PAID' ? paymentReference : null,
      originalPaymentReference: request.originalPaymentReference,
      amountOre: request.amountOre,
      payerAlias: payeeAlias,
      payeeAlias: payment?.request.payerAlias ?? tokenPayerAlias,
      currency: 'SEK',
      errorCode,
      errorText: errorCode === null ? null : simulatedErrorText(errorCode),
      paidAt: status === 'PAID' ? isoAt(createdAtMs + 2 * payAfterMs) : null,
    }
  }

  /** What is left to refund of the payment with this reference; undefined when the simulator does not know it. */
  function refundable(paymentReference: string, atMs: number): { payment: Payment; leftOre: number } | undefined {
    const payment = paymentsByReference.get(paymentReference)
    if (payment === undefined) return undefined
    const paid = settlePayment(payment, atMs).status === 'PAID'
    return { payment, leftOre: paid ? payment.request.amountOre - payment.refundedOre : 0 }
  }

  function payerIsBusy(payerAlias: string, atMs: number): boolean {
    const newest = paymentsByPayer.get(payerAlias, atMs)
    return newest !== undefined && settlePayment(newest, atMs).status === 'CREATED'
  }

  return {
    environment: 'simulator',

    async create(request) {
      const { instructionId, payerAlias, message } = request
      assertInstructionId(instructionId)
      if (!isSwishNumber(payeeAlias)) return refused('PA01')
      const [first, ...others] = paymentFieldErrors(request)
      if (first !== undefined) return refused(first, ...others)
      const createdAtMs = nowMs()
      if (payments.get(instructionId, createdAtMs) !== undefined) return refused('RP09')
      const failure = simulatedFailure(payerAlias === undefined ? 'mcommerce' : 'ecommerce', message)
      if (failure === 'at_once') return refused(message)
      if (payerAlias !== undefined && payerIsBusy(payerAlias, createdAtMs)) return refused('RP06')
      const payment: Payment = {
        request: { ...request },
        createdAtMs,
        paymentReference: newPaymentReference(),
        status: 'CREATED',
        failsWith: failure === 'delayed' ? message : null,
        refundedOre: 0,
      }
      payments.add(instructionId, payment)
      paymentsByReference.set(payment.paymentReference, payment)
      if (payerAlias !== undefined) paymentsByPayer.add(payerAlias, payment)
      return { kind: 'created', token: payerAlias === undefined ? newToken() : null }
    },

    async read(instructionId) {
      const atMs = nowMs()
      const payment = payments.get(instructionId, atMs)
      if (payment === undefined) return { kind: 'not_found' }
      return { kind: 'found', payment: paymentObject(settlePayment(payment, atMs)) }
    },

    async cancel(instructionId) {
      const atMs = nowMs()
      const payment = payments.get(instructionId, atMs)
      if (payment === undefined) return { kind: 'not_found' }
      if (settlePayment(payment, atMs).status !== 'CREATED') return { kind: 'not_cancellable' }
      payment.status = 'CANCELLED'
      return { kind: 'cancelled', payment: paymentObject(payment) }
    },

    async refund(request) {
      const { instructionId, originalPaymentReference, amountOre, message } = request
      assertInstructionId(instructionId)
      if (!isSwishNumber(payeeAlias)) return refused('PA01')
      const [first, ...others] = refundFieldErrors(request)
      if (first !== undefined) return refused(first, ...others)
      const createdAtMs = nowMs()
      if (refunds.get(instructionId, createdAtMs) !== undefined) return refused('RP09')
      const failure = simulatedFailure('refund', message)
      if (failure === 'at_once') return refused(message)
      const original = refundable(originalPaymentReference, createdAtMs)
      if (original !== undefined && amountOre > original.leftOre) {
        return { kind: 'refused', errors: [toError('RF08', (original.leftOre / 100).toFixed(2))] }
      }
      if (original !== undefined) original.payment.refundedOre += amountOre
      refunds.add(instructionId, {
        request: { ...request },
        createdAtMs,
        paymentReference: newPaymentReference(),
        status: 'CREATED',
        failsWith: failure === 'delayed' ? message : null,
        payment: original?.payment,
      })
      return { kind: 'created' }
    },

    async readRefund(instructionId) {
      const atMs = nowMs()
      const refund = refunds.get(instructionId, atMs)
      if (refund === undefined) return { kind: 'not_found' }
      return { kind: 'found', refund: refundObject(settleRefund(refund, atMs)) }
    },
  }
}
