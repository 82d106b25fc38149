import type { SwishPaymentList } from '#shared/contract/swish-payments-api'
import { listSwishPayments } from '../../storage/repositories/swish-payments-repository'
import type { ServiceDeps } from '../service-deps'
import type { SwishAttention } from './attention'

const MOST_LISTED = 200

/** Every Swish payment and refund as people look at them, and what waits for one of them. */
export interface PaymentsView {
  list: (page: { before: string | undefined; limit: number }) => Promise<SwishPaymentList>
}

export function createPaymentsView(deps: Pick<ServiceDeps, 'read'> & { attention: SwishAttention }): PaymentsView {
  return {
    list: ({ before, limit }) =>
      deps.read((db) =>
        listSwishPayments(db, { before, limit: Math.min(limit, MOST_LISTED) }, deps.attention.viewpoint()),
      ),
  }
}
