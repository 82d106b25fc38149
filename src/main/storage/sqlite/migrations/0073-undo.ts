import { sql, type Kysely } from 'kysely'

/** What a person takes back at the door: any passage, also one that was no use. And what a device has to be unlocked from. */
const statements = [
  `CREATE TABLE scan_undo (
    scan_id INTEGER PRIMARY KEY REFERENCES scan (id),
    at TEXT NOT NULL,
    staff_user_id INTEGER NOT NULL REFERENCES staff_user (id)
  ) STRICT`,
  // A device that has shown too many unknown codes waits for a person, also after a restart.
  `ALTER TABLE device ADD COLUMN stopped_at TEXT`,
  // A session made on a paired device ends with it.
  `ALTER TABLE session ADD COLUMN device_id INTEGER REFERENCES device (id)`,
  ...['UPDATE', 'DELETE'].map(
    (change) => `CREATE TRIGGER scan_undo_no_${change.toLowerCase()} BEFORE ${change} ON scan_undo
      BEGIN SELECT raise(ABORT, 'scan_undo is append-only'); END`,
  ),
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
