import { sql, type Kysely } from 'kysely'

/** The day at the till: drawers that were opened without a sale, closes with their Z reports, and what was left for later. */
const statements = [
  `CREATE TABLE drawer_opening (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    shift_id INTEGER NOT NULL REFERENCES shift (id),
    reason TEXT NOT NULL CHECK (reason <> ''),
    at TEXT NOT NULL,
    staff_user_id INTEGER NOT NULL REFERENCES staff_user (id)
  ) STRICT`,
  `CREATE INDEX drawer_opening_shift ON drawer_opening (shift_id)`,
  `CREATE TRIGGER drawer_opening_in_open_shift BEFORE INSERT ON drawer_opening
    WHEN (SELECT closed_at FROM shift WHERE id = new.shift_id) IS NOT NULL
    BEGIN SELECT raise(ABORT, 'the drawer of a closed shift is not opened'); END`,

  // Numbered without a gap per register; the content is what was printed. The totals are carried from each to the next.
  `CREATE TABLE z_report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    register_id INTEGER NOT NULL REFERENCES register (id),
    shift_id INTEGER NOT NULL UNIQUE REFERENCES shift (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    at TEXT NOT NULL,
    staff_user_id INTEGER NOT NULL REFERENCES staff_user (id),
    expected_ore INTEGER NOT NULL,
    counted_ore INTEGER NOT NULL CHECK (counted_ore >= 0),
    difference_ore INTEGER NOT NULL CHECK (difference_ore = counted_ore - expected_ore),
    note TEXT CHECK (note <> '' AND (note IS NOT NULL OR difference_ore = 0)),
    sales_ore INTEGER NOT NULL CHECK (sales_ore >= 0),
    returns_ore INTEGER NOT NULL CHECK (returns_ore <= 0),
    grand_sales_ore INTEGER NOT NULL,
    grand_returns_ore INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    journal_seq INTEGER NOT NULL REFERENCES journal_entry (seq),
    journal_hash TEXT NOT NULL CHECK (length(journal_hash) = 64),
    UNIQUE (register_id, number)
  ) STRICT`,
  `CREATE TRIGGER z_report_number_follows BEFORE INSERT ON z_report
    WHEN new.number <> 1 + (SELECT coalesce(max(number), 0) FROM z_report WHERE register_id = new.register_id)
    BEGIN SELECT raise(ABORT, 'Z reports are numbered without a gap'); END`,
  `CREATE TRIGGER z_report_carries BEFORE INSERT ON z_report
    WHEN new.grand_sales_ore <> new.sales_ore + coalesce((SELECT grand_sales_ore FROM z_report
        WHERE register_id = new.register_id AND number = new.number - 1), 0)
      OR new.grand_returns_ore <> new.returns_ore + coalesce((SELECT grand_returns_ore FROM z_report
        WHERE register_id = new.register_id AND number = new.number - 1), 0)
    BEGIN SELECT raise(ABORT, 'grand totals go on where the last Z report left them'); END`,
  `CREATE TRIGGER z_report_of_closed_shift BEFORE INSERT ON z_report
    WHEN NOT EXISTS (SELECT 1 FROM shift WHERE id = new.shift_id AND register_id = new.register_id
      AND closed_at IS NOT NULL)
    BEGIN SELECT raise(ABORT, 'a Z report is of a closed shift'); END`,

  // What somebody has seen and left for later, so that it no longer stands in the way of the close.
  `CREATE TABLE seen_blocker (
    shift_id INTEGER NOT NULL REFERENCES shift (id),
    kind TEXT NOT NULL CHECK (kind IN ('refund_due', 'refund', 'print_job', 'mail')),
    subject_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    staff_user_id INTEGER NOT NULL REFERENCES staff_user (id),
    PRIMARY KEY (shift_id, kind, subject_id)
  ) STRICT, WITHOUT ROWID`,

  // A box office that was set up before there were registers sells on one like everybody else.
  `INSERT INTO register (name, version, created_at)
    SELECT CASE WHEN coalesce((SELECT json_extract(value, '$.language') FROM setting WHERE name = 'venue'), 'sv') = 'en'
      THEN 'Till 1' ELSE 'Kassa 1' END, 1, min(created_at)
    FROM staff_user WHERE NOT EXISTS (SELECT 1 FROM register) HAVING count(*) > 0`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
  for (const table of ['drawer_opening', 'z_report']) {
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
