/**
 * Looks at a data folder from outside, beside or after the server, with a read-only connection of its own: what must
 * always hold, and a fingerprint of every table.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { projectFolder } from './server-process'

const invariantsFile = join(projectFolder, 'src/main/storage/invariants.sql')

export interface Violation {
  invariant: string
  rows: unknown[]
}

/** The invariants that the stored data breaks, with SQLite's own checks; an empty list is what every test wants. */
export function findViolations(dataFolder: string): Violation[] {
  return withDatabase(dataFolder, (database) => {
    const violations: Violation[] = []
    const expectNoRows = (invariant: string, rows: unknown[]) => {
      if (rows.length > 0) violations.push({ invariant, rows: rows.slice(0, 5) })
    }
    const integrity = database.pragma('integrity_check') as { integrity_check: string }[]
    expectNoRows(
      'integrity_check',
      integrity.filter((row) => row.integrity_check !== 'ok'),
    )
    expectNoRows('foreign_key_check', database.pragma('foreign_key_check') as unknown[])
    expectNoRows('journal_mode', database.pragma('journal_mode', { simple: true }) === 'wal' ? [] : ['not wal'])
    for (const { name, sql } of readInvariants()) expectNoRows(name, database.prepare(sql).all())
    return violations
  })
}

/** Each query of the invariants file with the name from the comment line before it (`-- I5 admissions`). */
function readInvariants(): { name: string; sql: string }[] {
  const text = readFileSync(invariantsFile, 'utf8')
  const parts = text.split(/^-- (?=I\d)/m).slice(1)
  return parts.flatMap((part) => {
    const [name = '', ...lines] = part.split('\n')
    const statements = lines
      .join('\n')
      .split(';')
      .filter((sql) => sql.replaceAll(/--.*$/gm, '').trim() !== '')
    return statements.map((sql) => ({ name: name.trim(), sql }))
  })
}

/** SHA-256 over all rows of each table, by table name. Two equal results mean that no row was added, changed or removed. */
export function hashTables(dataFolder: string): Record<string, string> {
  return withDatabase(dataFolder, (database) => {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all() as string[]
    return Object.fromEntries(tables.map((table) => [table, hashTable(database, table)]))
  })
}

function hashTable(database: Database.Database, table: string): string {
  const hash = createHash('sha256')
  const rows = database.prepare(`SELECT * FROM "${table}"`).raw().safeIntegers().iterate() as IterableIterator<
    unknown[]
  >
  const lines: string[] = []
  for (const row of rows) lines.push(row.map(asText).join('|'))
  // Sorted, since SQLite promises no order and a table without rowid has none of its own.
  for (const line of lines.sort()) hash.update(line).update('\n')
  return hash.digest('hex')
}

function asText(value: unknown): string {
  if (Buffer.isBuffer(value)) return `blob:${value.toString('hex')}`
  return `${typeof value}:${JSON.stringify(typeof value === 'bigint' ? value.toString() : value)}`
}

/** Opens the database read-only for one look; never waits for the server and never keeps it from writing. */
export function withDatabase<T>(dataFolder: string, look: (database: Database.Database) => T): T {
  const database = new Database(join(dataFolder, 'lucka.sqlite'), { readonly: true, fileMustExist: true })
  try {
    return look(database)
  } finally {
    database.close()
  }
}
