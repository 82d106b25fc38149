import { Type, type Static } from 'typebox'
import { Id, Instant, Line, Nullable, Ore } from './common'
import { Pin } from './server-api'

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

/**
 * How money was taken. `card`: on a terminal of its own, recorded only. `swish`: verified by Swish. `swish_by_eye`: the
 * cashier saw it on the customer's phone, nobody has verified it. `exchange`: the worth of tickets that were given back.
 */
export const Tender = Type.Union([
  Type.Literal('cash'),
  Type.Literal('card'),
  Type.Literal('swish'),
  Type.Literal('swish_by_eye'),
  Type.Literal('exchange'),
])
export type Tender = Static<typeof Tender>

/** How money goes back: by the tender it came by. `none`: tickets that cost nothing. */
const RefundTender = Type.Union([Tender, Type.Literal('none')])
export type RefundTender = Static<typeof RefundTender>

/** Why tickets ended: money back, a sale that was a mistake, or other tickets in their place. */
const RefundKind = Type.Union([Type.Literal('refund'), Type.Literal('void'), Type.Literal('exchange')])
export type RefundKind = Static<typeof RefundKind>

/** Somebody with the right for it, who allows what the signed-in person may not do alone. */
export const Approval = Type.Object({ staffUserId: Id, pin: Pin }, { additionalProperties: false })
export type Approval = Static<typeof Approval>

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
  /** Of one ticket, before any discount. */
  priceOre: Ore,
  /** Hundredths of a percent, inside the price; 0: no VAT. */
  vatRateBp: Type.Integer(),
})

/** A discount on the whole order. `complimentary` takes off everything. */
const Discount = Type.Object({
  kind: Type.Union([
    Type.Literal('amount'),
    Type.Literal('percent'),
    Type.Literal('voucher'),
    Type.Literal('complimentary'),
  ]),
  /** `percent`: `value` is hundredths of a percent; `amount`: öre. */
  rule: Type.Union([Type.Literal('amount'), Type.Literal('percent')]),
  value: Type.Integer({ minimum: 1 }),
  /** What it takes off this order. */
  amountOre: Ore,
  reason: Type.String(),
  voucherCode: Nullable(Type.String()),
  grantedBy: Type.String(),
  approvedBy: Nullable(Type.String()),
})

export const OrderTicket = Type.Object({
  id: Id,
  code: Type.String(),
  ticketTypeId: Id,
  ticketTypeTitle: Type.String(),
  /** The ticket type's price. */
  priceOre: Ore,
  /** Its share of the order's discount: price less this was paid, and is what goes back. */
  discountOre: Ore,
  timesUsed: Type.Integer(),
  firstUsedAt: Nullable(Instant),
  /** The refund that ended it; a refunded ticket admits nobody. */
  refundId: Nullable(Id),
  /** Somebody has stopped it at the door, for a reason; null: it admits. */
  blocked: Nullable(Type.Object({ at: Instant, reason: Type.String() })),
})
export type OrderTicket = Static<typeof OrderTicket>

/**
 * Body of POST /api/v1/tickets/:id/blocks: stops one ticket at the door. 200 Order, also when it was blocked before; 404
 * `ticket_not_found`; 409 `not_blockable`: its order is not paid, or it was refunded. DELETE of the same path lets it in again: 200.
 */
export const TicketBlock = Type.Object({ reason: Line(200) }, { additionalProperties: false })
export type TicketBlock = Static<typeof TicketBlock>

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
  /** The payment that this one gave back before the order was finished; null otherwise. */
  reversesId: Nullable(Id),
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
  kind: RefundKind,
  tender: RefundTender,
  status: RefundStatus,
  amountOre: Ore,
  /** Tickets that it ended; empty for money that never became tickets. */
  ticketCodes: Type.Array(Type.String()),
  reason: Type.String(),
  errorCode: Nullable(Type.String()),
  errorText: Nullable(Type.String()),
  createdAt: Instant,
  createdBy: Nullable(Type.String()),
  approvedBy: Nullable(Type.String()),
  settledAt: Nullable(Instant),
  attention: Nullable(RefundAttention),
})
export type Refund = Static<typeof Refund>

