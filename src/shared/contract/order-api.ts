import { Type, type Static } from 'typebox'
import { Id, Instant, Line, Nullable, Ore } from './common'

export const OrderStatus = Type.Union([
  Type.Literal('reserved'),
  Type.Literal('paid'),
  Type.Literal('expired'),
  Type.Literal('cancelled'),
  Type.Literal('refunded'),
  Type.Literal('failed_admin'),
])
export type OrderStatus = Static<typeof OrderStatus>

/** Who made the order: a client of the ticket API, or a person at the till. */
const Channel = Type.Union([Type.Literal('api'), Type.Literal('till')])

export const Tender = Type.Union([Type.Literal('cash'), Type.Literal('swish')])
export type Tender = Static<typeof Tender>

/**
 * `initiated`: stored here, Swish has not answered yet. `created`: Swish waits for the customer. `unknown`: Swish cannot
 * be reached, so nobody knows; it goes on being asked. The others are final.
 */
const PaymentAttemptStatus = Type.Union([
  Type.Literal('initiated'),
  Type.Literal('created'),
  Type.Literal('unknown'),
  Type.Literal('paid'),
  Type.Literal('declined'),
  Type.Literal('error'),
  Type.Literal('cancelled'),
])

/**
 * Why a payment attempt waits for a person. `bank_silent`: the bank did not answer after the payment had begun (DS24).
 * `differs`: Swish calls it paid, but amount, currency or payee are not what was asked for. `not_found`: Swish does not know
 * a payment that it had accepted. `unrecognised`: Swish gave a status that is in no list. `other_environment`: started in
 * another Swish environment than the one chosen now. `unanswered`: open for more than ten minutes.
 */
export const AttemptAttention = Type.Union([
  Type.Literal('bank_silent'),
  Type.Literal('differs'),
  Type.Literal('not_found'),
  Type.Literal('unrecognised'),
  Type.Literal('other_environment'),
  Type.Literal('unanswered'),
])
export type AttemptAttention = Static<typeof AttemptAttention>

/** One try with Swish. Its QR picture is GET /generate_qr/<token>?format=svg. */
export const PaymentAttempt = Type.Object({
  id: Id,
  orderId: Id,
  tender: Tender,
  status: PaymentAttemptStatus,
  amountOre: Ore,
  /** What the QR holds. Null with a payer's number, before Swish has answered, and once the attempt has ended. */
  token: Nullable(Type.String()),
  /** The number the request was pushed to, `46701234567`; null when the customer scans a QR. */
  payerAlias: Nullable(Type.String()),
  /** Swish's own code (TM01, RF07 …) when the attempt failed. */
  errorCode: Nullable(Type.String()),
  /** Swish's own words for it. */
  errorText: Nullable(Type.String()),
  createdAt: Instant,
  /** When the customer's three minutes in the Swish app end. */
  settlesBy: Instant,
  settledAt: Nullable(Instant),
  /** Somebody asked for a cancel that Swish has not confirmed yet. */
  cancelRequested: Type.Boolean(),
  attention: Nullable(AttemptAttention),
})
export type PaymentAttempt = Static<typeof PaymentAttempt>

const OrderLine = Type.Object({
  ticketTypeId: Id,
  ticketTypeTitle: Type.String(),
  count: Type.Integer(),
  priceOre: Ore,
})

export const OrderTicket = Type.Object({
  code: Type.String(),
  ticketTypeId: Id,
  ticketTypeTitle: Type.String(),
  priceOre: Ore,
  timesUsed: Type.Integer(),
  firstUsedAt: Nullable(Instant),
  /** The refund that ended it; a refunded ticket admits nobody. */
  refundId: Nullable(Id),
})
export type OrderTicket = Static<typeof OrderTicket>

const Payment = Type.Object({
  id: Id,
  tender: Tender,
  /** What the order owed and this payment covers; below zero for money that went back. */
  amountOre: Type.Integer(),
  /** Cash only: whole kronor minus the exact amount, −50 to +49 öre. */
  roundingOre: Type.Integer(),
  /** Cash only: what the customer handed over. */
  givenOre: Nullable(Ore),
  changeOre: Ore,
  reference: Nullable(Type.String()),
  takenAt: Instant,
  takenBy: Nullable(Type.String()),
})
type Payment = Static<typeof Payment>

