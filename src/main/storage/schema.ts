import type { Generated, Kysely } from 'kysely'
import type { Channel } from '#shared/domain/reservations/decide-reservation'
import type { OrderStatus } from '#shared/domain/orders/order-status'
import type { AttemptAttention, PaymentAttemptStatus } from '#shared/domain/payments/payment-attempt'
import type { RefundAttention, RefundStatus } from '#shared/domain/payments/refund'
import type { Role } from '#shared/domain/access/permissions'
import type { MailState, RefundDue, RefundKind, RefundTender, Tender } from '#shared/contract/order-api'
import type { Paper, PrinterTarget } from '#shared/contract/printing-api'
import type { SeenBlocker } from '#shared/contract/shift-report-api'
import type { SwishEnvironment } from '#shared/contract/swish-payments-api'
import type { PrintFault, PrintJobState } from '#shared/domain/printing/print-job'
import type { DeviceRole } from '#shared/contract/device-api'
import type { ScanOutcome, ScanReason } from '#shared/contract/check-in-api'
import type { AdmitRule, ScanMode } from '#shared/domain/check-in/decide-scan'
import type { DiscountKind, DiscountRule } from '#shared/domain/orders/discount'

/**
 * The tables as TypeScript sees them. Instants are ISO 8601 text in UTC with milliseconds, money is integer öre, truth is
 * 0 or 1. What the columns mean and what the database itself refuses stands in the migrations.
 */
