import { useSessionStorage } from '@vueuse/core'
import type { NewOrder } from '#shared/contract/order-api'
import type { BasketLine } from './basket'

/** Where the sale is. The basket stands beside all of them. */
export type Phase =
  | 'selling'
  | 'park'
  | 'collect'
  | 'tender'
  | 'cash'
  | 'card'
  | 'by_eye'
  | 'swish'
  | 'discount'
  | 'free'
  | 'exchange'
  | 'paid'

/** One basket as the person wants it, and the order that holds it at the server. */
export interface Draft {
  /** In the order they were chosen. */
  lines: BasketLine[]
  email: string
  /** The server does not know of the last wish yet. */
  unsent: boolean
  orderId: number | null
  /** The order's beginning, until it is answered: nobody knows whether it happened. */
  creation: { key: string; body: NewOrder } | null
  /** An order of the ticket API: its tickets are made already, it can only be paid. */
  fixed: boolean
}

export const emptyDraft = (): Draft => ({
  lines: [],
  email: '',
  unsent: false,
  orderId: null,
  creation: null,
  fixed: false,
})

/** Tickets of another order that shall pay the rest of this one. */
export interface Exchange {
  fromOrderId: number
  ticketCodes: string[]
  worthOre: number
}

/** A write that may have got no answer: repeated with its key until it has one. */
interface Wish {
  key: string
  orderId: number
}

/**
 * What must survive a reload. Session storage and not local storage: what was begun on another machine, or before the app
 * was killed, the server tells of.
 */
export interface TillMemory {
  eventId: number | null
  training: boolean
  /** By `draftKey`: changing the event and coming back loses nothing. */
  drafts: Record<string, Draft>
  /** The person is at `drafts.collected`, whatever event is chosen. */
  collected: boolean
  /** `what`: the request, without the PIN that may have allowed it. */
  tender: (Wish & { what: string; paidOre: number }) | null
  swish: (Wish & { payer: string | null; amountOre: number | null }) | null
  reversal: (Wish & { paymentId: number }) | null
  exchange: Exchange | null
  /** Past the tickets: a reload comes back to the tenders. */
  paying: boolean
  /** Everybody is let in when it is paid. */
  admit: boolean
  admission: Wish | null
}

const emptyMemory = (): TillMemory => ({
  eventId: null,
  training: false,
  drafts: {},
  collected: false,
  tender: null,
  swish: null,
  reversal: null,
  exchange: null,
  paying: false,
  admit: false,
  admission: null,
})

export const collectedKey = 'collected'
export const draftKey = (eventId: number, training: boolean): string =>
  `${training ? 'training' : 'event'}-${String(eventId)}`
/** The other way round. */
export const saleOfKey = (key: string): { eventId: number; training: boolean } => ({
  eventId: Number(key.split('-')[1]),
  training: key.startsWith('training-'),
})

export const useTillMemory = () =>
  useSessionStorage<TillMemory>('lucka.till', emptyMemory, {
    mergeDefaults: true,
    flush: 'sync',
    // Nobody else writes it.
    listenToStorageChanges: false,
  })
