import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { listOpenOrders, type OpenOrder } from '#renderer/api/till-api'
import { useConnectionStore } from '#renderer/app/stores/connection-store'
import { useSessionStore } from '#renderer/app/stores/session-store'

/** A busy evening brings news faster than a list can be read. */
const pauseMs = 1_000

/** The sales that wait for money, here and on other tills: parked, being worked on, partly paid. */
export const useOpenSalesStore = defineStore('open-sales', () => {
  const connection = useConnectionStore()
  const session = useSessionStore()
  const sales = ref<OpenOrder[]>([])
  /** Another till works on it: taking it over waits for a yes. */
  const asked = shallowRef<OpenOrder | null>(null)
  let reading: Promise<void> | null = null
  let again = false

  /** Reads once for any number of news that come while it reads. */
  function readQuietly(): void {
    if (session.current !== null && !session.may('sell')) return
    if (reading !== null) {
      again = true
      return
    }
    reading = read().finally(() => {
      reading = null
      if (!again) return
      again = false
      setTimeout(readQuietly, pauseMs)
    })
  }

  async function read(): Promise<void> {
    try {
      sales.value = await listOpenOrders()
    } catch {
      // No contact shows itself elsewhere; the next news or connection reads again.
    }
  }

  connection.on('order', readQuietly)
  connection.on('payment_attempt', readQuietly)
  connection.on('hello', readQuietly)

  return { sales, asked, readQuietly }
})
