import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Database } from '../schema'
import type { Read } from '../transaction'
import { DATABASE_FILE } from './data-folder'
import { LUCKA_APPLICATION_ID, readDatabaseHeader } from './database-header'
import { sqliteDialect } from './sqlite-dialect'
import { StatementCache } from './statement-cache'

/** The version from which there is a journal. */
const JOURNAL_VERSION = 40

/** There is no database of ours that can be looked at. */
export class NothingToRead extends Error {
  override name = 'NothingToRead'
}

/**
 * Opens the database of a data folder only to look at it, also beside a server that sells from it: nothing is made, migrated or
 * repaired.
 *
 * @throws NothingToRead
 */
export function openReadOnly(dataFolder: string): { read: Read; close: () => void } {
  const file = join(dataFolder, DATABASE_FILE)
  const refuse = (why: string) => new NothingToRead(why)
  if (!existsSync(file)) throw refuse(`there is no database in ${dataFolder}`)
  const header = readDatabaseHeader(file)
  if (header?.applicationId !== LUCKA_APPLICATION_ID) throw refuse(`${file} is not a database of Lucka`)
  if (header.userVersion < JOURNAL_VERSION) throw refuse(`${file} is from a version of Lucka without a journal`)
  const database = new Sqlite(file, { readonly: true, fileMustExist: true })
  const db = new Kysely<Database>({ dialect: sqliteDialect(database, new StatementCache(database), false) })
  return {
    read: (query) => query(db),
    close: () => {
      database.close()
    },
  }
}
