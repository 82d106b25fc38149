import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '#main/storage/sqlite/open-database'
import { createGroupCommit } from '#main/storage/sqlite/group-commit'
import { saveSetting } from '#main/storage/repositories/setting-repository'

const now = '2026-11-23T18:00:00.000Z'
let folder: string
let database: Sqlite.Database
let commits: ReturnType<typeof createGroupCommit>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lucka-group-'))
  database = await openDatabase({ dataFolder: folder, now, nativeBinding: undefined })
  commits = createGroupCommit(database)
})
afterEach(async () => {
  await commits.close()
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What another program sees in the file: nothing that has not been committed. */
function stored(): string[] {
  const outside = new Sqlite(join(folder, 'lucka.sqlite'), { readonly: true })
  try {
    return outside
      .prepare<[], { name: string }>('SELECT name FROM setting ORDER BY name')
      .all()
      .map(({ name }) => name)
  } finally {
    outside.close()
  }
}

test('what waits in one turn shares one commit, and each is answered after it', async () => {
  const seen = await Promise.all([
    commits.inTransaction((trx) => saveSetting(trx, 'a', 1, now)),
    commits.inTransaction(async (trx) => {
      await saveSetting(trx, 'b', 2, now)
      return stored()
    }),
  ])
  expect(seen[1]).toEqual([])
  expect(stored()).toEqual(['a', 'b'])
})

test('one that fails leaves no trace and disturbs no neighbour', async () => {
  const results = await Promise.allSettled([
    commits.inTransaction((trx) => saveSetting(trx, 'before', 1, now)),
    commits.inTransaction(async (trx) => {
      await saveSetting(trx, 'broken', 1, now)
      throw new Error('refused by its own code')
    }),
    commits.inTransaction((trx) =>
      trx.db.insertInto('event_seats').values({ event_id: 99, seats: 1, seats_taken: 0, tickets_sold: 0 }).execute(),
    ),
    commits.inTransaction((trx) => saveSetting(trx, 'after', 1, now)),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  expect(stored()).toEqual(['after', 'before'])
})

test('a read that is asked for in the middle of a group sees nothing of what is then undone', async () => {
  let reading: Promise<unknown[]> | undefined
  const writing = commits.inTransaction(async (trx) => {
    await saveSetting(trx, 'undone', 1, now)
    reading = commits.read((db) => db.selectFrom('setting').select('name').execute())
    throw new Error('undone')
  })
  await expect(writing).rejects.toThrow('undone')
  expect(await reading).toEqual([])
})

test('the database itself refuses what must never be', async () => {
  const refused = [
    `INSERT INTO setting VALUES ('x', 'no JSON', '')`,
    `INSERT INTO event_seats (event_id, seats, seats_taken, tickets_sold) VALUES (1, 10, 11, 0)`,
  ]
  for (const sql of refused) expect(() => database.exec(sql)).toThrow(/constraint/i)
})

test('every open is durable: FULL is set, read back, and survives a write', async () => {
  await commits.inTransaction((trx) => saveSetting(trx, 'a', 1, now))
  expect(database.pragma('synchronous', { simple: true })).toBe(2)
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1)
})

test('when it is closed, nothing more is taken in', async () => {
  await commits.close()
  await expect(commits.inTransaction(async () => 1)).rejects.toThrow('cannot be written')
})

test('after the file could not be written nothing more is taken in, until it has been opened anew', async () => {
  database.pragma('query_only = ON')
  await expect(commits.inTransaction((trx) => saveSetting(trx, 'a', 1, now))).rejects.toThrow('cannot be written')
  expect((await commits.whenBroken).reason).toBe('broken')
  database.pragma('query_only = OFF')
  await expect(commits.inTransaction((trx) => saveSetting(trx, 'b', 1, now))).rejects.toThrow('cannot be written')
  expect(stored()).toEqual([])
})
