/** A venue that has sold with the version before opens its data with this one: nothing is lost, and every rule holds. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStorage } from '#main/storage/open-storage'
import { findOrderView } from '#main/storage/repositories/order-view-repository'
import { LUCKA_APPLICATION_ID } from '#main/storage/sqlite/database-header'
import { checkInvariants } from '#main/storage/sqlite/invariants'
import { migrations } from '#main/storage/sqlite/migrations/index'
import { sqliteDialect } from '#main/storage/sqlite/sqlite-dialect'
import { StatementCache } from '#main/storage/sqlite/statement-cache'

const now = '2026-11-23T18:00:00.000Z'
const at = `'${now}'`
const BEFORE = 20
let dataFolder: string
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'lucka-upgrade-'))
})
afterEach(() => {
  rmSync(dataFolder, { recursive: true, force: true })
})

/** Two orders paid in cash and by Swish, one of them partly refunded, one free, one reserved, one that ran out. */
const sold = `
  INSERT INTO staff_user (id, name, role, pin_hash, created_at) VALUES (1, 'Maja', 'manager', '-', ${at});
  INSERT INTO event VALUES (1, 'Fysikalen', '', '2026-12-05T18:00:00.000Z', NULL, '2026-12-05T18:00:00.000Z', 8, 3600, '', 1, NULL, ${at}, ${at});
  INSERT INTO ticket_type VALUES (1, 'Standard', '', 19999, 600, 1, 1, NULL, ${at}, ${at}), (2, 'Fri', '', 0, 0, 0, 1, NULL, ${at}, ${at});
  INSERT INTO event_ticket_type VALUES (1, 1, 0), (1, 2, 1);
  INSERT INTO event_seats VALUES (1, 100, 5, 4, 0);
  INSERT INTO "order" (id, event_id, channel, status, email, total_ore, ticket_count, created_at, created_by, expires_at, paid_at, refunded_count) VALUES
    (1, 1, 'till', 'paid', 'kund@example.se', 39998, 2, ${at}, 1, ${at}, ${at}, 0),
    (2, 1, 'api', 'paid', NULL, 39998, 2, ${at}, NULL, ${at}, ${at}, 1),
    (3, 1, 'till', 'paid', NULL, 0, 1, ${at}, 1, ${at}, ${at}, 0),
    (4, 1, 'api', 'reserved', NULL, 19999, 1, ${at}, NULL, '2026-11-23T19:00:00.000Z', NULL, 0),
    (5, 1, 'till', 'expired', NULL, 19999, 1, ${at}, 1, ${at}, NULL, 0);
  INSERT INTO payment_attempt (id, order_id, tender, environment, instruction_id, payee_alias, status, amount_ore, created_at, settled_at, callback_identifier)
    VALUES (1, 2, 'swish', 'production', '${'A'.repeat(32)}', '1231181189', 'paid', 39998, ${at}, ${at}, '${'B'.repeat(32)}');
  INSERT INTO payment (id, order_id, attempt_id, tender, amount_ore, rounding_ore, given_ore, change_ore, reference, taken_at, taken_by) VALUES
    (1, 1, NULL, 'cash', 39998, 2, 50000, 10000, NULL, ${at}, 1),
    (2, 2, 1, 'swish', 39998, 0, NULL, 0, 'REF', ${at}, NULL),
    (3, 3, NULL, 'cash', 0, 0, 0, 0, NULL, ${at}, 1);
  INSERT INTO refund (id, order_id, payment_id, tender, environment, instruction_id, callback_identifier, original_reference, status, amount_ore, reason, created_at, created_by, settled_at)
    VALUES (1, 2, 2, 'swish', 'production', '${'C'.repeat(32)}', '${'D'.repeat(32)}', 'REF', 'paid', 19999, 'Sjuk', ${at}, 1, ${at});
  INSERT INTO payment (id, order_id, tender, amount_ore, rounding_ore, change_ore, taken_at, refund_id) VALUES (4, 2, 'swish', -19999, 0, 0, ${at}, 1);
  INSERT INTO ticket (code, order_id, event_id, ticket_type_id, price_ore, vat_rate_bp, refund_id) VALUES
    ('AAAAAA', 1, 1, 1, 19999, 600, NULL), ('AAAAAB', 1, 1, 1, 19999, 600, NULL),
    ('BAAAAA', 2, 1, 1, 19999, 600, NULL), ('BAAAAB', 2, 1, 1, 19999, 600, 1),
    ('CAAAAA', 3, 1, 2, 0, 0, NULL), ('DAAAAA', 4, 1, 1, 19999, 600, NULL), ('EAAAAA', 5, 1, 1, 19999, 600, NULL);
  INSERT INTO mail (order_id, to_address, subject, message_id, state, attempts, created_at, sent_at)
    VALUES (1, 'kund@example.se', 'Biljetter', '<1@lucka>', 'sent', 1, ${at}, ${at});
`