/**
 * `initiated`: stored here, not yet accepted by Swish. `created`: accepted. `debited`: the money has left our account.
 * `unknown`: nobody knows; Swish goes on being asked. `paid` (the customer has it) and `error` are final.
 */
const RefundStatus = Type.Union([
  Type.Literal('initiated'),
  Type.Literal('created'),
  Type.Literal('debited'),
  Type.Literal('unknown'),
  Type.Literal('paid'),
  Type.Literal('error'),
])

/**
 * Why a refund waits for a person: `failed`: Swish or the bank said no, the customer is still owed the money. `bank_silent`:
 * DS24. `differs`: Swish calls it paid, with another amount. `unanswered`: no final answer for more than ten minutes. `other_environment`: as for attempts.
 */
const RefundAttention = Type.Union([
  Type.Literal('failed'),
  Type.Literal('bank_silent'),
  Type.Literal('differs'),
  Type.Literal('unanswered'),
  Type.Literal('other_environment'),
])

/** Money sent back through the Swish payment that it came by. The tickets end the moment the refund is asked for. */
export const Refund = Type.Object({
  id: Id,
  orderId: Id,
  tender: Tender,
  status: RefundStatus,
  amountOre: Ore,
  /** Tickets that it ended; empty for money that never became tickets. */
  ticketCodes: Type.Array(Type.String()),
  reason: Type.String(),
  errorCode: Nullable(Type.String()),
  errorText: Nullable(Type.String()),
  createdAt: Instant,
  createdBy: Nullable(Type.String()),
  settledAt: Nullable(Instant),
  attention: Nullable(RefundAttention),
})
export type Refund = Static<typeof Refund>

/**
 * Money that Swish received for an order that could not use it: `seats_sold`: it came after the reservation's end and the
 * seats are gone. `order_closed`: the order had been given up. `paid_twice`: the order was paid already. Open until somebody
 * seats or refunds it; Lucka never sends money back by itself.
 */
export const RefundDue = Type.Object({
  id: Id,
  orderId: Id,
  amountOre: Ore,
  reason: Type.Union([Type.Literal('seats_sold'), Type.Literal('order_closed'), Type.Literal('paid_twice')]),
  openedAt: Instant,
  resolution: Nullable(Type.Union([Type.Literal('seated'), Type.Literal('refunded'), Type.Literal('settled_by_hand')])),
  resolvedAt: Nullable(Instant),
  resolvedBy: Nullable(Type.String()),
})
export type RefundDue = Static<typeof RefundDue>

/** One line of an order's story, oldest first. `kind` is translated by the screens. */
export const TimelineEntry = Type.Object({
  at: Instant,
  kind: Type.String(),
  by: Nullable(Type.String()),
  detail: Type.Record(Type.String(), Type.Unknown()),
})
export type TimelineEntry = Static<typeof TimelineEntry>

export const MailState = Type.Union([
  Type.Literal('queued'),
  Type.Literal('sent'),
  Type.Literal('written'),
  Type.Literal('failed'),
])
export type MailState = Static<typeof MailState>

export const Order = Type.Object({
  id: Id,
  orderNumber: Id,
  channel: Channel,
  status: OrderStatus,
  event: Type.Object({ id: Id, title: Type.String(), eventAt: Instant }),
  email: Nullable(Type.String()),
  totalOre: Ore,
  createdAt: Instant,
  /** While reserved: when the seats go back on sale (a started payment holds them beyond it). */
  expiresAt: Instant,
  paidAt: Nullable(Instant),
  lines: Type.Array(OrderLine),
  tickets: Type.Array(OrderTicket),
  /** The latest Swish attempt. */
  paymentAttempt: Nullable(PaymentAttempt),
  payments: Type.Array(Payment),
  /** Money that went or goes back, oldest first. */
  refunds: Type.Array(Refund),
  /** Money received that this order has no use for, until somebody has decided what to do with it. */
  refundsDue: Type.Array(RefundDue),
  mail: Nullable(Type.Object({ id: Id, state: MailState, toAddress: Type.String(), error: Nullable(Type.String()) })),
  timeline: Type.Array(TimelineEntry),
})
export type Order = Static<typeof Order>

