import { isLive, ruleOnNews, ruleOnNotFound } from '#shared/domain/payments/payment-attempt'
import { getAttempt, type AttemptRecord } from '../../storage/repositories/payment-attempt-repository'
import type { SwishPayment } from '../../swish/payment-provider'
import type { ServiceDeps } from '../service-deps'
import { UNKNOWN_AT_SWISH } from './attempt-preparation'
import { settleAttempt, type Cause, type Settlement } from './attempt-settlement'
import { paymentStep } from './payment-steps'
import type { SwishConnection, SwishInUse } from './swish-connection'

/** Asks Swish about attempts, or to cancel them, and writes down what it says. */
export function askAboutAttempts(
  deps: Pick<ServiceDeps, 'inTransaction' | 'now'> & {
    connection: SwishConnection
    ageOf: (attempt: AttemptRecord) => number
    /** Its request is on its way: what is not at Swish yet may be there in a moment. */
    isStarting: (attemptId: number) => boolean
    tell: (settlement: Settlement) => void
  },
) {
  const { inTransaction, now, connection, tell } = deps

  /** The Swish that an attempt was started in, if it is the one in use. */
  function swishOf(attempt: AttemptRecord): SwishInUse | undefined {
    const inUse = connection.inUse()
    return inUse?.provider.environment === attempt.environment ? inUse : undefined
  }

  async function write(attempt: AttemptRecord, payment: SwishPayment, cause: Cause): Promise<AttemptRecord> {
    const { status, errorCode, errorText, paymentReference } = payment
    paymentStep('news_writing', attempt.id)
    const words = { status, errorCode, errorText, paymentReference }
    const settlement = await inTransaction(async (trx) => {
      const settled = await settleAttempt(trx, attempt.id, ruleOnNews(attempt, payment), words, { now: now(), cause })
      paymentStep('news_committing', attempt.id)
      return settled
    })
    paymentStep('news_written', attempt.id)
    tell(settlement)
    return settlement.attempt
  }

  async function writeNotFound(attempt: AttemptRecord, cause: Cause): Promise<AttemptRecord> {
    const words = { status: 'NOT_FOUND', errorCode: UNKNOWN_AT_SWISH, errorText: null, paymentReference: null }
    const settlement = await inTransaction(async (trx) => {
      // The answer is older than the attempt may be by now: its request may have got through meanwhile.
      const current = await getAttempt(trx, attempt.id)
      const same = current.status === attempt.status && !deps.isStarting(attempt.id)
      const ruling = same
        ? ruleOnNotFound(current.status, deps.ageOf(current), current.environment === 'production')
        : undefined
      if (ruling === undefined) return { attempt: current, changed: false, changedEvents: new Set<number>() }
      return settleAttempt(trx, attempt.id, ruling, words, { now: now(), cause })
    })
    tell(settlement)
    return settlement.attempt
  }

  /**
   * Reads a payment at Swish and settles what it says.
   *
   * @returns the attempt as it stands afterwards, undefined when Swish could not be asked
   */
  async function askAndSettle(attempt: AttemptRecord, cause: Cause): Promise<AttemptRecord | undefined> {
    const swish = swishOf(attempt)
    if (swish === undefined) return undefined
    if (isLive(attempt.status) && attempt.cancelRequestedAt !== null) return cancelAtSwish(swish, attempt)
    paymentStep('news_asking', attempt.id)
    const outcome = await swish.provider.read(attempt.instructionId)
    paymentStep('news_read', attempt.id)
    connection.noteOutcome(outcome)
    if (outcome.kind === 'unknown') return undefined
    if (outcome.kind === 'not_found') return writeNotFound(attempt, cause)
    // It ended here though it is alive at Swish, so that a customer could still pay for nothing.
    if (!isLive(attempt.status) && outcome.payment.status === 'CREATED') {
      const after = await cancelAtSwish(swish, attempt)
      // A cancel can cross a payment: only the next question confirms that it has not.
      return after?.status === 'paid' ? after : undefined
    }
    if (!isLive(attempt.status) && outcome.payment.status === 'OTHER') return undefined
    return write(attempt, outcome.payment, cause)
  }

  async function cancelAtSwish({ provider }: SwishInUse, attempt: AttemptRecord): Promise<AttemptRecord | undefined> {
    const outcome = await provider.cancel(attempt.instructionId)
    connection.noteOutcome(outcome)
    if (outcome.kind === 'cancelled') return write(attempt, outcome.payment, 'cancel')
    if (outcome.kind === 'not_found') return writeNotFound(attempt, 'cancel')
    if (outcome.kind === 'unknown') return undefined
    // It has a final status by now: the customer was faster.
    const found = await provider.read(attempt.instructionId)
    return found.kind === 'found' ? write(attempt, found.payment, 'cancel') : undefined
  }

  return { askAndSettle, cancelAtSwish, swishOf }
}
