import type Sqlite from 'better-sqlite3'
import invariantsSql from './invariants.sql?raw'
import { takeBackup } from './sqlite/backups'
import { lockDataFolder, prepareDataFolder } from './sqlite/data-folder'
import { createGroupCommit } from './sqlite/group-commit'
import { checkInvariants, type BrokenInvariant } from './sqlite/invariants'
import { openDatabase } from './sqlite/open-database'
import { restoreNewestBackup } from './sqlite/restore-backup'
import type { InTransaction, Read, StorageFailure } from './transaction'

export interface Storage {
  inTransaction: InTransaction
  read: Read
  /** Rules that the data breaks, from the cheap part of the invariants. Empty in a healthy database. */
  brokenInvariants: BrokenInvariant[]
  /** Copies the database to the backups folder and checks the copy. */
  takeBackup: (now: string) => Promise<string>
  /** Resolves when the disk or the file has failed and selling has stopped. */
  whenBroken: Promise<StorageFailure>
  close: () => Promise<void>
}

/**
 * Opens a data folder for this process alone.
 *
 * @throws StorageRefusal with nothing changed
 */
export async function openStorage(options: {
  dataFolder: string
  now: string
  restoreNewestBackup: boolean
  nativeBinding: string | undefined
}): Promise<Storage> {
  const { dataFolder, now, nativeBinding } = options
  prepareDataFolder(dataFolder)
  const lock = lockDataFolder(dataFolder, nativeBinding)
  let database: Sqlite.Database
  try {
    if (options.restoreNewestBackup) restoreNewestBackup(dataFolder, now, nativeBinding)
    database = await openDatabase({ dataFolder, now, nativeBinding })
  } catch (error) {
    lock.release()
    throw error
  }
  const { inTransaction, read, whenBroken, close } = createGroupCommit(database)
  return {
    inTransaction,
    read,
    whenBroken,
    brokenInvariants: checkInvariants(database, invariantsSql, 'quick'),
    takeBackup: (at) => takeBackup(database, dataFolder, at, nativeBinding),
    close: async () => {
      await close()
      database.pragma('wal_checkpoint(TRUNCATE)')
      database.close()
      lock.release()
    },
  }
}
