import { randomBytes } from 'node:crypto'
import type { PaymentProvider, SwishPayment, SwishRefund, Unknown } from '#main/swish/payment-provider'

const newReference = () => randomBytes(16).toString('hex').toUpperCase()

/** Swish with the customer in the test's hands: nothing happens until the test says what the customer does. */
export function createScriptedSwish(payeeAlias: string) {
  const payments = new Map<string, SwishPayment>()
  const refunds = new Map<string, SwishRefund>()
  let reachable = true
  let refundsAre: 'paid at once' | 'slow' | 'failing' = 'paid at once'
  let nextToken: string | undefined
  const unreachable: Unknown = {
    kind: 'unknown',
    cause: 'no_answer',
    mayHaveReached: true,
    reason: 'the line is down',
  }

  const provider: PaymentProvider = {
    environment: 'simulator',
    async create(request) {
      if (!reachable) return unreachable
      payments.set(request.instructionId, {
        instructionId: request.instructionId,
        status: 'CREATED',
        paymentReference: null,
        amountOre: request.amountOre,
        payeeAlias,
        currency: 'SEK',
        errorCode: null,
        errorText: null,
        payerAlias: null,
        paidAt: null,
      })
      const token = nextToken ?? randomBytes(16).toString('hex')
      nextToken = undefined
      return { kind: 'created', token }
    },
    async read(instructionId) {
      if (!reachable) return unreachable
      const payment = payments.get(instructionId)
      return payment === undefined ? { kind: 'not_found' } : { kind: 'found', payment }
    },
    async cancel(instructionId) {
      if (!reachable) return unreachable
      const payment = payments.get(instructionId)
      if (payment === undefined) return { kind: 'not_found' }
      if (payment.status !== 'CREATED') return { kind: 'not_cancellable' }
      const cancelled = { ...payment, status: 'CANCELLED' as const }
      payments.set(instructionId, cancelled)
      return { kind: 'cancelled', payment: cancelled }
    },
    /** Paid out at once unless told otherwise: the first read says so. */
    async refund(request) {
      if (!reachable) return unreachable
      refunds.set(request.instructionId, {
        instructionId: request.instructionId,
        status: refundsAre === 'paid at once' ? 'PAID' : refundsAre === 'slow' ? 'CREATED' : 'ERROR',
        paymentReference: newReference(),
        originalPaymentReference: request.originalPaymentReference,
        amountOre: request.amountOre,
        payerAlias: payeeAlias,
        payeeAlias: null,
        currency: 'SEK',
        errorCode: refundsAre === 'failing' ? 'ACMT03' : null,
        errorText: null,
        paidAt: null,
      })
      return { kind: 'created' }
    },
    async readRefund(instructionId) {
      if (!reachable) return unreachable
      const refund = refunds.get(instructionId)
      return refund === undefined ? { kind: 'not_found' } : { kind: 'found', refund }
    },
    check: () => Promise.resolve(reachable ? { kind: 'ok' } : unreachable),
  }

  return {
    provider,
    requests: () => payments.size,
    setReachable: (value: boolean) => {
      reachable = value
    },
    payment: (instructionId: string) => payments.get(instructionId),
    /** The next request gets this token. */
    setNextToken: (token: string) => {
      nextToken = token
    },
    setRefunds: (value: typeof refundsAre) => {
      refundsAre = value
    },
    finishRefunds(): void {
      for (const [id, refund] of refunds) refunds.set(id, { ...refund, status: 'PAID' })
    },
    refunds: () => [...refunds.values()],
    /** The customer pays, though the payment may have been cancelled. @returns false when it has been paid already */
    payAnyway(instructionId: string): boolean {
      const payment = payments.get(instructionId)
      if (payment?.status !== 'CREATED' && payment?.status !== 'CANCELLED') return false
      payments.set(instructionId, { ...payment, status: 'PAID', paymentReference: newReference() })
      return true
    },
    /** The customer of a payment decides. @returns false when there is nothing left to decide */
    decide(instructionId: string, status: 'PAID' | 'DECLINED' | 'ERROR', change: Partial<SwishPayment> = {}): boolean {
      const payment = payments.get(instructionId)
      if (payment?.status !== 'CREATED') return false
      const paymentReference = status === 'PAID' ? newReference() : null
      payments.set(instructionId, { ...payment, status, paymentReference, ...change })
      return true
    },
  }
}
