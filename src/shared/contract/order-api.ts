import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable, Ore } from './common'

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
export const PaymentAttemptStatus = Type.Union([
  Type.Literal('initiated'),
  Type.Literal('created'),
  Type.Literal('unknown'),
  Type.Literal('paid'),
  Type.Literal('declined'),
  Type.Literal('error'),
  Type.Literal('cancelled'),
])
export type PaymentAttemptStatus = Static<typeof PaymentAttemptStatus>

/** One try with Swish. Its QR picture is GET /generate_qr/<token>?format=svg. */
export const PaymentAttempt = Type.Object({
  id: Id,
  orderId: Id,
  tender: Tender,
  status: PaymentAttemptStatus,
  amountOre: Ore,
  token: Nullable(Type.String()),
  /** Swish's own code (TM01, RF07 …) when the attempt failed. */
  errorCode: Nullable(Type.String()),
  createdAt: Instant,
  settledAt: Nullable(Instant),
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
})
export type OrderTicket = Static<typeof OrderTicket>

const Payment = Type.Object({
  id: Id,
  tender: Tender,
  /** What the order owed and this payment covers. */
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
 * Refusals: 409 `not_payable` (details.status), `payment_in_progress`, `out_of_seats`; 422 `too_little_cash`.
 */
export const CashPaymentRequest = Type.Object({ givenOre: Ore }, { additionalProperties: false })
export type CashPaymentRequest = Static<typeof CashPaymentRequest>

/**
 * POST /api/v1/orders/:id/swish-payments with an `idempotency-key` and an empty object: 201 PaymentAttempt (the living
 * one when there is one). Refusals: 409 `not_payable`, `out_of_seats`; 502 `swish_refused` / `swish_unreachable`.
 * DELETE /api/v1/payment-attempts/:id cancels it at Swish: 200 PaymentAttempt, whatever its final status turned out to be.
 * DELETE /api/v1/orders/:id gives up a reservation: 200 Order; 409 `already_paid`.
 */
export const SwishPaymentRequest = Type.Object({}, { additionalProperties: false })

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
  totalOre: Ore,
  createdAt: Instant,
})
export type OrderSummary = Static<typeof OrderSummary>
export const OrderList = Type.Object({ orders: Type.Array(OrderSummary) })