async function makeDataOfVersionBefore(): Promise<void> {
  const database = new Sqlite(join(dataFolder, 'lucka.sqlite'))
  database.pragma(`application_id = ${String(LUCKA_APPLICATION_ID)}`)
  database.pragma('journal_mode = WAL')
  const db = new Kysely<unknown>({ dialect: sqliteDialect(database, new StatementCache(database), false) })
  const earlier = Object.fromEntries(Object.entries(migrations).filter(([name]) => Number.parseInt(name, 10) <= BEFORE))
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(earlier) },
  }).migrateToLatest()
  if (error !== undefined) throw error as Error
  database.exec(sold)
  database.pragma(`user_version = ${String(BEFORE)}`)
  database.close()
}

test('what was sold with the version before is there, to the öre, and can be refunded and reserved as ever', async () => {
  await makeDataOfVersionBefore()
  const storage = await openStorage({ dataFolder, now, restoreNewestBackup: false, nativeBinding: undefined })
  expect(storage.brokenInvariants).toEqual([])
  const order = (id: number) => storage.read((db) => findOrderView(db, id, { now, environment: 'production' }))
  expect(await order(1)).toMatchObject({
    status: 'paid',
    grossOre: 39_998,
    paidOre: 39_998,
    lines: [{ ticketTypeTitle: 'Standard', count: 2, priceOre: 19_999, vatRateBp: 600 }],
    payments: [{ tender: 'cash', amountOre: 39_998, givenOre: 50_000 }],
    mail: { state: 'sent' },
  })
  expect(await order(2)).toMatchObject({
    payments: [{ tender: 'swish', amountOre: 39_998 }, { amountOre: -19_999 }],
    refunds: [{ kind: 'refund', tender: 'swish', ticketCodes: ['BAAAAB'] }],
  })
  expect(await order(3)).toMatchObject({ status: 'paid', totalOre: 0, payments: [], tickets: [{ code: 'CAAAAA' }] })
  expect(await order(4)).toMatchObject({ status: 'reserved', paidOre: 0, lines: [{ count: 1 }] })
  const { registers, rate } = await storage.read(async (db) => ({
    registers: await db.selectFrom('register').select('name').execute(),
    rate: await db.selectFrom('ticket_type').select('vat_class_id').where('id', '=', 1).executeTakeFirstOrThrow(),
  }))
  expect(registers).toEqual([{ name: 'Kassa 1' }])
  expect(rate.vat_class_id).not.toBeNull()
  await storage.close()

  const database = new Sqlite(join(dataFolder, 'lucka.sqlite'), { readonly: true })
  const rules = readFileSync(new URL('../../src/main/storage/invariants.sql', import.meta.url), 'utf8')
  expect(checkInvariants(database, rules)).toEqual([])
  expect(database.pragma('foreign_key_check')).toEqual([])
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  database.close()
})
