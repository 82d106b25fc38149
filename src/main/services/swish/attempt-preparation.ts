import { isLive } from '#shared/domain/payments/payment-attempt'
import { err, ok, type Result } from '#shared/domain/result'
import { getSwishMessage } from '../../storage/repositories/event-repository'
import { findIdempotencyKey, removeIdempotencyKey } from '../../storage/repositories/idempotency-repository'
import { getOrder, setOrderEmail, type OrderRecord } from '../../storage/repositories/order-repository'
import {
  findAttempt,
  findLiveAttempt,
  getAttempt,
  insertAttempt,
  type AttemptRecord,
} from '../../storage/repositories/payment-attempt-repository'
import { hasOpenRefundDue } from '../../storage/repositories/refund-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { Transaction } from '../../storage/transaction'
import { onceOnly, type KeyReused } from '../idempotency'
import { payOrder } from '../order-payment'
import { holdAgain } from '../seat-allocation'
import type { ServiceDeps } from '../service-deps'
import { newSwishId } from './identifiers'
import type { SwishConnection, SwishInUse } from './swish-connection'

export type StartRefusal =
  | KeyReused
  | { code: 'already_paid' }
  | { code: 'not_payable' }
  /** It ran out and its seats have been sold since. */
  | { code: 'out_of_seats' }
  /** More than is left to pay. */
  | { code: 'too_much'; restOre: number }
  /** Money for this order has come already and waits for a person: nobody is asked for more. */
  | { code: 'money_waiting' }
  | { code: 'swish_not_set_up' }
  | { code: 'swish_refused'; errorCode: string; errorText: string }
  | { code: 'swish_unreachable' }

/** Who starts a payment, and how. */
export interface StartRequest {
  email?: string
  staffUserId?: number
  /** The phone to push to, `46701234567`; without it the customer scans a QR. */
  payerAlias?: string
  /** A part of what is left to pay; all of it without. */
  amountOre?: number
  /** The client's own for this one intention: repeated, it is the same payment, whatever has become of it since. */
  key?: string
}

export type Prepared =
  | { kind: 'new' | 'running' | 'ended'; attempt: AttemptRecord; message: string; changedEvents: Set<number> }
  | { kind: 'free'; order: OrderRecord; changedEvents: Set<number> }

/** Our own code: there was no connection that the request could have left by. */
export const NOT_SENT = 'NOT_SENT'
/** Swish's code for an id that it does not know. */
export const UNKNOWN_AT_SWISH = 'RP04'
/** Of the clients' keys. */
const KEY_SCOPE = 'swish'

