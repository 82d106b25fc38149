import type { Order } from '#shared/contract/order-api'
import { getOrderView } from '../../storage/repositories/order-view-repository'
import type { Transaction } from '../../storage/transaction'
import type { SeatNews } from '../seat-news'
import type { ServiceDeps } from '../service-deps'
import type { SwishAttention } from '../swish/attention'
import type { RefundService } from '../swish/refund-service'
import type { SwishService } from '../swish/swish-service'

/** What every part of selling at the till needs. */
export interface TillDeps extends ServiceDeps {
  swish: SwishService
  refunds: RefundService
  attention: SwishAttention
  seatNews: SeatNews
  onSeatsChanged: () => void
  onMailQueued: () => void
}

/** Who does it, and the key of the one intention: repeated, it is the same act. */
export interface By {
  staffUserId: number
  key: string
}

export const viewOf = (deps: TillDeps, trx: Transaction, orderId: number): Promise<Order> =>
  getOrderView(trx.db, orderId, deps.attention.viewpoint())

export function tellSeats(deps: TillDeps, changedEvents: ReadonlySet<number>): void {
  if (changedEvents.size === 0) return
  deps.onSeatsChanged()
  deps.seatNews.seatsChanged(new Set(changedEvents))
}

export function tellOrder(deps: TillDeps, order: Pick<Order, 'id' | 'status'>): void {
  deps.news.publish('order', { orderId: order.id, status: order.status })
}
