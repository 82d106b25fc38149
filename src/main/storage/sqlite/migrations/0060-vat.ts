import { sql, type Kysely } from 'kysely'

/**
 * VAT rates as data: a ticket type belongs to a class, and the class has the rate that is valid on the day of the sale. What
 * has been sold keeps the rate it was sold at (order_line, ticket).
 *
 * The rates of 2026: 6 % on entry to culture and sport, 12 % on food and drink served on the spot, 25 % on the rest
 * (mervärdesskattelagen 2023:200, 9 kap.); 0 where the seller or the sale is exempt.
 */
const statements = [
  `CREATE TABLE vat_class (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    position INTEGER NOT NULL
  ) STRICT`,
  `CREATE TRIGGER vat_class_never_removed BEFORE DELETE ON vat_class
    BEGIN SELECT raise(ABORT, 'a VAT class is never removed'); END`,
  `CREATE TABLE vat_rate (
    vat_class_id INTEGER NOT NULL REFERENCES vat_class (id),
    -- A day of the venue's calendar. Each class begins with a rate that is valid before any sale.
    valid_from TEXT NOT NULL CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    rate_bp INTEGER NOT NULL CHECK (rate_bp BETWEEN 0 AND 10000),
    PRIMARY KEY (vat_class_id, valid_from)
  ) STRICT, WITHOUT ROWID`,
  `INSERT INTO vat_class (id, name, position) VALUES
    (1, 'Entré till kultur och idrott', 0),
    (2, 'Mat och dryck på plats', 1),
    (3, 'Varor och övrigt', 2),
    (4, 'Ingen moms', 3)`,
  `INSERT INTO vat_rate (vat_class_id, valid_from, rate_bp) VALUES
    (1, '2000-01-01', 600), (2, '2000-01-01', 1200), (3, '2000-01-01', 2500), (4, '2000-01-01', 0)`,
  // A rate that no class has yet gets a class of its own.
  `INSERT INTO vat_class (id, name, position)
    SELECT 4 + row_number() OVER (ORDER BY vat_rate_bp), 'Moms ' || (vat_rate_bp / 100.0) || ' %',
      3 + row_number() OVER (ORDER BY vat_rate_bp)
    FROM (SELECT DISTINCT vat_rate_bp FROM ticket_type WHERE vat_rate_bp NOT IN (600, 1200, 2500, 0))`,
  `INSERT INTO vat_rate (vat_class_id, valid_from, rate_bp)
    SELECT 4 + row_number() OVER (ORDER BY vat_rate_bp), '2000-01-01', vat_rate_bp
    FROM (SELECT DISTINCT vat_rate_bp FROM ticket_type WHERE vat_rate_bp NOT IN (600, 1200, 2500, 0))`,
  `CREATE TRIGGER vat_rate_first_stays_update BEFORE UPDATE ON vat_rate WHEN old.valid_from = '2000-01-01'
    BEGIN SELECT raise(ABORT, 'the first rate of a class stays'); END`,
  `CREATE TRIGGER vat_rate_first_stays_delete BEFORE DELETE ON vat_rate WHEN old.valid_from = '2000-01-01'
    BEGIN SELECT raise(ABORT, 'the first rate of a class stays'); END`,

  `CREATE TABLE new_ticket_type (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (title <> ''),
    description TEXT NOT NULL,
    price_ore INTEGER NOT NULL CHECK (price_ore >= 0),
    vat_class_id INTEGER NOT NULL REFERENCES vat_class (id),
    visible INTEGER NOT NULL CHECK (visible IN (0, 1)),
    version INTEGER NOT NULL CHECK (version >= 1),
    archived_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT`,
  `INSERT INTO new_ticket_type (id, title, description, price_ore, vat_class_id, visible, version, archived_at, created_at,
      updated_at)
    SELECT id, title, description, price_ore,
      (SELECT vat_class_id FROM vat_rate WHERE rate_bp = ticket_type.vat_rate_bp ORDER BY vat_class_id LIMIT 1),
      visible, version, archived_at, created_at, updated_at
    FROM ticket_type`,
  `DROP TABLE ticket_type`,
  `ALTER TABLE new_ticket_type RENAME TO ticket_type`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
