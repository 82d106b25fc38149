import { isLive } from '#shared/domain/payments/payment-attempt'
import { attemptView, selectAttempts, type AttemptRecord } from '#main/storage/repositories/payment-attempt-repository'
import { isRefundOpen } from '#shared/domain/payments/refund'
import { selectRefunds, type RefundRecord } from '#main/storage/repositories/refund-repository'
import type { BoxOffice } from '../support/box-office-services'
import type { Truth } from '../support/hostile-swish'
import { findFaultsInStories } from './find-story-faults'
import type { World } from './world-view'

const AFTER_QUIET = 'after quiet'

/** Swish refused a try, or knew nothing of it yet, while an earlier one was on its way and came through later. */
const notThrough: ReadonlySet<string> = new Set(['RP04', 'RP06', 'ACMT03', 'VR01', 'BE18'])

/** How an attempt must stand, given what is true at Swish and what a person has decided. Undefined: as it must. */
function faultOfAttempt(attempt: AttemptRecord, truth: Truth | undefined, byHand: string | undefined, now: string) {
  const { status } = attempt
  const view = attemptView(attempt, { now, environment: attempt.environment })
  const is = (...allowed: string[]) =>
    allowed.includes(status) ? undefined : `is ${status}, not ${allowed.join(' or ')}`
  /** Ended here before it came through to Swish, or by a person. */
  const endedOtherwise = byHand === 'not_paid' || notThrough.has(attempt.errorCode ?? '') ? ['error'] : []
  if (truth === undefined) return is('error', 'cancelled')
  if (truth.differs && truth.status === 'PAID') {
    return status !== 'paid' && view.attention === 'differs'
      ? undefined
      : `is ${status}, ${String(view.attention)}, though it differs`
  }
  switch (truth.status) {
    case 'PAID':
      return is('paid')
    case 'DECLINED':
      return is('declined', ...endedOtherwise)
    case 'CANCELLED':
      return is('cancelled', ...endedOtherwise)
    case 'ERROR':
      if (truth.errorCode !== 'DS24') return is('error')
      if (byHand !== undefined && !isLive(status)) return is(truth.moved ? 'paid' : 'error')
      return (status === 'unknown' || status === 'error') && view.attention === 'bank_silent'
        ? undefined
        : `is ${status} while its bank is silent`
    case 'CREATED':
      return isLive(status) && view.attention !== null ? undefined : `is ${status}, open at Swish, and nobody is told`
    default:
      return `Swish says ${truth.status}`
  }
}

function faultOfRefund(refund: RefundRecord, truth: Truth | undefined, byHand: string | undefined) {
  const is = (...allowed: string[]) =>
    allowed.includes(refund.status) ? undefined : `is ${refund.status}, not ${allowed.join(' or ')}`
  if (truth === undefined) return is('error')
  if (truth.status === 'PAID') return is('paid')
  if (truth.errorCode !== 'DS24') return is('error')
  if (byHand !== undefined && !isRefundOpen(refund.status)) return is(truth.moved ? 'paid' : 'error')
  return is('unknown')
}

const sum = (amounts: Iterable<number>) => [...amounts].reduce((total, amount) => total + amount, 0)

/**
 * Compares all that the box office believes with the truth, after Swish has been healthy long enough. Every line is a payment
 * that got lost, was invented, or of which nobody was told.
 */
export async function findFaults(office: BoxOffice, world: World): Promise<string[]> {
  const { swish, memory, time } = world
  const { read } = office.storage
  const faults: string[] = []
  const attempts = await read((db) => selectAttempts(db).execute())
  const refunds = await read((db) => selectRefunds(db).execute())
  const payments = await read((db) => db.selectFrom('payment').selectAll().execute())
  const known = new Set([...attempts, ...refunds].map(({ instructionId }) => instructionId))
  for (const id of swish.accepted()) if (!known.has(id)) faults.push(`Swish has ${id}, which nobody here knows`)

  const paidAtSwish = new Map<string, number>()
  for (const attempt of attempts) {
    const truth = await swish.truthOf(attempt.instructionId, 'payment')
    const fault = faultOfAttempt(attempt, truth, memory.settledByHand.get(attempt.id), time.now())
    if (fault !== undefined) {
      faults.push(
        `${AFTER_QUIET}: attempt ${attempt.id} of order ${attempt.orderId} ${fault}; ${JSON.stringify({ attempt, truth })}`,
      )
    }
    if (truth?.moved === true && truth.reference !== null) paidAtSwish.set(truth.reference, truth.amountOre)
    const money = payments.find((payment) => payment.attempt_id === attempt.id)
    if (money !== undefined && money.amount_ore !== truth?.amountOre) {
      faults.push(
        `${AFTER_QUIET}: attempt ${attempt.id} brought ${money.amount_ore} öre, at Swish ${truth?.amountOre ?? 0}`,
      )
    }
    if (money !== undefined && truth?.moved !== true) faults.push(`attempt ${attempt.id} is booked, and no money came`)
  }

  const sentBack = new Map<string, number>()
  for (const refund of refunds) {
    const truth = await swish.truthOf(refund.instructionId ?? '', 'refund')
    const fault = faultOfRefund(refund, truth, memory.refundsSettledByHand.get(refund.id))
    if (fault !== undefined)
      faults.push(`${AFTER_QUIET}: refund ${refund.id} ${fault}; ${JSON.stringify({ refund, truth })}`)
    if (refund.createdBy === null) faults.push(`refund ${refund.id} was asked for by nobody`)
    if (truth?.moved === true) {
      sentBack.set(truth.originalReference, (sentBack.get(truth.originalReference) ?? 0) + truth.amountOre)
    }
  }
  for (const [reference, ore] of sentBack) {
    if (ore > (paidAtSwish.get(reference) ?? 0)) faults.push(`${ore} öre went back of ${reference}, which brought less`)
  }

  faults.push(...findFaultInLedger())
  const orders = await read((db) => db.selectFrom('order').select(['id', 'status']).execute())
  for (const { id, status } of orders) {
    const isPaid = status === 'paid' || status === 'refunded'
    if (memory.toldPaid.has(id) && !isPaid)
      faults.push(`order ${id} is ${status}, though somebody was told that it is paid`)
  }
  faults.push(...(await findFaultsInStories(office)))
  return faults

  /** Booked is what Swish holds, but for what a person has still to look at. */
  function findFaultInLedger(): string[] {
    const booked = sum(payments.filter(({ tender }) => tender === 'swish').map((payment) => payment.amount_ore))
    const unsettled = attempts.filter((it) => isLive(it.status) || it.attention !== null).map((it) => it.amountOre)
    const held = sum(paidAtSwish.values()) - sum(sentBack.values())
    const openBack = sum(refunds.filter(({ status }) => isRefundOpen(status)).map(({ amountOre }) => amountOre))
    const least = held - sum(unsettled)
    const most = held + openBack
    const ok = unsettled.length + openBack === 0 ? booked === held : booked >= least && booked <= most
    return ok ? [] : [`${AFTER_QUIET}: booked are ${booked} öre, Swish holds ${held}`]
  }
}
