/**
 * The documented ticket API, as LAN clients have known it for years. What stands here is loose exactly where the contract
 * is loose: ids may be text or numbers, rows may hold fields that are ignored. Everything else is refused, never converted.
 */
import { Type, type Static } from 'typebox'

const Count = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

/** Any value: a missing id is malformed (400), one that cannot be an id names nothing (404). */
const LooseId = Type.Unknown({ description: 'Id as text or integer' })

/** POST /reserve_ticket/ */
export const ReserveTicketRequest = Type.Object({
  chapter_event: LooseId,
  tickets: Type.Array(Type.Object({ ticket_type: LooseId, count: Count }), { minItems: 1 }),
})
export type ReserveTicketRequest = Static<typeof ReserveTicketRequest>

export const ReserveTicketError = Type.Union([
  Type.Literal('InvalidRequestData'),
  Type.Literal('TooManyTickets'),
  Type.Literal('SalesStopped'),
  Type.Literal('EventDoesNotExist'),
  Type.Literal('TicketTypeDoesNotExist'),
  Type.Literal('AlreadyPaidPayment'),
])
export const OutOfTickets = Type.Object({
  error: Type.Literal('OutOfTickets'),
  tickets_left: Type.Integer(),
})

/** POST /start_payment/, as JSON or as a form. */
export const StartPaymentRequest = Type.Object({ email_address: Type.String({ maxLength: 255 }) })
export type StartPaymentRequest = Static<typeof StartPaymentRequest>
export const StartPaymentError = Type.Union([
  Type.Literal('InvalidRequestData'),
  Type.Literal('InvalidSession'),
  Type.Literal('SessionExpired'),
  Type.Literal('AlreadyPaidPayment'),
  Type.Literal('PaymentStartFailed'),
])

/** GET /get_chapterevents/. Times carry the venue's UTC offset; prices are text with two decimals. */
export const ChapterEvents = Type.Object({
  chapter_events: Type.Array(
    Type.Object({
      id: Type.Integer(),
      title: Type.String(),
      description: Type.String(),
      event_at: Type.String(),
      max_tickets_per_payment: Type.Integer(),
      sales_stop_at: Type.String(),
      ticket_types: Type.Array(Type.Integer()),
      tickets_left: Type.Integer(),
    }),
  ),
  ticket_types: Type.Array(
    Type.Object({ id: Type.Integer(), price: Type.String(), title: Type.String(), description: Type.String() }),
  ),
})
export type ChapterEvents = Static<typeof ChapterEvents>

/** PUT /validate_ticket/ */
export const ValidateTicketRequest = Type.Object({
  external_id: Type.String(),
  use_ticket: Type.Optional(Type.Boolean()),
  password: Type.Optional(Type.String()),
})
export const ContractOrderStatus = Type.Union([
  Type.Literal('RESERVED'),
  Type.Literal('PAID'),
  Type.Literal('FAILED_EXPIRED_RESERVATION'),
  Type.Literal('FAILED_ADMIN'),
  Type.Literal('REFUNDED'),
  Type.Literal('CANCELLED'),
])
export type ContractOrderStatus = Static<typeof ContractOrderStatus>
export const ValidatedTicket = Type.Union([
  Type.Object({
    times_used: Type.Integer({ minimum: 0 }),
    status: ContractOrderStatus,
    external_id: Type.String(),
    chapter_event: Type.String(),
  }),
  Type.Object({ times_used: Type.Literal(-1), status: Type.Literal('Ticket does not exist') }),
])

/** GET /session_payment_status/ */
export const SessionPaymentStatus = Type.Object({
  status: ContractOrderStatus,
  mail: Type.Union([Type.String(), Type.Null()]),
  reference: Type.Optional(Type.String()),
})
