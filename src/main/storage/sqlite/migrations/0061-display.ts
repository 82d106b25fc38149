import { sql, type Kysely } from 'kysely'

/**
 * The customer display of each register. Its page answers whoever has the key, from any screen on the network: 128 bits from
 * SQLite's generator, which is seeded by the system's.
 */
const statements = [
  `CREATE TABLE customer_display (
    register_id INTEGER PRIMARY KEY REFERENCES register (id),
    display_key TEXT NOT NULL UNIQUE CHECK (length(display_key) >= 32)
  ) STRICT`,
  `INSERT INTO customer_display (register_id, display_key) SELECT id, lower(hex(randomblob(16))) FROM register`,
  `CREATE TRIGGER register_has_display AFTER INSERT ON register BEGIN
    INSERT INTO customer_display (register_id, display_key) VALUES (new.id, lower(hex(randomblob(16))));
  END`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
