import { ref, type ComputedRef } from 'vue'
import { ApiError, newIdempotencyKey } from '#renderer/api/client'
import { cancelPaymentAttempt, startSwishPayment } from '#renderer/api/order-api'
import type { Order, PaymentAttempt } from '#shared/contract/order-api'
import { isLive } from '#shared/domain/payments/payment-attempt'
import { isAnswered } from './answers'
import type { SaleState } from './sale-state'

export const isOpen = (attempt: PaymentAttempt | null): boolean => attempt !== null && isLive(attempt.status)

/** The Swish part of a sale: start, another way to ask the customer, cancel, and news of the attempt. */
export function createSwishSale(sale: SaleState, partOre: ComputedRef<number | null>) {
  const { order, phase, memory, attempt, refresh, refreshQuietly } = sale
  /** The number being typed for a request to the customer's phone. */
  const payerNumber = ref('')
  /** Attempts up to this one have made room for another: late news of their end are no news any more. */
  let supersededId = 0

  async function start(current: Order, payer: string | null): Promise<void> {
    if (!isOpen(current.paymentAttempt)) {
      supersededId = current.paymentAttempt?.id ?? supersededId
      order.value = { ...current, paymentAttempt: null }
    }
    const before = memory.value.swish
    const amountOre = partOre.value
    const same = before?.orderId === current.id && before.payer === payer && before.amountOre === amountOre
    const wish = same ? before : { key: newIdempotencyKey(), orderId: current.id, payer, amountOre }
    memory.value.swish = wish
    try {
      const body = { ...(payer === null ? {} : { payer }), ...(amountOre === null ? {} : { amountOre }) }
      take(await startSwishPayment(current.id, body, wish.key))
      memory.value.swish = null
      payerNumber.value = ''
    } catch (error) {
      if (isAnswered(error)) memory.value.swish = null
      // Whatever was refused, an attempt may stand at the server by now: one that Swish has not answered, or an older one.
      if (error instanceof ApiError) await refresh()
      if (order.value?.status !== 'paid' && !isOpen(order.value?.paymentAttempt ?? null)) throw error
    }
  }

  /**
   * Opens the payment that is under way, or starts one.
   *
   * @param payer the customer's number, `+46701234567`; null: by QR
   */
  const startSwish = (payer: string | null = null) =>
    attempt(async () => {
      if (order.value === null) return
      phase.value = 'swish'
      await start(order.value, payer)
    })

  /** Asks the customer in another way. What waits is cancelled first, and may turn out to have been paid just now. */
  const askAnotherWay = (payer: string | null) =>
    attempt(async () => {
      const waiting = order.value?.paymentAttempt ?? null
      if (waiting !== null && isOpen(waiting)) {
        const cancelled = await cancelPaymentAttempt(waiting.id)
        take(cancelled)
        if (isOpen(cancelled) || cancelled.status === 'paid') return
      }
      if (order.value !== null) await start(order.value, payer)
    })

  const cancelSwish = () =>
    attempt(async () => {
      const current = order.value?.paymentAttempt ?? null
      if (current === null || !isOpen(current)) {
        phase.value = 'tender'
        return
      }
      take(await cancelPaymentAttempt(current.id))
    })

  function take(news: PaymentAttempt): void {
    const current = order.value
    if (current === null || news.orderId !== current.id) return
    if (news.status === 'paid') refreshQuietly()
    // News of an older try, late: the newest one is what the customer looks at.
    if (news.id < (current.paymentAttempt?.id ?? 0)) return
    order.value = { ...current, paymentAttempt: news }
  }

  /** What the stream says of an attempt. */
  function takeNews(news: PaymentAttempt): void {
    if (news.id > supersededId || news.status === 'paid') take(news)
  }

  /** The order without an attempt that has made room: an answer from before must not bring it back. */
  function withoutSuperseded(news: Order): Order {
    const { paymentAttempt } = news
    const superseded = paymentAttempt !== null && paymentAttempt.id <= supersededId && !isOpen(paymentAttempt)
    return superseded ? { ...news, paymentAttempt: null } : news
  }

  sale.prepareWith(withoutSuperseded)

  return { payerNumber, takeNews, startSwish, askAnotherWay, cancelSwish }
}
