import type { VatPart } from '../money/vat'

/** How money was taken or given back, on a receipt. `none`: the tickets cost nothing. */
export type ReceiptTender = 'cash' | 'card' | 'swish' | 'swish_by_eye' | 'exchange' | 'none'

/**
 * What a receipt says, as it was when it was issued: stored as JSON and never made anew, whatever becomes of names, prices
 * and rates. Amounts are whole öre; of a return they are below zero.
 *
 * What has to stand on it: SKVFS 2014:9, 7 kap. 1 §, as told by Skatteverket's guidance, read 2026-11-23.
 */
export interface ReceiptContent {
  kind: 'sale' | 'return'
  language: 'sv' | 'en'
  /** IANA name of the venue's zone. */
  zone: string
  company: { name: string; organisationNumber: string; address: string }
  registerName: string
  /** Unbroken within its register and series. */
  number: number
  /** Of a practice sale: in a series of its own, and marked. */
  training: boolean
  at: string
  /** Null when nobody stood at the till as the money came. */
  cashier: string | null
  orderNumber: number
  event: { title: string; eventAt: string }
  articles: { title: string; count: number; amountOre: number }[]
  /** Taken off the articles; 0 for none. */
  discountOre: number
  /** The whole discount was 100 %, granted by name. */
  complimentary: boolean
  totalOre: number
  vat: VatPart[]
  tenders: {
    tender: ReceiptTender
    /** What it covers of the total. */
    amountOre: number
    /** Cash only: whole kronor less the exact amount. */
    roundingOre: number
    givenOre: number | null
    changeOre: number
  }[]
  /** Of a return: which tickets came back, why, and the receipt they were sold on where there is one. */
  returned: { ticketCodes: string[]; reason: string; saleNumber: number | null; saleRegisterName: string | null } | null
  /** The serial number of the control unit that signed the sale; null without one. */
  controlUnit: string | null
  footer: string
}