/**
 * Money that Swish received for an order that could not use it: `seats_sold`: it came after the reservation's end and the
 * seats are gone. `order_closed`: the order had been given up. `paid_twice`: the order was paid already. `part_given_back`: a
 * part of an order that was not finished, on its way back. Open until somebody
 * seats or refunds it; Lucka never sends money back by itself.
 */
export const RefundDue = Type.Object({
  id: Id,
  orderId: Id,
  amountOre: Ore,
  reason: Type.Union([
    Type.Literal('seats_sold'),
    Type.Literal('order_closed'),
    Type.Literal('paid_twice'),
    Type.Literal('part_given_back'),
  ]),
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
  /** What the lines cost together. */
  grossOre: Ore,
  discount: Nullable(Discount),
  /** Lines less discount. */
  totalOre: Ore,
  /** What has been paid of it so far and was not given back; `totalOre` once the order is paid. */
  paidOre: Ore,
  /** The shift that sells it; null for orders of the ticket API that no till has taken up. */
  shiftId: Nullable(Id),
  registerId: Nullable(Id),
  /** The name it waits under for any till; null while a till works on it. */
  parkedName: Nullable(Type.String()),
  /** Rises with each change of the lines, the address and the discount. */
  revision: Type.Integer(),
  /** A practice sale: no seats, no valid tickets, play money. */
  training: Type.Boolean(),
  createdAt: Instant,
  /** While reserved: when the seats go back on sale (a started payment holds them beyond it). */
  expiresAt: Instant,
  paidAt: Nullable(Instant),
  lines: Type.Array(OrderLine),
  /** Of the till: made when the order is paid. Of the ticket API: made with the reservation. */
  tickets: Type.Array(OrderTicket),
  /** The latest Swish attempt. */
  paymentAttempt: Nullable(PaymentAttempt),
  payments: Type.Array(Payment),
  /** Money that went or goes back, oldest first. */
  refunds: Type.Array(Refund),
  /** Money received that this order has no use for, until somebody has decided what to do with it. */
  refundsDue: Type.Array(RefundDue),
  receipts: Type.Array(
    Type.Object({
      id: Id,
      kind: Type.Union([Type.Literal('sale'), Type.Literal('return')]),
      number: Type.Integer(),
      registerName: Type.String(),
      totalOre: Type.Integer(),
      at: Instant,
      /** Path of its page on this server, for a QR. */
      pagePath: Type.String(),
    }),
  ),
  mail: Nullable(Type.Object({ id: Id, state: MailState, toAddress: Type.String(), error: Nullable(Type.String()) })),
  timeline: Type.Array(TimelineEntry),
})
export type Order = Static<typeof Order>

const OrderLines = Type.Array(
  Type.Object(
    { ticketTypeId: Id, count: Type.Integer({ minimum: 1, maximum: 1_000 }) },
    { additionalProperties: false },
  ),
  { minItems: 1, maxItems: 100 },
)
const Email = Type.Optional(Nullable(Type.String({ maxLength: 255 })))

/**
 * POST /api/v1/orders with an `idempotency-key`: begins a basket, which is a reservation: its seats are held. 201 Order.
 * Refusals: 404 `event_not_found`, `ticket_type_not_found`, `shift_not_found`; 409 `out_of_seats` (details.seatsLeft),
 * `event_archived`, `shift_closed`; 422 `invalid_email`. The till may sell hidden types, more than the API's limit per
 * payment, and after the sales stop. A training basket takes no seats.
 */
