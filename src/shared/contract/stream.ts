import type { DoorCount } from './check-in-api'
import type { MailState, OrderStatus, PaymentAttempt, Refund } from './order-api'
import type { SwishStatus } from './swish-payments-api'

/**
 * GET /api/v1/stream (server-sent events): news, not state. Each message has `event: <name>`, `data: <JSON>` and a rising
 * `id`. A page that connects, or connects again, reads its state over HTTP first; nothing is replayed. Nobody hears of what
 * they may not read: without `view_orders` nothing of orders, payments, refunds and mails.
 */
export interface StreamEvents {
  /** First message of a connection. */
  hello: { now: string }
  /** Events or ticket types were edited: read the catalogue again. */
  catalogue: Record<string, never>
  seats: { eventId: number; seatsTaken: number; seatsLeft: number; ticketsSold: number }
  order: { orderId: number; status: OrderStatus }
  payment_attempt: PaymentAttempt
  refund: Refund
  /** A register or a shift was opened, changed or closed: read it again. */
  shift: { registerId: number; shiftId: number | null }
  /** A print job was made, or its state changed: read the queue again. */
  print_job: { jobId: number }
  /** How Swish stands, and how many payments wait for a person. */
  swish: SwishStatus
  /** The simulator inside Lucka has a new payment, or one fewer. */
  swish_simulator: Record<string, never>
  /** An event's numbers at its doors. */
  check_in: { eventId: number; admitted: number; inside: number; doors: DoorCount[] }
  /** Doors, their rules or devices were changed: read them again. */
  doors: Record<string, never>
  /** A scan of a door without contact does not agree with what the server knows: read the conflicts again. */
  scan_conflict: Record<string, never>
  mail: { mailId: number; orderId: number; state: MailState }
  /** Settings, venue name or language changed: read /api/v1/server again. */
  settings: Record<string, never>
}
export type StreamEventName = keyof StreamEvents
