import {
  refundRefundDue,
  retryRefund,
  seatRefundDue,
  settlePaymentAttempt,
  settleRefund,
  settleRefundDue,
} from '#renderer/api/swish-payments-api'
import type { Permission } from '#shared/contract/session-api'
import type { SwishEntry } from '#shared/contract/swish-payments-api'

/** A way out of what waits for a person. Its words stand under `payments.actions.<words>`. */
export interface AttentionAction {
  words: 'arrived' | 'notArrived' | 'seat' | 'refund' | 'retry' | 'drawer' | 'reached' | 'notReached'
  /** Which of the action's sentences names it, and which says beforehand what it will do. */
  choose: 'choose' | 'chooseOtherwise'
  does: 'does' | 'doesIfSeats' | 'doesDecide' | 'doesTwice' | 'doesClosed' | 'doesPaid'
  permission: Permission
  /** A person's word against silence: what they saw is asked for and kept. */
  needsNote: boolean
  run: (note: string, idempotencyKey: string) => Promise<unknown>
}

const common = { choose: 'choose', does: 'does', needsNote: false } as const

/**
 * Everything that settles an entry, whoever may do it, the likeliest first.
 *
 * @param shiftId the open shift at this machine, whose drawer can pay instead; null without one
 */
export function actionsOf(entry: SwishEntry, shiftId: number | null): AttentionAction[] {
  switch (entry.kind) {
    case 'payment':
      return attemptActions(entry.attempt.id, entry.order.status)
    case 'refund':
      return refundActions(entry.refund.id, entry.refund.attention === 'failed', shiftId)
    case 'refund_due':
      return refundDueActions(
        entry.refundDue.id,
        entry.refundDue.reason !== 'paid_twice' && seatableStatuses.has(entry.order.status),
      )
  }
}

/** What a person's word about a payment does depends on what has become of its order meanwhile. */
const whatSettlingDoes: Record<
  SwishEntry['order']['status'],
  { paid: AttentionAction['does']; notPaid: AttentionAction['does'] }
> = {
  reserved: { paid: 'does', notPaid: 'does' },
  expired: { paid: 'doesIfSeats', notPaid: 'doesClosed' },
  cancelled: { paid: 'doesDecide', notPaid: 'doesClosed' },
  failed_admin: { paid: 'doesDecide', notPaid: 'doesClosed' },
  paid: { paid: 'doesTwice', notPaid: 'doesPaid' },
  refunded: { paid: 'doesTwice', notPaid: 'doesPaid' },
}

function attemptActions(id: number, orderStatus: SwishEntry['order']['status']): AttentionAction[] {
  const bySettling = (outcome: 'paid' | 'not_paid') => ({
    ...common,
    permission: 'settle_payments' as const,
    needsNote: true,
    run: (note: string) => settlePaymentAttempt(id, { outcome, note }),
  })
  const { paid, notPaid } = whatSettlingDoes[orderStatus]
  return [
    { ...bySettling('paid'), words: 'arrived', does: paid },
    { ...bySettling('not_paid'), words: 'notArrived', does: notPaid },
  ]
}

function refundActions(id: number, failed: boolean, shiftId: number | null): AttentionAction[] {
  const bySettling = (outcome: 'paid' | 'not_paid') => ({
    ...common,
    permission: 'settle_payments' as const,
    needsNote: true,
    run: (note: string) => settleRefund(id, { outcome, note }),
  })
  if (!failed) {
    return [
      { ...bySettling('paid'), words: 'reached' },
      { ...bySettling('not_paid'), words: 'notReached' },
    ]
  }
  const drawer: AttentionAction[] =
    shiftId === null
      ? []
      : [
          {
            ...common,
            words: 'drawer',
            permission: 'settle_payments',
            needsNote: true,
            run: (note) => settleRefund(id, { outcome: 'paid_in_cash', shiftId, note }),
          },
        ]
  return [
    { ...common, words: 'retry', permission: 'refund', run: (_note, key) => retryRefund(id, key) },
    ...drawer,
    { ...bySettling('paid'), words: 'reached', choose: 'chooseOtherwise' },
  ]
}

/** Orders that have no tickets and may still get them. */
const seatableStatuses: ReadonlySet<SwishEntry['order']['status']> = new Set(['reserved', 'expired', 'cancelled'])

function refundDueActions(id: number, seatable: boolean): AttentionAction[] {
  const refund: AttentionAction = {
    ...common,
    words: 'refund',
    permission: 'refund',
    run: (_note, key) => refundRefundDue(id, key),
  }
  const otherwise: AttentionAction = {
    ...common,
    words: 'reached',
    choose: 'chooseOtherwise',
    permission: 'settle_payments',
    needsNote: true,
    run: (note) => settleRefundDue(id, note),
  }
  if (!seatable) return [refund, otherwise]
  return [
    { ...common, words: 'seat', permission: 'sell', run: (_note, key) => seatRefundDue(id, key) },
    refund,
    otherwise,
  ]
}
