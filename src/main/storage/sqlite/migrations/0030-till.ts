import { sql, type Kysely } from 'kysely'

/**
 * The till: registers and shifts, baskets that hold their seats while they are worked on, several tenders for one order,
 * discounts, money back by every tender, receipts in unbroken series, and the journal of money.
 *
 * Tables that are rebuilt keep their ids; foreign keys are off while migrations run and checked after them.
 */
const statements = [
  `CREATE TABLE register (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    archived_at TEXT
  ) STRICT`,
  `CREATE TRIGGER register_never_removed BEFORE DELETE ON register
    BEGIN SELECT raise(ABORT, 'a register is never removed'); END`,

  // A cashier's time with a register's drawer. Counting it, and its Z report, end it.
  `CREATE TABLE shift (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    register_id INTEGER NOT NULL REFERENCES register (id),
    float_ore INTEGER NOT NULL CHECK (float_ore >= 0),
    opened_at TEXT NOT NULL,
    opened_by INTEGER NOT NULL REFERENCES staff_user (id),
    closed_at TEXT,
    closed_by INTEGER REFERENCES staff_user (id),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL))
  ) STRICT`,
  `CREATE UNIQUE INDEX shift_open ON shift (register_id) WHERE closed_at IS NULL`,
  `CREATE INDEX shift_register ON shift (register_id)`,
  `CREATE TRIGGER shift_stays BEFORE UPDATE OF id, register_id, float_ore, opened_at, opened_by ON shift
    BEGIN SELECT raise(ABORT, 'a shift stays as it was opened'); END`,
  `CREATE TRIGGER shift_closed_stays BEFORE UPDATE ON shift WHEN old.closed_at IS NOT NULL
    BEGIN SELECT raise(ABORT, 'a closed shift stays closed'); END`,
  `CREATE TRIGGER shift_never_removed BEFORE DELETE ON shift
    BEGIN SELECT raise(ABORT, 'a shift is never removed'); END`,

  // Cash into or out of the drawer without a sale.
  `CREATE TABLE cash_movement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    shift_id INTEGER NOT NULL REFERENCES shift (id),
    kind TEXT NOT NULL CHECK (kind IN ('paid_in', 'paid_out')),
    amount_ore INTEGER NOT NULL CHECK (amount_ore > 0),
    reason TEXT NOT NULL CHECK (reason <> ''),
    at TEXT NOT NULL,
    staff_user_id INTEGER NOT NULL REFERENCES staff_user (id)
  ) STRICT`,
  `CREATE INDEX cash_movement_shift ON cash_movement (shift_id)`,
  `CREATE TRIGGER cash_movement_in_open_shift BEFORE INSERT ON cash_movement
    WHEN (SELECT closed_at FROM shift WHERE id = new.shift_id) IS NOT NULL
    BEGIN SELECT raise(ABORT, 'a closed shift takes no cash'); END`,

  `CREATE TABLE voucher (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (code <> ''),
    title TEXT NOT NULL CHECK (title <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('amount', 'percent')),
    -- Öre, or hundredths of a percent.
    value INTEGER NOT NULL CHECK (value > 0 AND (kind = 'amount' OR value <= 10000)),
    max_uses INTEGER NOT NULL CHECK (max_uses >= 1),
    valid_from TEXT,
    valid_to TEXT,
    event_id INTEGER REFERENCES event (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    archived_at TEXT
  ) STRICT`,

  // The order's total is what its lines cost less its discount. An order at the till has tickets once it is paid.
  `ALTER TABLE "order" ADD COLUMN discount_ore INTEGER NOT NULL DEFAULT 0 CHECK (discount_ore >= 0)`,
  // What has been paid of the total and not been given back. Above 0 the reservation does not run out.
  `ALTER TABLE "order" ADD COLUMN paid_ore INTEGER NOT NULL DEFAULT 0 CHECK (paid_ore BETWEEN 0 AND total_ore)`,
  // The shift that sells it.
  `ALTER TABLE "order" ADD COLUMN shift_id INTEGER REFERENCES shift (id)`,
  // The name it was parked under; a parked basket waits for any till.
  `ALTER TABLE "order" ADD COLUMN parked_name TEXT CHECK (parked_name <> '')`,
  // Rises with each change of the basket: of two tills that change it, the second is told.
  `ALTER TABLE "order" ADD COLUMN revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1)`,
  // A practice sale: it takes no seats, has no tickets, and is counted apart.
  `ALTER TABLE "order" ADD COLUMN training INTEGER NOT NULL DEFAULT 0 CHECK (training IN (0, 1))`,
  `UPDATE "order" SET paid_ore = total_ore WHERE status IN ('paid', 'refunded')`,
  `CREATE INDEX order_open_at_till ON "order" (id) WHERE status = 'reserved' AND channel = 'till'`,
  `CREATE INDEX order_shift ON "order" (shift_id) WHERE shift_id IS NOT NULL`,

  `CREATE TABLE order_line (
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    ticket_type_id INTEGER NOT NULL REFERENCES ticket_type (id),
    position INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 1),
    price_ore INTEGER NOT NULL CHECK (price_ore >= 0),
    vat_rate_bp INTEGER NOT NULL CHECK (vat_rate_bp BETWEEN 0 AND 10000),
    PRIMARY KEY (order_id, ticket_type_id)
  ) STRICT, WITHOUT ROWID`,
  `INSERT INTO order_line (order_id, ticket_type_id, position, count, price_ore, vat_rate_bp)
    SELECT order_id, ticket_type_id, row_number() OVER (PARTITION BY order_id ORDER BY min(id)) - 1, count(*), price_ore, vat_rate_bp
    FROM ticket GROUP BY order_id, ticket_type_id`,
  `CREATE TRIGGER order_line_of_paid_stays_update BEFORE UPDATE ON order_line
    WHEN (SELECT status FROM "order" WHERE id = old.order_id) IN ('paid', 'refunded')
    BEGIN SELECT raise(ABORT, 'what was paid for stays as it was'); END`,
  `CREATE TRIGGER order_line_of_paid_stays_delete BEFORE DELETE ON order_line
    WHEN (SELECT status FROM "order" WHERE id = old.order_id) IN ('paid', 'refunded')
    BEGIN SELECT raise(ABORT, 'what was paid for stays as it was'); END`,

  `CREATE TABLE order_discount (
    order_id INTEGER PRIMARY KEY REFERENCES "order" (id),
    kind TEXT NOT NULL CHECK (kind IN ('amount', 'percent', 'voucher', 'complimentary')),
    -- What it takes off: öre of an amount, hundredths of a percent of the rest.
    rule TEXT NOT NULL CHECK (rule IN ('amount', 'percent')),
    value INTEGER NOT NULL CHECK (value > 0 AND (rule = 'amount' OR value <= 10000)),
    reason TEXT NOT NULL CHECK (reason <> ''),
    voucher_id INTEGER REFERENCES voucher (id) CHECK ((voucher_id IS NOT NULL) = (kind = 'voucher')),
    granted_by INTEGER NOT NULL REFERENCES staff_user (id),
    approved_by INTEGER REFERENCES staff_user (id),
    at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX order_discount_voucher ON order_discount (voucher_id) WHERE voucher_id IS NOT NULL`,

  // Its share of the order's discount. The ticket's own price less this is what was paid for it, and what goes back.
  `ALTER TABLE ticket ADD COLUMN discount_ore INTEGER NOT NULL DEFAULT 0
    CHECK (discount_ore BETWEEN 0 AND price_ore)`,
  `DROP TRIGGER ticket_stays`,
  `CREATE TRIGGER ticket_stays BEFORE UPDATE OF id, code, order_id, price_ore, vat_rate_bp ON ticket
    BEGIN SELECT raise(ABORT, 'a ticket keeps its code, order and price'); END`,
  `CREATE TRIGGER ticket_discount_of_paid_stays BEFORE UPDATE OF discount_ore ON ticket
    WHEN (SELECT status FROM "order" WHERE id = old.order_id) <> 'reserved'
    BEGIN SELECT raise(ABORT, 'what was paid for a ticket stays'); END`,

  // Money in, or (below zero) back. Training money is play money, and no report of real money counts it.
  `CREATE TABLE new_payment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    attempt_id INTEGER UNIQUE REFERENCES payment_attempt (id),
    tender TEXT NOT NULL CHECK (tender IN ('cash', 'card', 'swish', 'swish_by_eye', 'exchange')),
    amount_ore INTEGER NOT NULL CHECK (amount_ore <> 0),
    rounding_ore INTEGER NOT NULL CHECK (rounding_ore BETWEEN -50 AND 50 AND (tender = 'cash' OR rounding_ore = 0)),
    given_ore INTEGER CHECK (given_ore IS NULL OR (given_ore >= 0 AND tender = 'cash')),
    change_ore INTEGER NOT NULL CHECK (change_ore >= 0),
    reference TEXT,
    taken_at TEXT NOT NULL,
    taken_by INTEGER REFERENCES staff_user (id),
    refund_id INTEGER REFERENCES refund (id),
    shift_id INTEGER REFERENCES shift (id),
    training INTEGER NOT NULL DEFAULT 0 CHECK (training IN (0, 1)),
    -- The payment that this one gives back before its order was finished.
    reverses_id INTEGER REFERENCES payment (id),
    CHECK (attempt_id IS NULL OR tender = 'swish')
  ) STRICT`,
  `INSERT INTO new_payment (id, order_id, attempt_id, tender, amount_ore, rounding_ore, given_ore, change_ore, reference,
      taken_at, taken_by, refund_id)
    SELECT id, order_id, attempt_id, tender, amount_ore, rounding_ore, given_ore, change_ore, reference, taken_at, taken_by,
      refund_id FROM payment WHERE amount_ore <> 0`,
  `DROP TRIGGER payment_no_update`,
  `DROP TRIGGER payment_no_delete`,
  `DROP TRIGGER refund_within_payment`,
  `DROP TABLE payment`,
  `ALTER TABLE new_payment RENAME TO payment`,
  `CREATE INDEX payment_order ON payment (order_id)`,
  `CREATE INDEX payment_shift ON payment (shift_id) WHERE shift_id IS NOT NULL`,
  `CREATE INDEX payment_age ON payment (taken_at)`,
  `CREATE UNIQUE INDEX payment_refund ON payment (refund_id) WHERE refund_id IS NOT NULL`,
  `CREATE UNIQUE INDEX payment_reverses ON payment (reverses_id) WHERE reverses_id IS NOT NULL`,
  `CREATE TRIGGER payment_in_open_shift BEFORE INSERT ON payment
    WHEN new.shift_id IS NOT NULL AND (SELECT closed_at FROM shift WHERE id = new.shift_id) IS NOT NULL
    BEGIN SELECT raise(ABORT, 'a closed shift takes no money'); END`,
  `CREATE TRIGGER payment_reversal_mirrors BEFORE INSERT ON payment
    WHEN new.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = new.reverses_id
      AND p.order_id = new.order_id AND p.amount_ore = -new.amount_ore AND p.amount_ore > 0)
    BEGIN SELECT raise(ABORT, 'a reversal gives back the whole of one payment'); END`,

  // Money that goes back, by the tender it came by; tickets that end for it. Only Swish takes time over it.
  `CREATE TABLE new_refund (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    -- None for tickets that cost nothing.
    payment_id INTEGER REFERENCES payment (id),
    kind TEXT NOT NULL DEFAULT 'refund' CHECK (kind IN ('refund', 'void', 'exchange')),
    tender TEXT NOT NULL CHECK (tender IN ('cash', 'card', 'swish', 'swish_by_eye', 'exchange', 'none')),
    environment TEXT CHECK (environment IN ('simulator', 'mss', 'production')),
    instruction_id TEXT UNIQUE CHECK (length(instruction_id) = 32 AND instruction_id NOT GLOB '*[^0-9A-F]*'),
    callback_identifier TEXT CHECK (length(callback_identifier) = 32),
    original_reference TEXT,
    status TEXT NOT NULL CHECK (status IN ('initiated', 'created', 'debited', 'unknown', 'paid', 'error')),
    attention TEXT CHECK (attention IN ('failed', 'bank_silent', 'differs', 'unanswered')),
    amount_ore INTEGER NOT NULL CHECK (amount_ore >= 0),
    reason TEXT NOT NULL,
    refund_reference TEXT,
    error_code TEXT,
    error_text TEXT,
    -- The refund that was tried first, when this one is tried in its place.
    first_id INTEGER REFERENCES refund (id),
    -- The refund that ended the tickets, when the money of one act goes back by several tenders.
    act_id INTEGER REFERENCES refund (id),
    -- The order whose tickets came in exchange.
    exchange_order_id INTEGER REFERENCES "order" (id),
    shift_id INTEGER REFERENCES shift (id),
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES staff_user (id),
    approved_by INTEGER REFERENCES staff_user (id),
    settled_at TEXT,
    CHECK ((payment_id IS NULL) = (tender = 'none') AND (amount_ore = 0) = (tender = 'none')),
    CHECK (tender <> 'swish' OR (environment IS NOT NULL AND instruction_id IS NOT NULL
      AND callback_identifier IS NOT NULL AND original_reference IS NOT NULL)),
    CHECK (tender = 'swish' OR status = 'paid')
  ) STRICT`,
  `INSERT INTO new_refund (id, order_id, payment_id, tender, environment, instruction_id, callback_identifier,
      original_reference, status, attention, amount_ore, reason, refund_reference, error_code, error_text, first_id,
      created_at, created_by, settled_at)
    SELECT id, order_id, payment_id, tender, environment, instruction_id, callback_identifier, original_reference, status,
      attention, amount_ore, reason, refund_reference, error_code, error_text, first_id, created_at, created_by, settled_at
    FROM refund`,
  `DROP TRIGGER refund_never_removed`,
  `DROP TABLE refund`,
  `ALTER TABLE new_refund RENAME TO refund`,
  `CREATE INDEX refund_order ON refund (order_id)`,
  `CREATE INDEX refund_payment ON refund (payment_id)`,
  `CREATE INDEX refund_age ON refund (created_at)`,
  `CREATE INDEX refund_open ON refund (id) WHERE status IN ('initiated', 'created', 'debited', 'unknown')`,
  `CREATE INDEX refund_attention ON refund (id) WHERE attention IS NOT NULL`,
  `CREATE INDEX refund_shift ON refund (shift_id) WHERE shift_id IS NOT NULL`,
  `CREATE TRIGGER refund_final BEFORE UPDATE OF status ON refund
    WHEN new.status <> old.status AND (old.status = 'paid' OR (old.status = 'error' AND new.status <> 'paid'))
    BEGIN SELECT raise(ABORT, 'a final state is never left'); END`,
  // Never more back than came in, whoever asks at once.
  `CREATE TRIGGER refund_within_payment BEFORE INSERT ON refund
    WHEN new.payment_id IS NOT NULL AND new.amount_ore + (SELECT coalesce(sum(amount_ore), 0) FROM refund
        WHERE payment_id = new.payment_id AND status <> 'error')
      > (SELECT amount_ore FROM payment WHERE id = new.payment_id)
    BEGIN SELECT raise(ABORT, 'a payment is never refunded beyond its amount'); END`,
  `CREATE TRIGGER refund_never_removed BEFORE DELETE ON refund
    BEGIN SELECT raise(ABORT, 'a refund is never removed'); END`,

  `CREATE TABLE new_refund_due (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    payment_id INTEGER NOT NULL UNIQUE REFERENCES payment (id),
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    amount_ore INTEGER NOT NULL CHECK (amount_ore > 0),
    reason TEXT NOT NULL CHECK (reason IN ('seats_sold', 'order_closed', 'paid_twice', 'part_given_back')),
    opened_at TEXT NOT NULL,
    resolution TEXT CHECK (resolution IN ('seated', 'refunded', 'settled_by_hand')),
    resolved_at TEXT,
    resolved_by INTEGER REFERENCES staff_user (id),
    CHECK ((resolution IS NULL) = (resolved_at IS NULL))
  ) STRICT`,
  `INSERT INTO new_refund_due SELECT id, payment_id, order_id, amount_ore, reason, opened_at, resolution, resolved_at,
    resolved_by FROM refund_due`,
  `DROP TRIGGER refund_due_never_removed`,
  `DROP TABLE refund_due`,
  `ALTER TABLE new_refund_due RENAME TO refund_due`,
  `CREATE INDEX refund_due_order ON refund_due (order_id)`,
  `CREATE INDEX refund_due_open ON refund_due (id) WHERE resolution IS NULL`,
  `CREATE TRIGGER refund_due_resolved_once BEFORE UPDATE ON refund_due WHEN old.resolution IS NOT NULL
    BEGIN SELECT raise(ABORT, 'what has been decided stays decided'); END`,
  `CREATE TRIGGER refund_due_never_removed BEFORE DELETE ON refund_due
    BEGIN SELECT raise(ABORT, 'money that is owed is never forgotten'); END`,

  // Numbered without a gap per register and series. The content is what was printed, and stays.
  `CREATE TABLE receipt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    register_id INTEGER NOT NULL REFERENCES register (id),
    series TEXT NOT NULL CHECK (series IN ('sale', 'training')),
    number INTEGER NOT NULL CHECK (number >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('sale', 'return')),
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    -- Of a return: the refund that ended the tickets.
    refund_id INTEGER UNIQUE REFERENCES refund (id) CHECK ((refund_id IS NOT NULL) = (kind = 'return')),
    shift_id INTEGER NOT NULL REFERENCES shift (id),
    at TEXT NOT NULL,
    staff_user_id INTEGER REFERENCES staff_user (id),
    total_ore INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    -- What its page is found by: nobody guesses it.
    page_key TEXT NOT NULL UNIQUE CHECK (length(page_key) >= 22),
    UNIQUE (register_id, series, number)
  ) STRICT`,
  `CREATE UNIQUE INDEX receipt_of_sale ON receipt (order_id) WHERE kind = 'sale'`,
  `CREATE INDEX receipt_order ON receipt (order_id)`,
  `CREATE INDEX receipt_shift ON receipt (shift_id)`,
  `CREATE TRIGGER receipt_number_follows BEFORE INSERT ON receipt
    WHEN new.number <> 1 + (SELECT coalesce(max(number), 0) FROM receipt
      WHERE register_id = new.register_id AND series = new.series)
    BEGIN SELECT raise(ABORT, 'receipts are numbered without a gap'); END`,
  // A copy is marked as one; there is at most one.
  `CREATE TABLE receipt_copy (
    receipt_id INTEGER PRIMARY KEY REFERENCES receipt (id),
    at TEXT NOT NULL,
    staff_user_id INTEGER NOT NULL REFERENCES staff_user (id)
  ) STRICT`,

  // Every event of money, in its order, each hashed over the one before.
  `CREATE TABLE journal_entry (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind <> ''),
    register_id INTEGER REFERENCES register (id),
    shift_id INTEGER REFERENCES shift (id),
    order_id INTEGER REFERENCES "order" (id),
    staff_user_id INTEGER REFERENCES staff_user (id),
    amount_ore INTEGER,
    detail TEXT NOT NULL CHECK (json_valid(detail)),
    previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
  ) STRICT`,
  `CREATE TRIGGER journal_entry_follows BEFORE INSERT ON journal_entry
    WHEN new.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM journal_entry)
      OR new.previous_hash <> coalesce((SELECT hash FROM journal_entry ORDER BY seq DESC LIMIT 1), printf('%064d', 0))
    BEGIN SELECT raise(ABORT, 'the journal goes on where it ends'); END`,

  // What a person may do, where that differs from their role: a list of permissions; null for just the role's.
  `ALTER TABLE staff_user ADD COLUMN permissions TEXT CHECK (json_valid(permissions))`,
  `ALTER TABLE staff_user ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1)`,
]

/** Tables in which a row, once written, is never changed or removed. */
const appendOnly = ['payment', 'cash_movement', 'receipt', 'receipt_copy', 'journal_entry']

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
