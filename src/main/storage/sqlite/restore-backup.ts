import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { newestSoundBackup } from './backups'
import { DATABASE_FILE } from './data-folder'

/**
 * Puts the newest sound backup in the place of the database. The old file is kept beside it under another name.
 *
 * @param now ISO 8601, UTC: names the file that is kept
 * @returns the backup used, undefined when there is none (then nothing is changed)
 */
export function restoreNewestBackup(
  dataFolder: string,
  now: string,
  nativeBinding: string | undefined,
): string | undefined {
  const backup = newestSoundBackup(dataFolder, nativeBinding)
  if (backup === undefined) return undefined
  const file = join(dataFolder, DATABASE_FILE)
  const copy = `${file}.restored`
  copyFileSync(backup, copy)
  const kept = `${file}.damaged-${now.replace(/[:.]/g, '-')}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, kept + suffix)
  }
  renameSync(copy, file)
  return backup
}
