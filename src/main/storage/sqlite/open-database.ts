import { chmodSync, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { StorageRefusal } from '../storage-refusal'
import { newestSoundBackup, takeBackup } from './backups'
import { DATABASE_FILE } from './data-folder'
import { LUCKA_APPLICATION_ID, readDatabaseHeader } from './database-header'
import { migrations } from './migrations'
import { sqliteDialect } from './sqlite-dialect'
import { StatementCache } from './statement-cache'

/** The number in a migration's name is the schema's version, kept in `user_version`. */
const versionOf = (migrationName: string) => Number.parseInt(migrationName, 10)
const NEWEST_VERSION = Math.max(...Object.keys(migrations).map(versionOf))

/** SQLite's name for FULL. With NORMAL, its default in WAL here, a power cut loses sales that were answered. */
const SYNCHRONOUS_FULL = 2

interface OpenOptions {
  dataFolder: string
  /** ISO 8601, UTC: names the backup. */
  now: string
  nativeBinding: string | undefined
}

/**
 * Opens the database of a data folder: makes it if there is none, refuses it when it is not ours, newer than this program or
 * damaged, and brings it up to date after a backup.
 *
 * @throws StorageRefusal with the file untouched
 */
export async function openDatabase(options: OpenOptions): Promise<Sqlite.Database> {
  const file = join(options.dataFolder, DATABASE_FILE)
  if (!existsSync(file)) await createDatabase(file, options)
  refuseByHeader(file, options)
  const database = connect(file, options)
  try {
    if (database.pragma('quick_check', { simple: true }) !== 'ok') throw damaged(file, options)
    if ((database.pragma('user_version', { simple: true }) as number) < NEWEST_VERSION) {
      await takeBackup(database, options.dataFolder, options.now, options.nativeBinding)
      await migrate(database)
    }
    refuseUnsafe(database)
    return database
  } catch (error) {
    database.close()
    throw asRefusal(error, file, options)
  }
}

/** A database is there whole or not at all: it is made under another name first. */
async function createDatabase(file: string, options: OpenOptions): Promise<void> {
  const unfinished = `${file}.new`
  for (const suffix of ['', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true })
  let database: Sqlite.Database
  try {
    database = new Sqlite(unfinished, binding(options))
  } catch (cause) {
    throw new StorageRefusal('data_folder_unwritable', `the data folder ${options.dataFolder} cannot be written to`, {
      cause,
    })
  }
  // The journal files beside it take over its permissions.
  chmodSync(unfinished, 0o600)
  database.pragma(`application_id = ${LUCKA_APPLICATION_ID}`)
  setPragmas(database)
  await migrate(database)
  database.close()
  renameSync(unfinished, file)
}

function connect(file: string, options: OpenOptions): Sqlite.Database {
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(file, { fileMustExist: true, ...binding(options) })
    setPragmas(database)
    return database
  } catch (error) {
    database?.close()
    throw asRefusal(error, file, options)
  }
}

function setPragmas(database: Sqlite.Database): void {
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('trusted_schema = OFF')
  database.pragma('cell_size_check = ON')
  database.pragma('temp_store = MEMORY')
  database.pragma('cache_size = -65536')
  database.pragma(`journal_size_limit = ${64 * 1024 * 1024}`)
}

/** Reads back what protects every answered sale. @throws Error: this must not sell */
function refuseUnsafe(database: Sqlite.Database): void {
  const wanted = { synchronous: SYNCHRONOUS_FULL, journal_mode: 'wal', foreign_keys: 1 }
  for (const [name, value] of Object.entries(wanted)) {
    const actual: unknown = database.pragma(name, { simple: true })
    if (actual !== value) throw new Error(`SQLite has ${name} = ${String(actual)}, not ${value}: refusing to sell`)
  }
}

async function migrate(database: Sqlite.Database): Promise<void> {
  // Tables are rebuilt under their old names: what refers to them must not notice. Checked afterwards instead.
  database.pragma('foreign_keys = OFF')
  const db = new Kysely<unknown>({ dialect: sqliteDialect(database, new StatementCache(database), false) })
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  }).migrateToLatest()
  if (error !== undefined) throw error instanceof Error ? error : new Error('a migration failed', { cause: error })
  const dangling = database.pragma('foreign_key_check') as unknown[]
  if (dangling.length > 0) throw new Error(`a migration left ${dangling.length} rows that refer to nothing`)
  database.pragma('foreign_keys = ON')
  database.pragma(`user_version = ${NEWEST_VERSION}`)
  // So that the header alone tells the version to whoever opens the file next.
  database.pragma('wal_checkpoint(TRUNCATE)')
}

function refuseByHeader(file: string, options: OpenOptions): void {
  const header = statSync(file).isFile() ? readDatabaseHeader(file) : undefined
  if (header === undefined) throw damaged(file, options)
  if (header.applicationId !== LUCKA_APPLICATION_ID) {
    throw new StorageRefusal('data_folder_foreign', `the database ${file} was not made by Lucka`)
  }
  if (header.userVersion > NEWEST_VERSION) {
    throw new StorageRefusal(
      'database_newer',
      `the database ${file} was made by a newer Lucka (schema ${header.userVersion}, this one knows ${NEWEST_VERSION}); update Lucka`,
    )
  }
}

function asRefusal(error: unknown, file: string, options: OpenOptions): Error {
  const code = (error as { code?: string } | null)?.code ?? ''
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return damaged(file, options, error)
  return error instanceof Error ? error : new Error(`the database ${file} cannot be opened`, { cause: error })
}

function damaged(file: string, options: OpenOptions, cause?: unknown): StorageRefusal {
  const backup = newestSoundBackup(options.dataFolder, options.nativeBinding)
  const offer =
    backup === undefined
      ? 'there is no sound backup beside it'
      : `the newest sound backup is ${backup}; start with --restore-newest-backup to use it`
  return new StorageRefusal('database_damaged', `the database ${file} is damaged and was left as it is; ${offer}`, {
    cause,
  })
}

const binding = (options: OpenOptions) => (options.nativeBinding ? { nativeBinding: options.nativeBinding } : {})
