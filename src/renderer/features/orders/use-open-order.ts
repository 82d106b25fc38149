import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { ApiError } from '#renderer/api/client'
import { getOrder } from '#renderer/api/order-api'
import { listOrderScans } from '#renderer/api/order-scan-api'
import { useStream } from '#renderer/composables/use-stream'
import type { Order } from '#shared/contract/order-api'
import type { OrderScan } from '#shared/contract/order-scan-api'

/** The order with this id, read again whenever anything about it changes. */
export function useOpenOrder(id: Readonly<Ref<number | null>>): {
  order: Ref<Order | null>
  /** What the doors have done with its tickets; undefined while nobody knows. */
  scans: Ref<readonly OrderScan[] | undefined>
  failure: Ref<'not_found' | 'failed' | null>
  read: () => Promise<void>
} {
  const order = shallowRef<Order | null>(null)
  const scans = shallowRef<readonly OrderScan[]>()
  const failure = shallowRef<'not_found' | 'failed' | null>(null)
  let left = false

  async function read(): Promise<void> {
    const wanted = id.value
    if (wanted === null) return
    try {
      // An order is shown without its scans rather than not at all.
      const [found, scanned] = await Promise.all([getOrder(wanted), listOrderScans(wanted).catch(() => undefined)])
      if (left || wanted !== id.value) return
      order.value = found
      scans.value = scanned
      failure.value = null
    } catch (error) {
      if (left || wanted !== id.value) return
      failure.value = error instanceof ApiError && error.status === 404 ? 'not_found' : 'failed'
    }
  }

  watch(
    id,
    () => {
      if (order.value?.id !== id.value) order.value = null
      failure.value = null
      void read()
    },
    { immediate: true },
  )
  const readIfOpen = (orderId: number) => {
    if (orderId === id.value) void read()
  }
  useStream('order', ({ orderId }) => {
    readIfOpen(orderId)
  })
  useStream('payment_attempt', ({ orderId }) => {
    readIfOpen(orderId)
  })
  useStream('refund', ({ orderId }) => {
    readIfOpen(orderId)
  })
  useStream('mail', ({ orderId }) => {
    readIfOpen(orderId)
  })
  useStream('check_in', ({ eventId }) => {
    if (order.value?.event.id === eventId) void read()
  })
  useStream('hello', () => void read())
  onScopeDispose(() => {
    left = true
  })

  return { order, scans, failure, read }
}
