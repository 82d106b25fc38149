import type { Refund } from '#shared/contract/order-api'
import { findRefund, getRefund, refundViews, type RefundRecord } from '../../storage/repositories/refund-repository'
import type { Transaction } from '../../storage/transaction'
import type { ServiceDeps } from '../service-deps'
import type { SwishAttention } from './attention'
import { paymentStep } from './payment-steps'
import type { RefundSender } from './refund-sender'

/** Who does it, and the key of the one intention. */
export interface By {
  staffUserId: number
  key: string
}

/** How refunds by Swish are shown, and handed to the sender once they are stored. */
export interface RefundTelling {
  tell: (refund: RefundRecord) => Promise<void>
  viewOf: (trx: Transaction, refundId: number) => Promise<Refund>
  /** After the commit that stored them. Sending one twice does nothing more. */
  send: (refundIds: readonly number[]) => Promise<void>
}

export function createRefundTelling(
  deps: Pick<ServiceDeps, 'read' | 'news'> & { attention: SwishAttention; sender: () => RefundSender },
): RefundTelling {
  const { read, news, attention } = deps

  async function tell(refund: RefundRecord): Promise<void> {
    const [seen] = await read((db) => refundViews(db, [refund], attention.viewpoint()))
    if (seen !== undefined) news.publish('refund', seen)
    attention.changed()
  }

  return {
    tell,
    async viewOf(trx, refundId) {
      const [seen] = await refundViews(trx.db, [await getRefund(trx, refundId)], attention.viewpoint())
      if (seen === undefined) throw new Error(`refund ${refundId} has no view`)
      return seen
    },
    async send(refundIds) {
      for (const refundId of refundIds) {
        paymentStep('refund_stored', refundId)
        deps.sender().enqueue(refundId)
      }
      for (const refundId of refundIds) {
        const stored = await read((db) => findRefund(db, refundId))
        if (stored !== undefined) await tell(stored)
      }
    },
  }
}
