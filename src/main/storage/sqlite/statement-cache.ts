import type Sqlite from 'better-sqlite3'

/** More different statements than the program has; a list with many shapes of `IN (…)` must not grow without end. */
const MOST_STATEMENTS = 500

/** Prepared statements by their SQL text, the longest unused thrown out first. */
export class StatementCache {
  private readonly statements = new Map<string, Sqlite.Statement>()

  constructor(private readonly database: Sqlite.Database) {}

  get(sql: string): Sqlite.Statement {
    const known = this.statements.get(sql)
    if (known !== undefined) return known
    const statement = this.database.prepare(sql)
    if (this.statements.size >= MOST_STATEMENTS) {
      const [oldest] = this.statements.keys()
      if (oldest !== undefined) this.statements.delete(oldest)
    }
    this.statements.set(sql, statement)
    return statement
  }
}