/** Stores attempts before their requests leave: at most one that is open per order, and one per key of a client. */
export function prepareAttempts(deps: Pick<ServiceDeps, 'inTransaction' | 'now'> & { connection: SwishConnection }) {
  const { inTransaction, now, connection } = deps

  /** Checks that an order can be paid and stores the attempt, all in one transaction. */
  async function prepare(trx: Transaction, orderId: number, by: StartRequest): Promise<Result<Prepared, StartRefusal>> {
    const order = getOrder(trx, orderId)
    if (order.status === 'paid') return err({ code: 'already_paid' })
    if (order.status !== 'reserved' && order.status !== 'expired') return err({ code: 'not_payable' })
    const live = await findLiveAttempt(trx.db, orderId)
    if (live !== undefined) {
      if (by.email !== undefined) await setOrderEmail(trx, orderId, by.email)
      return ok({ kind: 'running', attempt: live, message: '', changedEvents: new Set() })
    }
    const inUse = connection.inUse()
    const restOre = order.totalOre - order.paidOre
    const amountOre = by.amountOre ?? restOre
    if (restOre > 0 && !mayAsk(inUse, order)) return err({ code: 'swish_not_set_up' })
    if (amountOre > restOre) return err({ code: 'too_much', restOre })
    if (await hasOpenRefundDue(trx.db, orderId)) return err({ code: 'money_waiting' })
    const changedEvents = await holdAgain(trx, order, now())
    if (changedEvents === undefined) return err({ code: 'out_of_seats' })
    if (by.email !== undefined) await setOrderEmail(trx, orderId, by.email)
    if (inUse === undefined || restOre === 0) {
      await payOrder(trx, orderId, undefined, now())
      return ok({ kind: 'free', order, changedEvents: changedEvents.add(order.eventId) })
    }
    return ok({ kind: 'new', ...(await insertNew(trx, order, inUse, amountOre, by)), changedEvents })
  }

  /** No real money for practice. */
  const mayAsk = (inUse: SwishInUse | undefined, { training }: OrderRecord) =>
    inUse !== undefined && (!training || inUse.provider.environment === 'simulator')

  /** The same for a client that may repeat itself. */
  async function prepareOnce(
    trx: Transaction,
    orderId: number,
    by: StartRequest,
  ): Promise<Result<Prepared, StartRefusal>> {
    const { key, payerAlias = null } = by
    if (key === undefined) return prepare(trx, orderId, by)
    let prepared: Prepared | undefined
    const intention = { scope: KEY_SCOPE, key, body: { orderId, payerAlias, amountOre: by.amountOre } }
    const kept = await onceOnly<number | null, StartRefusal>(trx, intention, now(), async () => {
      const result = await prepare(trx, orderId, by)
      if (!result.ok) return result
      prepared = result.value
      return ok(prepared.kind === 'free' ? null : prepared.attempt.id)
    })
    if (!kept.ok) return kept
    if (prepared !== undefined) return ok(prepared)
    if (kept.value === null) return err({ code: 'already_paid' })
    const attempt = await getAttempt(trx, kept.value)
    const known = { attempt, message: '', changedEvents: new Set<number>() }
    if (isLive(attempt.status)) return ok({ kind: 'running', ...known })
    if (attempt.status === 'paid' || wasShown(attempt)) return ok({ kind: 'ended', ...known })
    await removeIdempotencyKey(trx, KEY_SCOPE, key)
    return prepareOnce(trx, orderId, by)
  }

  /** Whether a customer can have seen it. When not, the client's wish is still to be granted. */
  const wasShown = ({ token, payerAlias, errorCode }: AttemptRecord) =>
    (token !== null || payerAlias !== null) && errorCode !== NOT_SENT && errorCode !== UNKNOWN_AT_SWISH

  /** What Swish has refused may be tried again with its key; what nobody knows the outcome of keeps it. */
  async function freeKey(key: string): Promise<void> {
    await inTransaction(async (trx) => {
      const kept = await findIdempotencyKey(trx.db, KEY_SCOPE, key)
      const attempt = kept && (await findAttempt(trx.db, Number(kept.answer)))
      if (attempt !== undefined && !isLive(attempt.status)) await removeIdempotencyKey(trx, KEY_SCOPE, key)
    })
  }

  async function insertNew(
    trx: Transaction,
    order: OrderRecord,
    inUse: SwishInUse,
    amountOre: number,
    by: StartRequest,
  ) {
    const payerAlias = by.payerAlias ?? null
    const id = await insertAttempt(trx, {
      orderId: order.id,
      environment: inUse.provider.environment,
      instructionId: newSwishId(),
      callbackIdentifier: newSwishId(),
      payeeAlias: inUse.payeeAlias,
      payerAlias,
      amountOre,
      startedBy: by.staffUserId ?? null,
      now: now(),
    })
    recordTimeline(trx, {
      orderId: order.id,
      at: now(),
      kind: 'payment_started',
      staffUserId: by.staffUserId ?? null,
      detail: { amountOre, payerEnding: payerAlias?.slice(-4) ?? null },
    })
    return { attempt: await getAttempt(trx, id), message: await getSwishMessage(trx.db, order.eventId) }
  }

  return { prepareOnce, freeKey }
}
