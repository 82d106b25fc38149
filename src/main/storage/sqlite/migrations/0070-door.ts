import { sql, type Kysely } from 'kysely'

/**
 * The door: doors with rules of their own, devices on the network, every scan with what came of it, who is inside, and what a
 * person has to look at afterwards.
 */
const statements = [
  // Uses: so many in all, or so many on each door day.
  `ALTER TABLE ticket_type ADD COLUMN admit_times INTEGER NOT NULL DEFAULT 1 CHECK (admit_times BETWEEN 1 AND 99)`,
  `ALTER TABLE ticket_type ADD COLUMN admit_per TEXT NOT NULL DEFAULT 'ticket' CHECK (admit_per IN ('ticket', 'day'))`,
  // What the door is to look at, such as a student card.
  `ALTER TABLE ticket_type ADD COLUMN door_note TEXT NOT NULL DEFAULT ''`,

  `CREATE TABLE door (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    needs_signature INTEGER NOT NULL DEFAULT 0 CHECK (needs_signature IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at TEXT NOT NULL,
    archived_at TEXT
  ) STRICT`,
  `CREATE UNIQUE INDEX door_name ON door (name) WHERE archived_at IS NULL`,
  `INSERT INTO door (name, created_at) VALUES ('Entrén', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`,
  // What a door takes; nothing here: everything.
  `CREATE TABLE door_event (
    door_id INTEGER NOT NULL REFERENCES door (id),
    event_id INTEGER NOT NULL REFERENCES event (id),
    PRIMARY KEY (door_id, event_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE door_ticket_type (
    door_id INTEGER NOT NULL REFERENCES door (id),
    ticket_type_id INTEGER NOT NULL REFERENCES ticket_type (id),
    PRIMARY KEY (door_id, ticket_type_id)
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE device (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role IN ('door', 'look_door', 'till', 'display')),
    door_id INTEGER REFERENCES door (id),
    register_id INTEGER REFERENCES register (id),
    token_hash TEXT NOT NULL UNIQUE,
    paired_at TEXT NOT NULL,
    paired_by INTEGER NOT NULL REFERENCES staff_user (id),
    last_seen_at TEXT,
    last_address TEXT,
    revoked_at TEXT,
    revoked_by INTEGER REFERENCES staff_user (id)
  ) STRICT`,
  `CREATE TRIGGER device_revoked_stays BEFORE UPDATE ON device WHEN old.revoked_at IS NOT NULL AND new.revoked_at IS NULL
    BEGIN SELECT raise(ABORT, 'a revoked device stays revoked'); END`,
  // A one-time code that a device shows to become one of ours.
  `CREATE TABLE pairing (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role IN ('door', 'look_door', 'till', 'display')),
    door_id INTEGER REFERENCES door (id),
    register_id INTEGER REFERENCES register (id),
    created_at TEXT NOT NULL,
    created_by INTEGER NOT NULL REFERENCES staff_user (id),
    expires_at TEXT NOT NULL,
    used_at TEXT,
    device_id INTEGER UNIQUE REFERENCES device (id),
    CHECK ((used_at IS NULL) = (device_id IS NULL))
  ) STRICT`,
  `CREATE TRIGGER pairing_used_once BEFORE UPDATE ON pairing WHEN old.used_at IS NOT NULL
    BEGIN SELECT raise(ABORT, 'a pairing is used once'); END`,

  // How many are inside by a ticket, and how many have stepped out and may come back without another use.
  `ALTER TABLE ticket ADD COLUMN inside INTEGER NOT NULL DEFAULT 0 CHECK (inside >= 0)`,
  `ALTER TABLE ticket ADD COLUMN stepped_out INTEGER NOT NULL DEFAULT 0 CHECK (stepped_out >= 0)`,
  `ALTER TABLE ticket ADD COLUMN first_door_id INTEGER REFERENCES door (id)`,
  // The door day of its latest use, and its uses on that day.
  `ALTER TABLE ticket ADD COLUMN used_day TEXT`,
  `ALTER TABLE ticket ADD COLUMN used_on_day INTEGER NOT NULL DEFAULT 0 CHECK (used_on_day >= 0)`,
  `ALTER TABLE ticket ADD COLUMN blocked_at TEXT`,
  `ALTER TABLE ticket ADD COLUMN blocked_by INTEGER REFERENCES staff_user (id)`,
  `ALTER TABLE ticket ADD COLUMN blocked_reason TEXT`,
  `CREATE INDEX ticket_inside ON ticket (event_id) WHERE inside > 0 OR stepped_out > 0`,
  `ALTER TABLE event_seats ADD COLUMN tickets_inside INTEGER NOT NULL DEFAULT 0 CHECK (tickets_inside >= 0)`,
  `CREATE TABLE door_count (
    event_id INTEGER NOT NULL REFERENCES event (id),
    door_id INTEGER NOT NULL REFERENCES door (id),
    entered INTEGER NOT NULL DEFAULT 0 CHECK (entered >= 0),
    stepped_out INTEGER NOT NULL DEFAULT 0 CHECK (stepped_out >= 0),
    PRIMARY KEY (event_id, door_id)
  ) STRICT, WITHOUT ROWID`,

  `ALTER TABLE check_in ADD COLUMN door_id INTEGER REFERENCES door (id)`,
  `ALTER TABLE check_in ADD COLUMN device_id INTEGER REFERENCES device (id)`,
  `CREATE TABLE check_in_undo (
    check_in_id INTEGER PRIMARY KEY REFERENCES check_in (id),
    at TEXT NOT NULL,
    staff_user_id INTEGER NOT NULL REFERENCES staff_user (id)
  ) STRICT`,
  // Uses count up one by one, and down only by one that a person has undone: the latest.
  `DROP TRIGGER ticket_use_counts_up`,
  `CREATE TRIGGER ticket_use_counts_by_one BEFORE UPDATE OF times_used ON ticket
    WHEN new.times_used <> old.times_used + 1 AND NOT (
      new.times_used = old.times_used - 1 AND new.times_used = (
        SELECT count(*) FROM check_in c LEFT JOIN check_in_undo u ON u.check_in_id = c.id
        WHERE c.ticket_id = new.id AND u.check_in_id IS NULL))
    BEGIN SELECT raise(ABORT, 'uses are counted one by one'); END`,

  // Every scan at a door, in the order in which the server learned of it. Its nonce was made before the first try: a scan that
  // is sent again is the same scan and gets the same answer.
  `CREATE TABLE scan (
    id INTEGER PRIMARY KEY,
    nonce TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    received_at TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('entry', 'exit', 'look')),
    door_id INTEGER NOT NULL REFERENCES door (id),
    device_id INTEGER REFERENCES device (id),
    staff_user_id INTEGER REFERENCES staff_user (id),
    ticket_id INTEGER REFERENCES ticket (id),
    -- Null for what had not the shape of a ticket: a stranger's QR code may hold a secret.
    code TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('admitted', 'returned', 'left', 'valid', 'refused', 'undecided')),
    reason TEXT CHECK ((reason IS NULL) = (outcome IN ('admitted', 'returned', 'left', 'valid'))),
    offline INTEGER NOT NULL CHECK (offline IN (0, 1)),
    check_in_id INTEGER UNIQUE REFERENCES check_in (id),
    answer TEXT NOT NULL CHECK (json_valid(answer))
  ) STRICT`,
  `CREATE INDEX scan_ticket ON scan (ticket_id) WHERE ticket_id IS NOT NULL`,

  // What happened at a door that had no contact, and does not agree with what the server knows.
  `CREATE TABLE scan_conflict (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scan_id INTEGER NOT NULL UNIQUE REFERENCES scan (id),
    -- Why the server would have refused.
    reason TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    resolved_at TEXT,
    resolved_by INTEGER REFERENCES staff_user (id),
    note TEXT,
    CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))
  ) STRICT`,
  `CREATE INDEX scan_conflict_open ON scan_conflict (opened_at) WHERE resolved_at IS NULL`,
  `CREATE TRIGGER scan_conflict_never_removed BEFORE DELETE ON scan_conflict
    BEGIN SELECT raise(ABORT, 'a conflict is never removed'); END`,

  // When everybody of an event counted as gone: at the set hour (no person), or because somebody said so.
  `CREATE TABLE everyone_out (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES event (id),
    at TEXT NOT NULL,
    inside INTEGER NOT NULL CHECK (inside >= 0),
    staff_user_id INTEGER REFERENCES staff_user (id)
  ) STRICT`,
]

/** Tables in which a row, once written, is never changed or removed. */
const appendOnly = ['check_in_undo', 'scan', 'everyone_out']

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
