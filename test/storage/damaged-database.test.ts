import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStorage } from '#main/storage/open-storage'
import { findSetting, saveSetting } from '#main/storage/repositories/setting-repository'

const now = '2026-11-23T18:00:00.000Z'
let dataFolder: string
const open = (restoreNewestBackup: boolean) =>
  openStorage({ dataFolder, now, restoreNewestBackup, nativeBinding: undefined })

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'lucka-damaged-'))
})
afterEach(() => {
  rmSync(dataFolder, { recursive: true, force: true })
})

/** Overwrites the middle of the database, as a dying disk does. */
function damage(): Buffer {
  const file = join(dataFolder, 'lucka.sqlite')
  const bytes = readFileSync(file)
  bytes.fill(0x5a, 4096, Math.min(bytes.length, 40_960))
  writeFileSync(file, bytes)
  return bytes
}

test('a damaged database is refused untouched, and the newest sound backup is offered and can be used', async () => {
  const storage = await open(false)
  await storage.inTransaction((trx) => saveSetting(trx, 'kept', 'in the backup', now))
  const backup = await storage.takeBackup(now)
  await storage.close()
  const damaged = damage()

  await expect(open(false)).rejects.toMatchObject({
    code: 'database_damaged',
    message: expect.stringContaining(backup) as string,
  })
  expect(readFileSync(join(dataFolder, 'lucka.sqlite')).equals(damaged)).toBe(true)

  const restored = await open(true)
  expect(await restored.read((db) => findSetting(db, 'kept'))).toBe('in the backup')
  await restored.close()
  const kept = readdirSync(dataFolder).find((name) => name.startsWith('lucka.sqlite.damaged-'))
  expect(readFileSync(join(dataFolder, kept ?? 'nothing was kept')).equals(damaged)).toBe(true)
})

test('without a sound backup nothing is put in the place of a damaged database', async () => {
  await (await open(false)).close()
  const damaged = damage()
  await expect(open(true)).rejects.toMatchObject({ code: 'database_damaged' })
  expect(readFileSync(join(dataFolder, 'lucka.sqlite')).equals(damaged)).toBe(true)
})

test('only one server at a time uses a data folder', async () => {
  const first = await open(false)
  await expect(open(false)).rejects.toMatchObject({ code: 'data_folder_in_use' })
  await first.close()
  await (await open(false)).close()
})
