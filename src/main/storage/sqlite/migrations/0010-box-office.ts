import { sql, type Kysely } from 'kysely'

/**
 * The first box office: events, orders, tickets, payments, check-ins, staff, mail. What must never be is refused here:
 * a seat sold twice, a ticket code used twice, an attempt or an order in an unknown state, a changed journal.
 */
const statements = [
  `CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value)),
    updated_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE staff_user (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('manager', 'cashier', 'door')),
    pin_hash TEXT NOT NULL,
    demo_pin TEXT,
    disabled_at TEXT,
    created_at TEXT NOT NULL
  ) STRICT`,

  `CREATE TABLE guess_lock (
    subject TEXT PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    locked_until TEXT,
    updated_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (title <> ''),
    description TEXT NOT NULL,
    event_at TEXT NOT NULL,
    doors_open_at TEXT,
    sales_stop_at TEXT NOT NULL,
    max_tickets_per_payment INTEGER NOT NULL CHECK (max_tickets_per_payment >= 1),
    reservation_seconds INTEGER NOT NULL CHECK (reservation_seconds >= 1),
    swish_message TEXT NOT NULL CHECK (length(swish_message) <= 50),
    version INTEGER NOT NULL CHECK (version >= 1),
    archived_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT`,

  // Seats that paid and reserved orders hold. The CHECK is the last word against selling a seat twice.
  `CREATE TABLE event_seats (
    event_id INTEGER PRIMARY KEY REFERENCES event (id),
    seats INTEGER NOT NULL CHECK (seats >= 0),
    seats_taken INTEGER NOT NULL CHECK (seats_taken BETWEEN 0 AND seats),
    tickets_sold INTEGER NOT NULL CHECK (tickets_sold BETWEEN 0 AND seats_taken),
    tickets_admitted INTEGER NOT NULL DEFAULT 0 CHECK (tickets_admitted >= 0)
  ) STRICT`,

  `CREATE TABLE ticket_type (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (title <> ''),
    description TEXT NOT NULL,
    price_ore INTEGER NOT NULL CHECK (price_ore >= 0),
    vat_rate_bp INTEGER NOT NULL CHECK (vat_rate_bp BETWEEN 0 AND 10000),
    visible INTEGER NOT NULL CHECK (visible IN (0, 1)),
    version INTEGER NOT NULL CHECK (version >= 1),
    archived_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT`,

  `CREATE TABLE event_ticket_type (
    event_id INTEGER NOT NULL REFERENCES event (id),
    ticket_type_id INTEGER NOT NULL REFERENCES ticket_type (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (event_id, ticket_type_id)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE "order" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id INTEGER NOT NULL REFERENCES event (id),
    channel TEXT NOT NULL CHECK (channel IN ('api', 'till')),
    status TEXT NOT NULL CHECK (status IN ('reserved', 'paid', 'expired', 'cancelled', 'refunded', 'failed_admin')),
    email TEXT,
    total_ore INTEGER NOT NULL CHECK (total_ore >= 0),
    ticket_count INTEGER NOT NULL CHECK (ticket_count >= 1),
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES staff_user (id),
    expires_at TEXT NOT NULL,
    paid_at TEXT CHECK (status <> 'paid' OR paid_at IS NOT NULL),
    closed_at TEXT
  ) STRICT`,
  `CREATE INDEX order_reserved ON "order" (expires_at) WHERE status = 'reserved'`,
  `CREATE INDEX order_email ON "order" (email) WHERE email IS NOT NULL`,
  // A paid order is never lost: it may be refunded or blocked, nothing else, and no order is ever removed.
  `CREATE TRIGGER order_paid_stays BEFORE UPDATE OF status ON "order"
    WHEN old.status = 'paid' AND new.status NOT IN ('paid', 'refunded', 'failed_admin')
    BEGIN SELECT raise(ABORT, 'a paid order stays paid'); END`,
  `CREATE TRIGGER order_never_removed BEFORE DELETE ON "order"
    BEGIN SELECT raise(ABORT, 'an order is never removed'); END`,

  `CREATE TABLE ticket (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 6 AND code NOT GLOB '*[^A-Z]*'),
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    event_id INTEGER NOT NULL REFERENCES event (id),
    ticket_type_id INTEGER NOT NULL REFERENCES ticket_type (id),
    price_ore INTEGER NOT NULL CHECK (price_ore >= 0),
    vat_rate_bp INTEGER NOT NULL CHECK (vat_rate_bp BETWEEN 0 AND 10000),
    times_used INTEGER NOT NULL DEFAULT 0 CHECK (times_used >= 0),
    first_used_at TEXT,
    CHECK ((times_used > 0) = (first_used_at IS NOT NULL))
  ) STRICT`,
  `CREATE INDEX ticket_order ON ticket (order_id)`,
  // A use once counted stays counted, one at a time: of any number of doors only one can make it the first.
  `CREATE TRIGGER ticket_use_counts_up BEFORE UPDATE OF times_used ON ticket WHEN new.times_used <> old.times_used + 1
    BEGIN SELECT raise(ABORT, 'uses are counted one by one'); END`,
  // Codes are unique for ever, over cancelled and expired orders too; the price is the one it was reserved at.
  `CREATE TRIGGER ticket_stays BEFORE UPDATE OF id, code, order_id, price_ore, vat_rate_bp ON ticket
    BEGIN SELECT raise(ABORT, 'a ticket keeps its code, order and price'); END`,
  `CREATE TRIGGER ticket_never_removed BEFORE DELETE ON ticket
    BEGIN SELECT raise(ABORT, 'a ticket is never removed'); END`,

  // One row per counted use, in the order in which they happened: a log, written at one end, so that a group of scans touches
  // one page and not one each. The ticket's own counter decides who was first.
  `CREATE TABLE check_in (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    use_number INTEGER NOT NULL CHECK (use_number >= 1),
    at TEXT NOT NULL,
    via TEXT NOT NULL CHECK (via IN ('ticket_api', 'door')),
    staff_user_id INTEGER REFERENCES staff_user (id)
  ) STRICT`,

  `CREATE TABLE payment_attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    tender TEXT NOT NULL CHECK (tender IN ('swish')),
    environment TEXT NOT NULL CHECK (environment IN ('simulator', 'mss', 'production')),
    instruction_id TEXT NOT NULL UNIQUE CHECK (length(instruction_id) = 32 AND instruction_id NOT GLOB '*[^0-9A-F]*'),
    payee_alias TEXT NOT NULL,
    status TEXT NOT NULL
      CHECK (status IN ('initiated', 'created', 'unknown', 'paid', 'declined', 'error', 'cancelled')),
    amount_ore INTEGER NOT NULL CHECK (amount_ore > 0),
    token TEXT UNIQUE,
    payment_reference TEXT,
    error_code TEXT,
    error_text TEXT,
    created_at TEXT NOT NULL,
    settled_at TEXT
  ) STRICT`,
  `CREATE INDEX payment_attempt_order ON payment_attempt (order_id)`,
  `CREATE UNIQUE INDEX payment_attempt_live ON payment_attempt (order_id)
    WHERE status IN ('initiated', 'created', 'unknown')`,
  `CREATE TRIGGER payment_attempt_final BEFORE UPDATE OF status ON payment_attempt
    WHEN old.status IN ('paid', 'declined', 'error', 'cancelled') AND new.status <> old.status
    BEGIN SELECT raise(ABORT, 'a final state is never left'); END`,
  `CREATE TRIGGER payment_attempt_never_removed BEFORE DELETE ON payment_attempt
    BEGIN SELECT raise(ABORT, 'a payment attempt is never removed'); END`,

  `CREATE TABLE payment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    attempt_id INTEGER UNIQUE REFERENCES payment_attempt (id),
    tender TEXT NOT NULL CHECK (tender IN ('cash', 'swish')),
    amount_ore INTEGER NOT NULL,
    rounding_ore INTEGER NOT NULL CHECK (rounding_ore BETWEEN -50 AND 50 AND (tender = 'cash' OR rounding_ore = 0)),
    given_ore INTEGER CHECK (given_ore >= 0),
    change_ore INTEGER NOT NULL CHECK (change_ore >= 0),
    reference TEXT,
    taken_at TEXT NOT NULL,
    taken_by INTEGER REFERENCES staff_user (id)
  ) STRICT`,
  `CREATE INDEX payment_order ON payment (order_id)`,

  `CREATE TABLE mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL UNIQUE REFERENCES "order" (id),
    to_address TEXT NOT NULL,
    subject TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'written', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_try_at TEXT,
    error TEXT,
    created_at TEXT NOT NULL,
    sent_at TEXT
  ) STRICT`,
  `CREATE INDEX mail_queued ON mail (next_try_at) WHERE state = 'queued'`,

  `CREATE TABLE timeline_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    staff_user_id INTEGER REFERENCES staff_user (id),
    detail TEXT NOT NULL CHECK (json_valid(detail))
  ) STRICT`,
  `CREATE INDEX timeline_entry_order ON timeline_entry (order_id)`,

  `CREATE TABLE session (
    id_hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('buyer', 'staff')),
    order_id INTEGER REFERENCES "order" (id),
    staff_user_id INTEGER REFERENCES staff_user (id),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT,
    CHECK ((kind = 'buyer') = (order_id IS NOT NULL) AND (kind = 'staff') = (staff_user_id IS NOT NULL))
  ) STRICT, WITHOUT ROWID`,
  // Of two reservations made at once in one session only one may replace it.
  `CREATE TRIGGER session_ended_stays BEFORE UPDATE OF ended_at ON session WHEN old.ended_at IS NOT NULL
    BEGIN SELECT raise(ABORT, 'an ended session stays ended'); END`,

  `CREATE TABLE idempotency_key (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (json_valid(answer)),
    created_at TEXT NOT NULL,
    PRIMARY KEY (scope, key)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX idempotency_key_age ON idempotency_key (created_at)`,
]

/** Tables in which a row, once written, is never changed or removed. */
const appendOnly = ['check_in', 'payment', 'timeline_entry']

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
  for (const table of appendOnly) {
    for (const change of ['UPDATE', 'DELETE']) {
      await sql
        .raw(
          `CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
            BEGIN SELECT raise(ABORT, '${table} is append-only'); END`,
        )
        .execute(db)
    }
  }
}
