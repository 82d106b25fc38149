/**
 * The life of an order. `reserved` holds seats until its time is out, `paid` holds them for good; the others hold none.
 * `failed_admin` is an order that staff have blocked.
 */
export type OrderStatus = 'reserved' | 'paid' | 'expired' | 'cancelled' | 'refunded' | 'failed_admin'

export interface Hold {
  status: OrderStatus
  /** ISO 8601, UTC. */
  expiresAt: string
  /** A Swish request that has no final answer yet. */
  hasLivePayment: boolean
}

/**
 * Whether an order's seats are off sale at `now`. A reservation ends by this rule at its instant, whether or not a job has
 * marked it; a started payment holds its seats until Swish has given a final answer.
 */
export function holdsSeats(order: Hold, now: string): boolean {
  if (order.status === 'paid') return true
  return order.status === 'reserved' && (order.hasLivePayment || order.expiresAt > now)
}
