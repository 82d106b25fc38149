import type { SimulatorMode } from '#shared/contract/swish-simulator-api'

/** How a simulator behaves. Times are milliseconds from the request's arrival. */
export interface SimulatorOptions {
  /** How it starts; it can be changed while it runs. */
  mode: SimulatorMode
  payAfterMs: number
  /** By hand: a payment that its customer leaves alone ends in TM01. */
  timeOutAfterMs: number
  debitAfterMs: number
  refundAfterMs: number
  /** A refund shows VALIDATED halfway to DEBITED, which no simulator of Swish's has been seen to do. */
  showsValidated: boolean
  /** Refuse a second open request to one payer (RP06). */
  onePaymentPerPayer: boolean
  /** Öre; a lower amount is AM06. */
  lowestAmountOre: number
  /** The pauses before each further try of a callback that was not acknowledged. */
  callbackPausesMs: readonly number[]
  /** Also take the creates that Swish has given up, by POST to v1. */
  v1Create: boolean
  /** Also take callback addresses on this machine, with or without TLS. */
  loopbackCallbacks: boolean
  /** Refuse (PA01) a request in another name than the certificate's. */
  strictAlias: boolean
  /** Compare a refund with its payment: unknown or unpaid RF02, another payee RF03, above what is left RF08. */
  strictRefunds: boolean
  /** Take only the characters of Swish's narrowest list in a message. */
  strictMessage: boolean
}

/**
 * As Swish's own simulator.
 *
 * Source: User Guide, Merchant Swish Simulator, version 2.0 (2023-08-28), and the integration guide 2.6 for the callbacks'
 * pauses; through our Swish reference, sections 4, 9 and 11, read 2026-11-23.
 */
export const likeMss: SimulatorOptions = {
  mode: 'automatic',
  payAfterMs: 4_000,
  timeOutAfterMs: 180_000,
  debitAfterMs: 4_000,
  refundAfterMs: 8_000,
  showsValidated: false,
  onePaymentPerPayer: true,
  lowestAmountOre: 1,
  callbackPausesMs: [5_000, 10_000, 20_000, 40_000, ...Array<number>(6).fill(60_000)],
  v1Create: false,
  loopbackCallbacks: false,
  strictAlias: false,
  strictRefunds: false,
  strictMessage: false,
}
