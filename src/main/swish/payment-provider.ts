import type { TransportProblem } from './transport'

/**
 * The seam between Lucka's payments and whoever carries them out: our own simulator, Swish's Merchant Swish Simulator
 * or Swish itself.
 *
 * What a provider answers is a value. `unknown` is an answer too: the request may or may not have reached Swish, and
 * only a later read can tell. An implementation throws for our own bugs only (an instruction id of the wrong form), and
 * never logs tokens.
 *
 * How to use it: choose the instruction id and store it with the provider's `environment` before `create`; after
 * `unknown` or a refusal with RP09 (this id exists already) `read` that id; `not_found` means that the same id may be
 * created again. An id of one environment is never looked up in another.
 */

/** Which Swish an id belongs to. Stored on every payment and refund. */
export type SwishEnvironment = 'simulator' | 'mss' | 'production'

export interface PaymentRequest {
  /** 32 upper-case hexadecimal digits, chosen by us and stored before the call. */
  instructionId: string
  amountOre: number
  /** At most 50 characters, through `swishMessage`. */
  message: string
  /** 1 to 35 of letters, digits and `-`, through `swishReference`. */
  payeeReference: string
  /** The payer's number, `46712345678`. With it the payer opens the Swish app by hand and there is no token. */
  payerAlias?: string
  /** 32 upper-case hexadecimal digits from a CSPRNG, new per request: comes back with each callback. */
  callbackIdentifier: string
}

/** One reason of a refusal. Codes are Swish's, and the list is not closed. */
export interface SwishError {
  code: string
  text: string
  /** Swish's `additionalInformation`: with RF08 the amount that can still be refunded. */
  detail: string | null
}

/**
 * Swish said no: nothing exists under the id, except with code RP09. There is always at least one error; an answer without
 * a readable one gets `HTTP401`, `HTTP403` … as its code.
 */
export interface Refused {
  kind: 'refused'
  errors: [SwishError, ...SwishError[]]
  /** An earlier try, whose answer was lost, may be on its way still: nothing exists yet. */
  mayHaveReached?: true
}

/** No answer that means anything. */
export interface Unknown {
  kind: 'unknown'
  cause: TransportProblem | 'server_error' | 'unreadable'
  /**
   * Whether the request, or any try of it, may have reached Swish all the same. False only when there was never a connection
   * that it could have left by: then nothing can have happened.
   */
  mayHaveReached: boolean
  /** An English sentence for logs and the staff, without tokens or identifiers. */
  reason: string
}

/** `OTHER`: a status that is in no list of Swish's; not final. */
export type PaymentStatus = 'CREATED' | 'PAID' | 'DECLINED' | 'ERROR' | 'CANCELLED' | 'OTHER'

export interface SwishPayment {
  instructionId: string
  status: PaymentStatus
  /** The bank's reference, which a refund needs. A simulator fills it in before the payment: look at `status`. */
  paymentReference: string | null
  amountOre: number
  payeeAlias: string
  currency: string
  errorCode: string | null
  errorText: string | null
  payerAlias: string | null
  /** ISO 8601, UTC, with milliseconds. */
  paidAt: string | null
}

export interface RefundRequest {
  /** An id of its own, 32 upper-case hexadecimal digits, stored before the call. */
  instructionId: string
  /** The payment's `paymentReference`, not its id. */
  originalPaymentReference: string
  amountOre: number
  message: string
  /** Our reference, through `swishReference`. */
  payerReference: string
  callbackIdentifier: string
}

/** VALIDATED and DEBITED are on the way; PAID and ERROR are final; OTHER is in no list and not final. */
export type RefundStatus = 'CREATED' | 'VALIDATED' | 'DEBITED' | 'PAID' | 'ERROR' | 'OTHER'

export interface SwishRefund {
  instructionId: string
  status: RefundStatus
  /** Null until the refund is paid. */
  paymentReference: string | null
  originalPaymentReference: string
  amountOre: number
  /** Our number: in a refund we pay. */
  payerAlias: string
  payeeAlias: string | null
  currency: string
  errorCode: string | null
  errorText: string | null
  paidAt: string | null
}

/**
 * `token` is null with a payer's number, and when the answer that held it was lost: then cancel, and start anew.
 * A `created` may stand for a try whose answer was lost and that a read has found.
 */
export type CreateOutcome = { kind: 'created'; token: string | null } | Refused | Unknown
export type ReadOutcome = { kind: 'found'; payment: SwishPayment } | { kind: 'not_found' } | Unknown
/** `not_cancellable`: the payment has a final status by now. Read it and settle what it says. */
export type CancelOutcome =
  { kind: 'cancelled'; payment: SwishPayment } | { kind: 'not_cancellable' } | { kind: 'not_found' } | Unknown
export type RefundOutcome = { kind: 'created' } | Refused | Unknown
export type ReadRefundOutcome = { kind: 'found'; refund: SwishRefund } | { kind: 'not_found' } | Unknown
/** `refused`: 401 or 403, so the certificate is the wrong one. */
export type CheckOutcome = { kind: 'ok' } | { kind: 'refused'; status: number } | Unknown

export interface PaymentProvider {
  readonly environment: SwishEnvironment
  create(request: PaymentRequest): Promise<CreateOutcome>
  read(instructionId: string): Promise<ReadOutcome>
  cancel(instructionId: string): Promise<CancelOutcome>
  refund(request: RefundRequest): Promise<RefundOutcome>
  readRefund(instructionId: string): Promise<ReadRefundOutcome>
  /** Reads a payment that cannot exist: tells whether Swish can be reached and takes our certificate. */
  check(): Promise<CheckOutcome>
}
