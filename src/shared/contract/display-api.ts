import { Type, type Static } from 'typebox'
import type { Language } from './common'
import type { Tender } from './order-api'

/**
 * GET /api/v1/registers/:id/display: where the register's customer display is found. POST /api/v1/registers/:id/display-keys
 * gives it a new address and turns off every screen that has the old one: 201. Both 404 `register_not_found`.
 */
export const CustomerDisplay = Type.Object({
  /** Path on this server: `/display/<key>`. */
  path: Type.String(),
  /** For other screens on the network; empty while the network is closed. */
  addresses: Type.Array(Type.String()),
})
export type CustomerDisplay = Static<typeof CustomerDisplay>

/*
 * GET /display/:key/stream (server-sent events): a message `display` with the whole DisplayState at the beginning and after
 * each change. What stands here is shown to strangers: no names, addresses, numbers or words of the staff.
 */

/** What a customer display shows at a moment. Amounts are whole öre. */
export interface DisplayState {
  /** Of the running Lucka: a page from before an update loads itself anew. */
  version: string
  venueName: string
  language: Language
  /** IANA name. */
  zone: string
  shown: DisplayedIdle | DisplayedBasket | DisplayedThanks
}

interface DisplayedEvent {
  title: string
  /** ISO 8601, UTC. */
  eventAt: string
}

/** Nobody is being served. */
export interface DisplayedIdle {
  kind: 'idle'
  nextEvent: DisplayedEvent | null
}

export interface DisplayedBasket {
  kind: 'basket'
  /** A practice sale. */
  training: boolean
  event: DisplayedEvent
  lines: { title: string; count: number; amountOre: number }[]
  discountOre: number
  totalOre: number
  /** Parts that have been paid already. */
  parts: { tender: Tender; amountOre: number }[]
  restOre: number
  /** A Swish payment that waits: `token` is what its QR holds, null when it was sent to the customer's phone. */
  swish: { amountOre: number; token: string | null } | null
}

/** For a moment after paying. */
export interface DisplayedThanks {
  kind: 'thanks'
  training: boolean
  totalOre: number
  /** Cash that the customer gets back. */
  changeOre: number
  ticketsPrinted: boolean
  ticketsMailed: boolean
}
