import { useSessionStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { getOrder } from '#renderer/api/order-api'
import { useConnectionStore } from '#renderer/app/stores/connection-store'
import type { Order } from '#shared/contract/order-api'
import { isOpen } from './swish-sale'
import { unusedMoney } from './swish-words'

/** `settling`: nobody knows yet. `unused`: paid, but somebody has to decide what the money is for. */
export type ParkedState = 'settling' | 'paid' | 'unused' | 'not_paid'

function parkedState(order: Order | undefined): ParkedState {
  if (order === undefined) return 'settling'
  if (unusedMoney(order) !== null) return 'unused'
  if (order.status === 'paid') return 'paid'
  const attempt = order.paymentAttempt
  return isOpen(attempt) || (attempt !== null && attempt.attention !== null) ? 'settling' : 'not_paid'
}

/** The payments that this till has left to be settled, followed to their end: the customer may well still be standing there. */
export const useParkedStore = defineStore('parked', () => {
  const connection = useConnectionStore()
  const left = useSessionStorage<{ orderId: number; orderNumber: number }[]>('lucka.parked', [], { flush: 'sync' })
  const orders = ref(new Map<number, Order>())

  /** No contact shows itself elsewhere; the next news or connection reads again. */
  function readQuietly({ orderId }: { orderId: number }): void {
    if (!left.value.some((other) => other.orderId === orderId)) return
    getOrder(orderId).then(
      (order) => orders.value.set(orderId, order),
      () => undefined,
    )
  }

  left.value.forEach(readQuietly)
  connection.on('order', readQuietly)
  connection.on('payment_attempt', readQuietly)
  connection.on('hello', () => {
    left.value.forEach(readQuietly)
  })

  const parked = computed(() =>
    left.value.map(({ orderId, orderNumber }) => ({
      orderId,
      orderNumber,
      state: parkedState(orders.value.get(orderId)),
    })),
  )

  function park(order: Order): void {
    dismiss(order.id)
    orders.value.set(order.id, order)
    left.value = [...left.value, { orderId: order.id, orderNumber: order.orderNumber }]
  }

  function dismiss(orderId: number): void {
    left.value = left.value.filter((other) => other.orderId !== orderId)
    orders.value.delete(orderId)
  }

  return { parked, park, dismiss }
})
