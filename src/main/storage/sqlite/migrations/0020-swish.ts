import { sql, type Kysely } from 'kysely'

/** Swish for real: callbacks, pushes, cancels that wait, refunds, and money that waits for a decision. */
const statements = [
  `ALTER TABLE payment_attempt ADD COLUMN callback_identifier TEXT CHECK (length(callback_identifier) = 32)`,
  `ALTER TABLE payment_attempt ADD COLUMN payer_alias TEXT CHECK (payer_alias NOT GLOB '*[^0-9]*')`,
  `ALTER TABLE payment_attempt ADD COLUMN started_by INTEGER REFERENCES staff_user (id)`,
  `ALTER TABLE payment_attempt ADD COLUMN cancel_requested_at TEXT`,
  // "Unanswered" and "other environment" follow from time and settings; the rest is what Swish has said.
  `ALTER TABLE payment_attempt ADD COLUMN attention TEXT
    CHECK (attention IN ('bank_silent', 'differs', 'not_found', 'unrecognised'))`,
  // When Swish was asked once more, after the end, whether no money has come.
  `ALTER TABLE payment_attempt ADD COLUMN confirmed_at TEXT`,
  `UPDATE payment_attempt SET confirmed_at = settled_at WHERE status IN ('declined', 'error', 'cancelled')`,
  `CREATE INDEX payment_attempt_unconfirmed ON payment_attempt (id)
    WHERE confirmed_at IS NULL AND status IN ('declined', 'error', 'cancelled')`,
  `CREATE INDEX payment_attempt_attention ON payment_attempt (id) WHERE attention IS NOT NULL`,
  `CREATE INDEX payment_attempt_age ON payment_attempt (created_at)`,

  // Paid is never left. An attempt that ended without money may turn out to be paid after all: money is never denied.
  `DROP TRIGGER payment_attempt_final`,
  `CREATE TRIGGER payment_attempt_final BEFORE UPDATE OF status ON payment_attempt
    WHEN new.status <> old.status
      AND (old.status = 'paid' OR (old.status IN ('declined', 'error', 'cancelled') AND new.status <> 'paid'))
    BEGIN SELECT raise(ABORT, 'a final state is never left'); END`,

  `CREATE TABLE refund (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    payment_id INTEGER NOT NULL REFERENCES payment (id),
    tender TEXT NOT NULL CHECK (tender IN ('swish')),
    environment TEXT NOT NULL CHECK (environment IN ('simulator', 'mss', 'production')),
    instruction_id TEXT NOT NULL UNIQUE CHECK (length(instruction_id) = 32 AND instruction_id NOT GLOB '*[^0-9A-F]*'),
    callback_identifier TEXT NOT NULL CHECK (length(callback_identifier) = 32),
    original_reference TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('initiated', 'created', 'debited', 'unknown', 'paid', 'error')),
    attention TEXT CHECK (attention IN ('failed', 'bank_silent', 'differs', 'unanswered')),
    amount_ore INTEGER NOT NULL CHECK (amount_ore > 0),
    reason TEXT NOT NULL,
    refund_reference TEXT,
    error_code TEXT,
    error_text TEXT,
    -- The refund that was tried first, when this one is tried in its place.
    first_id INTEGER REFERENCES refund (id),
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES staff_user (id),
    settled_at TEXT
  ) STRICT`,
  `CREATE INDEX refund_order ON refund (order_id)`,
  `CREATE INDEX refund_payment ON refund (payment_id)`,
  `CREATE INDEX refund_age ON refund (created_at)`,
  `CREATE INDEX refund_open ON refund (id) WHERE status IN ('initiated', 'created', 'debited', 'unknown')`,
  `CREATE INDEX refund_attention ON refund (id) WHERE attention IS NOT NULL`,
  // One that failed, or that a person gave up, may turn out to be paid after all, as an attempt may.
  `CREATE TRIGGER refund_final BEFORE UPDATE OF status ON refund
    WHEN new.status <> old.status AND (old.status = 'paid' OR (old.status = 'error' AND new.status <> 'paid'))
    BEGIN SELECT raise(ABORT, 'a final state is never left'); END`,
  // Never more back than came in, whoever asks at once.
  `CREATE TRIGGER refund_within_payment BEFORE INSERT ON refund
    WHEN new.amount_ore + (SELECT coalesce(sum(amount_ore), 0) FROM refund
        WHERE payment_id = new.payment_id AND status <> 'error')
      > (SELECT amount_ore FROM payment WHERE id = new.payment_id)
    BEGIN SELECT raise(ABORT, 'a payment is never refunded beyond its amount'); END`,
  `CREATE TRIGGER refund_never_removed BEFORE DELETE ON refund
    BEGIN SELECT raise(ABORT, 'a refund is never removed'); END`,

  // Money that goes back is a payment of its own, below zero.
  `ALTER TABLE payment ADD COLUMN refund_id INTEGER REFERENCES refund (id)`,
  `CREATE UNIQUE INDEX payment_refund ON payment (refund_id) WHERE refund_id IS NOT NULL`,

  `ALTER TABLE ticket ADD COLUMN refund_id INTEGER REFERENCES refund (id)`,
  `CREATE INDEX ticket_refund ON ticket (refund_id) WHERE refund_id IS NOT NULL`,
  `CREATE TRIGGER ticket_refund_stays BEFORE UPDATE OF refund_id ON ticket WHEN old.refund_id IS NOT NULL
    BEGIN SELECT raise(ABORT, 'a refunded ticket stays refunded'); END`,
  `CREATE TRIGGER ticket_refunded_is_dead BEFORE UPDATE OF times_used ON ticket WHEN old.refund_id IS NOT NULL
    BEGIN SELECT raise(ABORT, 'a refunded ticket admits nobody'); END`,
  `ALTER TABLE "order" ADD COLUMN refunded_count INTEGER NOT NULL DEFAULT 0
    CHECK (refunded_count BETWEEN 0 AND ticket_count)`,

  `CREATE TABLE refund_due (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    payment_id INTEGER NOT NULL UNIQUE REFERENCES payment (id),
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    amount_ore INTEGER NOT NULL CHECK (amount_ore > 0),
    reason TEXT NOT NULL CHECK (reason IN ('seats_sold', 'order_closed', 'paid_twice')),
    opened_at TEXT NOT NULL,
    resolution TEXT CHECK (resolution IN ('seated', 'refunded', 'settled_by_hand')),
    resolved_at TEXT,
    resolved_by INTEGER REFERENCES staff_user (id),
    CHECK ((resolution IS NULL) = (resolved_at IS NULL))
  ) STRICT`,
  `CREATE INDEX refund_due_order ON refund_due (order_id)`,
  `CREATE INDEX refund_due_open ON refund_due (id) WHERE resolution IS NULL`,
  `CREATE TRIGGER refund_due_resolved_once BEFORE UPDATE ON refund_due WHEN old.resolution IS NOT NULL
    BEGIN SELECT raise(ABORT, 'what has been decided stays decided'); END`,
  `CREATE TRIGGER refund_due_never_removed BEFORE DELETE ON refund_due
    BEGIN SELECT raise(ABORT, 'money that is owed is never forgotten'); END`,
  // Money that came too late, from the time when only the order's story told of it.
  `INSERT INTO refund_due (payment_id, order_id, amount_ore, reason, opened_at)
    SELECT p.id, p.order_id, p.amount_ore,
      CASE o.status WHEN 'expired' THEN 'seats_sold' WHEN 'paid' THEN 'paid_twice' ELSE 'order_closed' END, p.taken_at
    FROM payment p JOIN "order" o ON o.id = p.order_id
    WHERE p.attempt_id IS NOT NULL AND EXISTS (
      SELECT 1 FROM timeline_entry e WHERE e.order_id = p.order_id AND e.kind = 'late_payment' AND e.at = p.taken_at)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