export interface Database {
  setting: { name: string; value: string; updated_at: string }
  staff_user: {
    id: Generated<number>
    name: string
    role: Role
    pin_hash: string
    demo_pin: string | null
    disabled_at: Generated<string | null>
    created_at: string
    permissions: Generated<string | null>
    version: Generated<number>
  }
  guess_lock: { subject: string; failures: number; locked_until: string | null; updated_at: string }
  session: {
    id_hash: string
    kind: 'buyer' | 'staff'
    order_id: number | null
    staff_user_id: number | null
    created_at: string
    expires_at: string
    ended_at: string | null
    device_id: Generated<number | null>
  }
  event: {
    id: Generated<number>
    title: string
    description: string
    event_at: string
    doors_open_at: string | null
    sales_stop_at: string
    max_tickets_per_payment: number
    reservation_seconds: number
    swish_message: string
    version: number
    archived_at: string | null
    created_at: string
    updated_at: string
  }
  event_seats: {
    event_id: number
    seats: number
    seats_taken: number
    tickets_sold: number
    tickets_admitted: Generated<number>
    tickets_inside: Generated<number>
  }
  ticket_type: {
    id: Generated<number>
    title: string
    description: string
    price_ore: number
    vat_class_id: number
    visible: number
    admit_times: Generated<number>
    admit_per: Generated<AdmitRule['per']>
    door_note: Generated<string>
    version: number
    archived_at: string | null
    created_at: string
    updated_at: string
  }
  vat_class: { id: Generated<number>; name: string; position: number }
  vat_rate: { vat_class_id: number; valid_from: string; rate_bp: number }
  event_ticket_type: { event_id: number; ticket_type_id: number; position: number }
  order: {
    id: Generated<number>
    event_id: number
    channel: Channel
    status: OrderStatus
    email: string | null
    total_ore: number
    ticket_count: number
    refunded_count: Generated<number>
    created_at: string
    created_by: number | null
    expires_at: string
    paid_at: string | null
    closed_at: string | null
    discount_ore: Generated<number>
    paid_ore: Generated<number>
    shift_id: Generated<number | null>
    parked_name: Generated<string | null>
    revision: Generated<number>
    training: Generated<number>
  }
  order_line: {
    order_id: number
    ticket_type_id: number
    position: number
    count: number
    price_ore: number
    vat_rate_bp: number
  }
  order_discount: {
    order_id: number
    kind: DiscountKind
    rule: DiscountRule
    value: number
    reason: string
    voucher_id: number | null
    granted_by: number
    approved_by: number | null
    at: string
  }
  voucher: {
    id: Generated<number>
    code: string
    title: string
    kind: DiscountRule
    value: number
    max_uses: number
    valid_from: string | null
    valid_to: string | null
    event_id: number | null
    version: number
    created_at: string
    archived_at: string | null
  }
  ticket: {
    id: Generated<number>
    code: string
    order_id: number
    event_id: number
    ticket_type_id: number
    price_ore: number
    discount_ore: Generated<number>
    vat_rate_bp: number
    times_used: Generated<number>
    first_used_at: string | null
    refund_id: number | null
    inside: Generated<number>
    stepped_out: Generated<number>
    first_door_id: Generated<number | null>
    used_day: Generated<string | null>
    used_on_day: Generated<number>
    blocked_at: Generated<string | null>
    blocked_by: Generated<number | null>
    blocked_reason: Generated<string | null>
  }
  check_in: {
    id: Generated<number>
    ticket_id: number
    use_number: number
    at: string
    via: CheckInVia
    staff_user_id: number | null
    door_id: Generated<number | null>
    device_id: Generated<number | null>
  }
  check_in_undo: { check_in_id: number; at: string; staff_user_id: number }
  scan_undo: { scan_id: number; at: string; staff_user_id: number }
  door: {
    id: Generated<number>
    name: string
    needs_signature: number
    version: number
    created_at: string
    archived_at: string | null
  }
  door_event: { door_id: number; event_id: number }
  door_ticket_type: { door_id: number; ticket_type_id: number }
  door_count: { event_id: number; door_id: number; entered: Generated<number>; stepped_out: Generated<number> }
  device: {
    id: Generated<number>
    name: string
    role: DeviceRole
    door_id: number | null
    register_id: number | null
    token_hash: string
    paired_at: string
    paired_by: number
    last_seen_at: string | null
    last_address: string | null
    revoked_at: string | null
    revoked_by: number | null
    stopped_at: Generated<string | null>
  }
  pairing: {
    id: Generated<number>
    code_hash: string
    name: string
    role: DeviceRole
    door_id: number | null
    register_id: number | null
    created_at: string
    created_by: number
    expires_at: string
    used_at: string | null
    device_id: number | null
  }
  scan: {
    id: Generated<number>
    nonce: string
    at: string
    received_at: string
    mode: ScanMode
    door_id: number
    device_id: number | null
    staff_user_id: number | null
    ticket_id: number | null
    code: string | null
    outcome: ScanOutcome
    reason: ScanReason | null
    offline: number
    check_in_id: number | null
    answer: string
  }
  scan_conflict: {
    id: Generated<number>
    scan_id: number
    reason: ScanReason
    opened_at: string
    resolved_at: string | null
    resolved_by: number | null
    note: string | null
  }
  everyone_out: { id: Generated<number>; event_id: number; at: string; inside: number; staff_user_id: number | null }
  payment_attempt: {
    id: Generated<number>
    order_id: number
    tender: Tender
    environment: SwishEnvironment
    instruction_id: string
    callback_identifier: string | null
    payee_alias: string
    payer_alias: string | null
    status: PaymentAttemptStatus
    attention: AttemptAttention | null
    amount_ore: number
    token: string | null
    payment_reference: string | null
    error_code: string | null
    error_text: string | null
    created_at: string
    started_by: number | null
    cancel_requested_at: string | null
    settled_at: string | null
    confirmed_at: string | null
  }
  payment: {
    id: Generated<number>
    order_id: number
    attempt_id: number | null
    tender: Tender
    amount_ore: number
    rounding_ore: number
    given_ore: number | null
    change_ore: number
    reference: string | null
    taken_at: string
    taken_by: number | null
    refund_id: number | null
    shift_id: number | null
    training: Generated<number>
    reverses_id: Generated<number | null>
  }
  refund: {
    id: Generated<number>
    order_id: number
    payment_id: number | null
    kind: Generated<RefundKind>
    tender: RefundTender
    environment: SwishEnvironment | null
    instruction_id: string | null
    callback_identifier: string | null
    original_reference: string | null
    status: RefundStatus
    attention: RefundAttention | null
    amount_ore: number
    reason: string
    refund_reference: string | null
    error_code: string | null
    error_text: string | null
    first_id: number | null
    act_id: Generated<number | null>
    exchange_order_id: Generated<number | null>
    shift_id: Generated<number | null>
    created_at: string
    created_by: number | null
    approved_by: Generated<number | null>
    settled_at: string | null
  }
  refund_due: {
    id: Generated<number>
    payment_id: number
    order_id: number
    amount_ore: number
    reason: RefundDue['reason']
    opened_at: string
    resolution: RefundDue['resolution']
    resolved_at: string | null
    resolved_by: number | null
  }
  mail: {
    id: Generated<number>
    order_id: number
    receipt_id: Generated<number | null>
    to_address: string
    subject: string
    message_id: string
    state: MailState
    attempts: Generated<number>
    next_try_at: string | null
    error: string | null
    created_at: string
    sent_at: string | null
  }
  timeline_entry: {
    id: Generated<number>
    order_id: number
    at: string
    kind: TimelineKind
    staff_user_id: number | null
    detail: string
  }
  register: {
    id: Generated<number>
    name: string
    version: number
    created_at: string
    archived_at: string | null
    receipt_printer_id: Generated<number | null>
    ticket_printer_id: Generated<number | null>
  }
  printer: {
    id: Generated<number>
    name: string
    kind: PrinterTarget['kind']
    settings: string
    paper: Paper
    version: number
    created_at: string
    archived_at: string | null
  }
  print_job: {
    id: Generated<number>
    printer_id: number
    title: string
    document: string
    open_drawer: number
    state: PrintJobState
    attempts: Generated<number>
    next_try_at: string | null
    error_code: PrintFault | null
    error_text: string | null
    order_id: number | null
    shift_id: number | null
    created_at: string
    created_by: number | null
    ended_at: string | null
  }
  customer_display: { register_id: number; display_key: string }
  ticket_key: {
    number: number
    public_key: string
    created_at: string
    retired_at: Generated<string | null>
    revoked_at: Generated<string | null>
  }
  shift: {
    id: Generated<number>
    register_id: number
    float_ore: number
    opened_at: string
    opened_by: number
    closed_at: Generated<string | null>
    closed_by: Generated<number | null>
  }
  cash_movement: {
    id: Generated<number>
    shift_id: number
    kind: 'paid_in' | 'paid_out'
    amount_ore: number
    reason: string
    at: string
    staff_user_id: number
  }
  receipt: {
    id: Generated<number>
    register_id: number
    series: 'sale' | 'training'
    number: number
    kind: 'sale' | 'return'
    order_id: number
    refund_id: number | null
    shift_id: number
    at: string
    staff_user_id: number | null
    total_ore: number
    content: string
    page_key: string
  }
  receipt_copy: { receipt_id: number; at: string; staff_user_id: number }
  journal_entry: {
    seq: number
    at: string
    kind: string
    register_id: number | null
    shift_id: number | null
    order_id: number | null
    staff_user_id: number | null
    amount_ore: number | null
    detail: string
    previous_hash: string
    hash: string
  }
  drawer_opening: { id: Generated<number>; shift_id: number; reason: string; at: string; staff_user_id: number }
  z_report: {
    id: Generated<number>
    register_id: number
    shift_id: number
    number: number
    at: string
    staff_user_id: number
    expected_ore: number
    counted_ore: number
    difference_ore: number
    note: string | null
    sales_ore: number
    returns_ore: number
    grand_sales_ore: number
    grand_returns_ore: number
    content: string
    journal_seq: number
    journal_hash: string
  }
  seen_blocker: { shift_id: number; kind: SeenBlocker['kind']; subject_id: number; at: string; staff_user_id: number }
  idempotency_key: { scope: string; key: string; body_hash: string; answer: string; created_at: string }
}

export type CheckInVia = 'ticket_api' | 'door'

export type TimelineKind =
  | 'reserved'
  | 'renewed'
  | 'expired'
  | 'cancelled'
  | 'replaced'
  | 'payment_started'
  | 'payment_created'
  | 'payment_unknown'
  | 'payment_declined'
  | 'payment_error'
  | 'payment_cancelled'
  | 'payment_cancel_requested'
  | 'payment_settled_by_hand'
  | 'basket_changed'
  | 'parked'
  | 'taken_up'
  | 'handed_over'
  | 'discounted'
  | 'discount_removed'
  | 'part_paid'
  | 'part_given_back'
  | 'paid'
  | 'admitted'
  | 'ticket_blocked'
  | 'ticket_unblocked'
  | 'exchanged'
  | 'late_payment'
  | 'refund_due'
  | 'refund_due_seated'
  | 'refund_due_settled'
  | 'tickets_refunded'
  | 'refund_requested'
  | 'refund_created'
  | 'refund_debited'
  | 'refund_paid'
  | 'refund_error'
  | 'refund_unknown'
  | 'refund_settled_by_hand'
  | 'mail_queued'
  | 'mail_sent'
  | 'mail_written'
  | 'mail_failed'

export type Db = Kysely<Database>
