import { Type, type Static } from 'typebox'
import { Id, Instant, Line, Nullable } from './common'
import { OrderStatus, PaymentAttempt, Refund, RefundDue } from './order-api'

const entryFields = {
  order: Type.Object({
    id: Id,
    orderNumber: Id,
    status: OrderStatus,
    eventTitle: Type.String(),
    ticketCount: Type.Integer(),
  }),
  /** Who started it; null: a client of the ticket API. */
  by: Nullable(Type.String()),
  at: Instant,
}

/** One line of the Payments view: a payment, a refund, or money that waits for a decision. */
export const SwishEntry = Type.Union([
  Type.Object({ kind: Type.Literal('payment'), attempt: PaymentAttempt, ...entryFields }),
  Type.Object({ kind: Type.Literal('refund'), refund: Refund, ...entryFields }),
  Type.Object({ kind: Type.Literal('refund_due'), refundDue: RefundDue, ...entryFields }),
])
export type SwishEntry = Static<typeof SwishEntry>

/** GET /api/v1/swish-payments?before=<instant>&limit=50: newest first. Page on with `at` of the last entry. */
export const SwishPaymentsQuery = Type.Object({
  before: Type.Optional(Instant),
  limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,2}$' })),
})
export const SwishPaymentList = Type.Object({
  /** Everything that waits for a person, oldest first, whatever its age. Only on the first page. */
  attention: Type.Array(SwishEntry),
  /** Payments and refunds, newest first, those of `attention` among them. */
  entries: Type.Array(SwishEntry),
  more: Type.Boolean(),
})
export type SwishPaymentList = Static<typeof SwishPaymentList>

/**
 * What a person found out at the bank about a payment that Swish gives no answer for.
 * POST /api/v1/payment-attempts/:id/settlements: 200 PaymentAttempt. `paid` books the money and makes the tickets as if Swish
 * had said so. Refusals: 404 `payment_attempt_not_found`; 409 `already_settled`, `not_waiting_for_person`.
 */
export const HandSettlement = Type.Object(
  { outcome: Type.Union([Type.Literal('paid'), Type.Literal('not_paid')]), note: Line(200) },
  { additionalProperties: false },
)
export type HandSettlement = Static<typeof HandSettlement>

/**
 * POST /api/v1/refunds/:id/settlements: 200 Refund; `paid`: the customer has the money, by Swish or otherwise. `paid_in_cash`: a
 * refund that has failed is paid out of the drawer of this open shift, rounded to whole kronor, and booked there. Refusals:
 * 404 `refund_not_found`, `shift_not_found`; 409 `already_settled`, `not_waiting_for_person`; of cash `not_failed`,
 * `shift_closed`, `still_on_its_way`, 502 `swish_unreachable`.
 */
export const RefundSettlement = Type.Union([
  HandSettlement,
  Type.Object({ outcome: Type.Literal('paid_in_cash'), shiftId: Id, note: Line(200) }, { additionalProperties: false }),
])
export type RefundSettlement = Static<typeof RefundSettlement>

/**
 * POST /api/v1/payment-attempts/:id/reads: asks Swish now. 200 PaymentAttempt.
 * POST /api/v1/refunds/:id/retries with an `idempotency-key`: a new refund in place of one that failed. 201 Refund; 409
 * `not_failed`, `still_on_its_way` (Swish carries the first one out after all); 502 `swish_unreachable`.
 * POST /api/v1/refunds-due/:id/seatings with an `idempotency-key`: gives the money its tickets. 200 Order; 404
 * `refund_due_not_found`; 409 `already_settled`, `out_of_seats`, `payment_in_progress`, `not_seatable` (paid twice: there is nothing to seat).
 * POST /api/v1/refunds/:id/reads: asks Swish now. 200 Refund; 404 `refund_not_found`.
 * POST /api/v1/refunds-due/:id/refunds with an `idempotency-key`: sends the money back by Swish. 201 Refund; 409
 * `already_settled`, `swish_not_set_up`.
 */
export const EmptyBody = Type.Object({}, { additionalProperties: false })

/**
 * POST /api/v1/refunds-due/:id/settlements: the customer got the money some other way. 200 RefundDue. Refusals: 404
 * `refund_due_not_found`; 409 `already_settled`.
 */
export const DueSettlement = Type.Object({ note: Line(200) }, { additionalProperties: false })
export type DueSettlement = Static<typeof DueSettlement>

/** How Swish stands. `off`: not chosen. `not_set_up`: something is missing, see `problem`. */
export const SwishState = Type.Union([
  Type.Literal('off'),
  Type.Literal('not_set_up'),
  Type.Literal('checking'),
  Type.Literal('ready'),
  Type.Literal('unreachable'),
  Type.Literal('refused'),
])
export type SwishState = Static<typeof SwishState>

export const SwishEnvironment = Type.Union([Type.Literal('simulator'), Type.Literal('mss'), Type.Literal('production')])
export type SwishEnvironment = Static<typeof SwishEnvironment>

/**
 * What is wrong with the certificate or the connection. `secrets_locked`: the key was locked by this computer's key store,
 * which cannot be opened now: import the certificate again.
 */
export const SwishProblem = Type.Union([
  Type.Literal('payee_missing'),
  Type.Literal('certificate_missing'),
  Type.Literal('certificate_expired'),
  Type.Literal('certificate_not_yet_valid'),
  Type.Literal('certificate_chain_incomplete'),
  Type.Literal('number_differs'),
  Type.Literal('secrets_locked'),
  Type.Literal('no_connection'),
  Type.Literal('no_answer'),
  Type.Literal('server_not_trusted'),
  Type.Literal('certificate_refused'),
  Type.Literal('swish_trouble'),
])
export type SwishProblem = Static<typeof SwishProblem>

/** GET /api/v1/swish, and the stream's `swish`: what every staff screen shows. */
export const SwishStatus = Type.Object({
  environment: Type.Union([SwishEnvironment, Type.Null()]),
  state: SwishState,
  problem: Nullable(SwishProblem),
  /** Since when it stands so. */
  since: Instant,
  /** Null without a certificate (the simulator needs none). */
  certificateExpiresAt: Nullable(Instant),
  /** Whole days to its end when they are 60 or fewer (below zero: expired), else null. */
  certificateDaysLeft: Nullable(Type.Integer()),
  /** Payments and refunds that wait for a person. */
  attentionCount: Type.Integer(),
})
export type SwishStatus = Static<typeof SwishStatus>
