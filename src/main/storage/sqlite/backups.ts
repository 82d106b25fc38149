import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'

const FOLDER = 'backups'
const NAME = /^lucka-[0-9TZ-]+\.sqlite$/
/** How many copies stay; the oldest goes when a new one has been checked. */
const KEPT = 14

/** `2026-11-23T18:00:00.000Z` as part of a file name on every system. */
const inFileName = (instant: string) => instant.replace(/[:.]/g, '-')

const backupFolder = (dataFolder: string) => join(dataFolder, FOLDER)

/** Backups of a data folder, newest first. */
function listBackups(dataFolder: string): string[] {
  const folder = backupFolder(dataFolder)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .reverse()
    .map((name) => join(folder, name))
}

/**
 * Copies a database that is in use through SQLite's online backup and checks the copy by opening it. A plain file copy would
 * pass every check with sales missing.
 *
 * @param now ISO 8601, UTC: names the file
 * @throws Error when the copy is not sound; then there is no copy
 */
export async function takeBackup(
  database: Sqlite.Database,
  dataFolder: string,
  now: string,
  nativeBinding: string | undefined,
): Promise<string> {
  const folder = backupFolder(dataFolder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `lucka-${inFileName(now)}.sqlite`)
  const unchecked = `${file}.unchecked`
  await database.backup(unchecked)
  if (!isSound(unchecked, nativeBinding)) {
    rmSync(unchecked, { force: true })
    throw new Error(`the backup ${file} is not sound`)
  }
  renameSync(unchecked, file)
  for (const old of listBackups(dataFolder).slice(KEPT)) rmSync(old, { force: true })
  return file
}

/** The newest backup that opens and passes its check, if there is one. */
export function newestSoundBackup(dataFolder: string, nativeBinding: string | undefined): string | undefined {
  return listBackups(dataFolder).find((file) => isSound(file, nativeBinding))
}

function isSound(file: string, nativeBinding: string | undefined): boolean {
  let copy: Sqlite.Database | undefined
  try {
    copy = new Sqlite(file, { readonly: true, fileMustExist: true, ...(nativeBinding && { nativeBinding }) })
    return copy.pragma('integrity_check', { simple: true }) === 'ok'
  } catch {
    return false
  } finally {
    copy?.close()
  }
}