export const NewOrder = Type.Object(
  {
    eventId: Id,
    /** The open shift that sells it. */
    shiftId: Id,
    lines: OrderLines,
    email: Email,
    training: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type NewOrder = Static<typeof NewOrder>

/**
 * PUT /api/v1/orders/:id: what the basket is to hold from now on; holds the seats anew for the event's reservation time.
 * Repeating it changes nothing. 200 Order. `revision` is the one that was read: 409 `edit_conflict` when another till has
 * changed it since. Refusals: 404 `order_not_found`, `ticket_type_not_found`; 409 `out_of_seats` (details.seatsLeft: with
 * its own), `not_editable` (details.status: not an unpaid order of the till), `payment_in_progress`, `part_paid` (the new
 * total is below what has been paid); 422 `invalid_email`. An order that ran out is taken up again when there are seats.
 */
export const OrderEdit = Type.Object(
  { lines: OrderLines, email: Email, revision: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)
export type OrderEdit = Static<typeof OrderEdit>

/**
 * POST /api/v1/orders/:id/renewals: holds the seats for the event's reservation time from now. 200 Order.
 * 404 `order_not_found`; 409 `not_payable` (details.status), `out_of_seats`.
 */

/**
 * GET /api/v1/open-orders: orders that wait for money: baskets that tills work on or have parked, oldest first, and
 * those that are partly paid, whoever made them. 200 OpenOrderList.
 * POST /api/v1/orders/:id/parkings {name}: 200 Order, `parkedName` set; any till may take it up. The seats stay held.
 * 409 `not_payable` (details.status), `payment_in_progress`.
 * POST /api/v1/orders/:id/take-ups {shiftId}: this till goes on with an unpaid order: a parked one, one of another till,
 * or one of the ticket API. Renews its seats. 200 Order. 404 `order_not_found`, `shift_not_found`; 409 `shift_closed`,
 * `not_payable` (details.status), `out_of_seats`, `money_waiting`.
 */
export const Parking = Type.Object({ name: Line(40) }, { additionalProperties: false })
export const TakeUp = Type.Object({ shiftId: Id }, { additionalProperties: false })
export const OpenOrder = Type.Object({
  id: Id,
  orderNumber: Id,
  channel: Channel,
  shiftId: Nullable(Id),
  registerId: Nullable(Id),
  registerName: Nullable(Type.String()),
  parkedName: Nullable(Type.String()),
  eventId: Id,
  eventTitle: Type.String(),
  ticketCount: Type.Integer(),
  totalOre: Ore,
  paidOre: Ore,
  training: Type.Boolean(),
  /** A Swish payment waits for its customer. */
  swishWaits: Type.Boolean(),
  expiresAt: Instant,
  createdAt: Instant,
})
export type OpenOrder = Static<typeof OpenOrder>
export const OpenOrderList = Type.Object({ orders: Type.Array(OpenOrder) })

/**
 * PUT /api/v1/orders/:id/discount: one discount for the whole order, in place of an earlier one. 200 Order. DELETE takes it
 * away: 200 Order. Refusals: 404 `order_not_found`; 409 `not_payable` (details.status), `payment_in_progress`, `part_paid`,
 * `voucher_unknown`, `voucher_used_up`, `voucher_not_valid_now`, `voucher_for_other_event`; 403 `approval_needed`
 * (details.permission) when the person may not give it alone, 403 `wrong_pin` (details.triesLeft), 429 `locked_out`
 * (details.retryAt) when the approval was no good. A voucher needs neither reason nor permission.
 */
export const DiscountRequest = Type.Union([
  Type.Object(
    {
      kind: Type.Union([Type.Literal('amount'), Type.Literal('percent')]),
      /** Öre, or hundredths of a percent. */
      value: Type.Integer({ minimum: 1, maximum: 10_000_000_000 }),
      reason: Line(200),
      approval: Type.Optional(Approval),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { kind: Type.Literal('complimentary'), reason: Line(200), approval: Type.Optional(Approval) },
    { additionalProperties: false },
  ),
  Type.Object({ kind: Type.Literal('voucher'), code: Line(40) }, { additionalProperties: false }),
])
export type DiscountRequest = Static<typeof DiscountRequest>

/*
 * Tenders. Each pays the whole rest unless `amountOre` names a part; the last one makes the order paid, in the same
 * transaction. All take an `idempotency-key` and answer 201 Order. Refusals of all: 404 `order_not_found`;
 * 409 `not_payable` (details.status), `payment_in_progress`, `money_waiting`, `out_of_seats`, `shift_needed` (no till has
 * taken it up), `shift_closed`; 422 `too_much` (details.restOre: a part above the rest, or none left).
 */

/**
 * POST /api/v1/orders/:id/cash-payments. A part is whole kronor; the rest is rounded to whole kronor.
 * 422 `too_little_cash` (details.payableOre), `not_whole_kronor`. An order that costs nothing is finished with `givenOre` 0.
 */
export const CashPaymentRequest = Type.Object(
  { givenOre: Ore, amountOre: Type.Optional(Ore) },
  { additionalProperties: false },
)
export type CashPaymentRequest = Static<typeof CashPaymentRequest>

/** POST /api/v1/orders/:id/recorded-payments: money that Lucka takes the cashier's word for. Exact, never rounded. */
export const RecordedPaymentRequest = Type.Object(
  {
    tender: Type.Union([Type.Literal('card'), Type.Literal('swish_by_eye')]),
    amountOre: Type.Optional(Ore),
    /** The terminal's receipt number, the payer's name: whatever finds it again. */
    reference: Type.Optional(Nullable(Line(60))),
  },
  { additionalProperties: false },
)
export type RecordedPaymentRequest = Static<typeof RecordedPaymentRequest>

/**
 * POST /api/v1/orders/:id/exchange-payments: tickets of another order are given back, and what was paid for them pays the
 * rest of this one, which it must cover: a difference is paid first, by any tender. Worth beyond the rest goes back by the
 * tenders it came by, cash out of the drawer of the shift that sells this order. The old tickets end in the same transaction.
 * Refusals beside those of all tenders and of refunds: 422 `exchange_too_small` (details.worthOre, details.restOre),
 * 404 `from_order_not_found`, 409 `same_order`.
 */
export const ExchangePaymentRequest = Type.Object(
  {
    fromOrderId: Id,
    ticketCodes: Type.Array(Type.String({ pattern: '^[A-Z]{6}$' }), {
      minItems: 1,
      maxItems: 1_000,
      uniqueItems: true,
    }),
    reason: Line(200),
    approval: Type.Optional(Approval),
  },
  { additionalProperties: false },
)
export type ExchangePaymentRequest = Static<typeof ExchangePaymentRequest>

/**
 * POST /api/v1/orders/:id/payments/:paymentId/reversals with an `idempotency-key`: gives a part payment back before the
 * order is finished: cash out of the drawer; card and Swish checked by eye on their own devices; verified Swish through the same payment.
 * 201 Order. 404 `order_not_found`, `payment_not_found`; 409 `not_payable` (details.status), `payment_in_progress`,
 * `already_reversed`, `shift_closed`, `swish_not_set_up`.
 *
 * POST /api/v1/orders/:id/admissions with an `idempotency-key`: lets in everybody of a paid order who stands at the door.
 * 201 {admitted, alreadyIn}. 404 `order_not_found`; 409 `not_paid`.
 */
export const OrderAdmission = Type.Object({ admitted: Type.Integer(), alreadyIn: Type.Integer() })
export type OrderAdmission = Static<typeof OrderAdmission>

/**
 * POST /api/v1/orders/:id/swish-payments with an `idempotency-key`: 201 PaymentAttempt (the living one when there is one).
 * Without `payer` the customer scans a QR; with it Swish pushes the request to that phone: a number as people write it
 * (`070-123 45 67`, `+46 70 …`). The same key gives the same attempt, whatever became of it. Refusals: 422
 * `invalid_phone_number`, `idempotency_key_reused`; 409 `not_payable`, `money_waiting`, `out_of_seats`,
 * `swish_not_set_up`; 502 `swish_refused` (details.errorCode, details.errorText) / `swish_unreachable`.
 * DELETE /api/v1/payment-attempts/:id cancels it at Swish: 200 PaymentAttempt, whatever its final status turned out to be;
 * still live with `cancelRequested` when Swish could not be asked, which then goes on by itself.
 * DELETE /api/v1/orders/:id gives up a reservation: 200 Order; 409 `already_paid`, `payment_in_progress`, `part_paid`:
 * give the parts back first.
 * `amountOre`: a part of what is left to pay, 422 `too_much` (details.restOre).
 */
export const SwishPaymentRequest = Type.Object(
  {
    payer: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    amountOre: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000_000_000 })),
  },
  { additionalProperties: false },
)
export type SwishPaymentRequest = Static<typeof SwishPaymentRequest>

/**
 * POST /api/v1/orders/:id/refunds with an `idempotency-key`: sends back what was paid for these tickets, by the tenders it
 * came by, and ends them. 201 Refund: the one that ended the tickets; by Swish at first `initiated`, and its way to `paid`
 * follows on the stream; every other tender is `paid` at once. Cash leaves the drawer of `shiftId`, rounded to whole kronor.
 * Refusals: 404 `order_not_found`, `shift_not_found`; 409 `not_refundable` (the order is not paid),
 * `ticket_not_refundable` (details.ticketCode, details.reason `used` | `refunded` | `not_in_order`), `swish_not_set_up`,
 * `shift_needed` (cash goes back, and no shift is named), `shift_closed`; 403 `approval_needed` (details.permission,
 * details.limitOre): above the limit of the settings, for used tickets, or without the right; 403 `wrong_pin`
 * (details.triesLeft), 429 `locked_out` (details.retryAt).
 */
export const RefundRequest = Type.Object(
  {
    ticketCodes: Type.Array(Type.String({ pattern: '^[A-Z]{6}$' }), {
      minItems: 1,
      maxItems: 1_000,
      uniqueItems: true,
    }),
    reason: Line(200),
    kind: Type.Optional(Type.Union([Type.Literal('refund'), Type.Literal('void')])),
    /** Tickets that have let somebody in are given back too; takes the right `large_refund`. */
    evenUsed: Type.Optional(Type.Boolean()),
    /** The open shift at whose register it happens; its drawer gives the cash. */
    shiftId: Type.Optional(Id),
    approval: Type.Optional(Approval),
  },
  { additionalProperties: false },
)
export type RefundRequest = Static<typeof RefundRequest>

/**
 * POST /api/v1/orders/:id/refund-quotes: what a refund of these tickets would do now, changing nothing. 200 RefundQuote.
 * 404 `order_not_found`; 409 `not_refundable`, `ticket_not_refundable` (as for a refund).
 */
export const RefundQuoteRequest = Type.Pick(RefundRequest, ['ticketCodes', 'evenUsed'], {
  additionalProperties: false,
})
export type RefundQuoteRequest = Static<typeof RefundQuoteRequest>
export const RefundQuote = Type.Object({
  amountOre: Ore,
  /** By which tenders, in the order in which they give; empty for tickets that cost nothing. */
  ways: Type.Array(
    Type.Object({
      tender: RefundTender,
      amountOre: Ore,
      /** Cash only: what the drawer gives, whole kronor; else the amount. */
      payableOre: Ore,
    }),
  ),
  /** The right that it takes. */
  permission: Type.Union([Type.Literal('refund'), Type.Literal('large_refund')]),
  /** Somebody with that right has to allow it, as the caller may not alone. */
  approvalNeeded: Type.Boolean(),
  limitOre: Ore,
})
export type RefundQuote = Static<typeof RefundQuote>

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