/**
 * POST /api/v1/orders with an `idempotency-key`: reserves at the till. 201 Order.
 * Refusals: 404 `event_not_found`, `ticket_type_not_found`; 409 `out_of_seats` (details.seatsLeft), `event_archived`;
 * 422 `invalid_email`. The till may sell hidden types, more than the API's limit per payment, and after the sales stop.
 */
export const NewOrder = Type.Object(
  {
    eventId: Id,
    lines: Type.Array(
      Type.Object(
        { ticketTypeId: Id, count: Type.Integer({ minimum: 1, maximum: 1_000 }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 100 },
    ),
    email: Type.Optional(Nullable(Type.String({ maxLength: 255 }))),
  },
  { additionalProperties: false },
)
export type NewOrder = Static<typeof NewOrder>

/**
 * POST /api/v1/orders/:id/cash-payments with an `idempotency-key`: 201 Order, paid.
 * Refusals: 409 `not_payable` (details.status), `payment_in_progress`, `money_waiting`, `out_of_seats`;
 * 422 `too_little_cash`.
 */
export const CashPaymentRequest = Type.Object({ givenOre: Ore }, { additionalProperties: false })
export type CashPaymentRequest = Static<typeof CashPaymentRequest>

/**
 * POST /api/v1/orders/:id/swish-payments with an `idempotency-key`: 201 PaymentAttempt (the living one when there is one).
 * Without `payer` the customer scans a QR; with it Swish pushes the request to that phone: a number as people write it
 * (`070-123 45 67`, `+46 70 …`). The same key gives the same attempt, whatever became of it. Refusals: 422
 * `invalid_phone_number`, `idempotency_key_reused`; 409 `not_payable`, `money_waiting`, `out_of_seats`,
 * `swish_not_set_up`; 502 `swish_refused` (details.errorCode, details.errorText) / `swish_unreachable`.
 * DELETE /api/v1/payment-attempts/:id cancels it at Swish: 200 PaymentAttempt, whatever its final status turned out to be;
 * still live with `cancelRequested` when Swish could not be asked, which then goes on by itself.
 * DELETE /api/v1/orders/:id gives up a reservation: 200 Order; 409 `already_paid`, `payment_in_progress`.
 */
export const SwishPaymentRequest = Type.Object(
  { payer: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })) },
  { additionalProperties: false },
)
export type SwishPaymentRequest = Static<typeof SwishPaymentRequest>

/**
 * POST /api/v1/orders/:id/refunds with an `idempotency-key`: sends the price of these tickets back by Swish and ends them.
 * 201 Refund, at first `initiated`; its way to `paid` follows on the stream. Refusals: 404 `order_not_found`;
 * 409 `not_refundable` (the order is not paid, or not by Swish), `ticket_not_refundable` (details.ticketCode,
 * details.reason `used` | `refunded` | `not_in_order`), `swish_not_set_up`.
 */
export const RefundRequest = Type.Object(
  {
    ticketCodes: Type.Array(Type.String({ pattern: '^[A-Z]{6}$' }), {
      minItems: 1,
      maxItems: 1_000,
      uniqueItems: true,
    }),
    reason: Line(200),
  },
  { additionalProperties: false },
)
export type RefundRequest = Static<typeof RefundRequest>

/** GET /api/v1/orders?search=…&limit=50: newest first; search takes an order number, a ticket code or an address. */
export const OrderSearch = Type.Object({
  search: Type.Optional(Type.String({ maxLength: 255 })),
  limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,2}$' })),
})

export const OrderSummary = Type.Object({
  id: Id,
  orderNumber: Id,
  status: OrderStatus,
  channel: Channel,
  eventTitle: Type.String(),
  email: Nullable(Type.String()),
  ticketCount: Type.Integer(),
  /** Tickets of it that have been refunded. */
  refundedCount: Type.Integer(),
  totalOre: Ore,
  createdAt: Instant,
})
export type OrderSummary = Static<typeof OrderSummary>
export const OrderList = Type.Object({ orders: Type.Array(OrderSummary) })
