import { sql, type Kysely } from 'kysely'

/**
 * Paper: printers, which of them each register uses, and the queue of what is to be printed. A receipt can be mailed later,
 * so mails are no longer one for each order.
 */
const statements = [
  `CREATE TABLE printer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('network', 'device', 'folder', 'system')),
    -- Where it is; its shape follows the kind.
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    -- Width in millimetres, or A4. Receipt printers are driven directly and have no sheets.
    paper TEXT NOT NULL CHECK (paper IN ('58', '80', 'A4') AND (paper <> 'A4' OR kind IN ('folder', 'system'))),
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    archived_at TEXT
  ) STRICT`,
  `CREATE UNIQUE INDEX printer_name ON printer (name) WHERE archived_at IS NULL`,
  `CREATE TRIGGER printer_never_removed BEFORE DELETE ON printer
    BEGIN SELECT raise(ABORT, 'a printer is never removed'); END`,

  `ALTER TABLE register ADD COLUMN receipt_printer_id INTEGER REFERENCES printer (id)`,
  `ALTER TABLE register ADD COLUMN ticket_printer_id INTEGER REFERENCES printer (id)`,

  // Stored in the transaction of what is to be printed; printed after it.
  `CREATE TABLE print_job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    printer_id INTEGER NOT NULL REFERENCES printer (id),
    title TEXT NOT NULL CHECK (title <> ''),
    document TEXT NOT NULL CHECK (json_valid(document) AND json_extract(document, '$.kind') IS NOT NULL),
    open_drawer INTEGER NOT NULL CHECK (open_drawer IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('queued', 'printing', 'done', 'failed', 'cancelled')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_try_at TEXT CHECK ((next_try_at IS NOT NULL) = (state = 'queued')),
    error_code TEXT CHECK (error_code IS NOT NULL OR state <> 'failed'),
    error_text TEXT,
    order_id INTEGER REFERENCES "order" (id),
    shift_id INTEGER REFERENCES shift (id),
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES staff_user (id),
    -- When it was printed, given up or failed.
    ended_at TEXT CHECK ((ended_at IS NOT NULL) = (state IN ('done', 'failed', 'cancelled')))
  ) STRICT`,
  `CREATE INDEX print_job_waiting ON print_job (printer_id, next_try_at) WHERE state = 'queued'`,
  `CREATE INDEX print_job_unfinished ON print_job (id) WHERE state IN ('queued', 'printing', 'failed')`,
  `CREATE INDEX print_job_printer ON print_job (printer_id)`,
  `CREATE INDEX print_job_order ON print_job (order_id) WHERE order_id IS NOT NULL`,
  `CREATE INDEX print_job_shift ON print_job (shift_id) WHERE shift_id IS NOT NULL`,
  `CREATE TRIGGER print_job_final BEFORE UPDATE ON print_job WHEN old.state IN ('done', 'cancelled')
    BEGIN SELECT raise(ABORT, 'what has been printed or given up stays so'); END`,
  `CREATE TRIGGER print_job_stays BEFORE UPDATE OF id, printer_id, title, document, order_id, shift_id, created_at, created_by
      ON print_job
    BEGIN SELECT raise(ABORT, 'what is to be printed stays as it was'); END`,
  `CREATE TRIGGER print_job_never_removed BEFORE DELETE ON print_job
    BEGIN SELECT raise(ABORT, 'a print job is never removed'); END`,

  `CREATE TABLE new_mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES "order" (id),
    -- Of a mail that brings just this receipt; null for the one with the tickets.
    receipt_id INTEGER REFERENCES receipt (id),
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
  `INSERT INTO new_mail (id, order_id, to_address, subject, message_id, state, attempts, next_try_at, error, created_at, sent_at)
    SELECT id, order_id, to_address, subject, message_id, state, attempts, next_try_at, error, created_at, sent_at FROM mail`,
  `DROP TABLE mail`,
  `ALTER TABLE new_mail RENAME TO mail`,
  `CREATE UNIQUE INDEX mail_of_tickets ON mail (order_id) WHERE receipt_id IS NULL`,
  `CREATE INDEX mail_order ON mail (order_id)`,
  `CREATE INDEX mail_queued ON mail (next_try_at) WHERE state = 'queued'`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
