import { sql, type Kysely } from 'kysely'

/**
 * The public halves of the keys that sign tickets, with Ed25519. A ticket names its key, and may be kept for a year before it
 * is shown, so keys are only added: one that signs no longer still proves what it signed, unless it is revoked. Private
 * halves are no part of the data: they are in the secret store, and no backup has them.
 */
const statements = [
  `CREATE TABLE ticket_key (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    -- 32 bytes in base64url.
    public_key TEXT NOT NULL UNIQUE CHECK (length(public_key) = 43),
    created_at TEXT NOT NULL,
    -- Signs no longer.
    retired_at TEXT,
    -- Proves nothing any longer: its private half may be in other hands.
    revoked_at TEXT CHECK (revoked_at IS NULL OR retired_at IS NOT NULL)
  ) STRICT`,
  `CREATE UNIQUE INDEX ticket_key_one_signs ON ticket_key (retired_at IS NULL) WHERE retired_at IS NULL`,
  `CREATE TRIGGER ticket_key_stays BEFORE UPDATE ON ticket_key
    WHEN new.number IS NOT old.number OR new.public_key IS NOT old.public_key OR new.created_at IS NOT old.created_at
      OR (old.retired_at IS NOT NULL AND new.retired_at IS NOT old.retired_at)
      OR (old.revoked_at IS NOT NULL AND new.revoked_at IS NOT old.revoked_at)
    BEGIN SELECT raise(ABORT, 'a ticket key is only retired and revoked, once'); END`,
  `CREATE TRIGGER ticket_key_never_removed BEFORE DELETE ON ticket_key
    BEGIN SELECT raise(ABORT, 'a ticket key is never removed'); END`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
