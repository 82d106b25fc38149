import { useSessionStorage } from '@vueuse/core'
import type { NewOrder } from '#shared/contract/order-api'
import type { BasketLine } from './basket'

/** Where the sale is. The basket stands beside all of them. */
export type Phase = 'selling' | 'tender' | 'cash' | 'swish' | 'paid'

/** A write that got no answer: nobody knows whether it happened, until it is repeated with its key. */
interface PendingReservation {
  key: string
  body: NewOrder
}

/** What was left behind without contact and still has to be given back. */
export type LeftBehind = { kind: 'reservation'; reservation: PendingReservation } | { kind: 'order'; orderId: number }

/**
 * What must survive a reload. Session storage and not local storage: two windows of one machine are two tills, and must
 * not share a basket.
 */
export interface TillMemory {
  eventId: number | null
  /** By event id: changing the event and coming back loses nothing. */
  baskets: Record<string, BasketLine[]>
  email: string
  reservation: PendingReservation | null
  orderId: number | null
  cash: { key: string; orderId: number; givenOre: number } | null
  swish: { key: string; orderId: number; payer: string | null } | null
  leftBehind: LeftBehind[]
}

const emptyMemory = (): TillMemory => ({
  eventId: null,
  baskets: {},
  email: '',
  reservation: null,
  orderId: null,
  cash: null,
  swish: null,
  leftBehind: [],
})

export const useTillMemory = () =>
  useSessionStorage<TillMemory>('lucka.till', emptyMemory, { mergeDefaults: true, flush: 'sync' })
