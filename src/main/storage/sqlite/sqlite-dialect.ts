import type Sqlite from 'better-sqlite3'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { StatementCache } from './statement-cache'

class CachedConnection implements DatabaseConnection {
  constructor(private readonly statements: StatementCache) {}

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.statements.get(query.sql)
    if (statement.reader) return Promise.resolve({ rows: statement.all(query.parameters) as R[] })
    const { changes, lastInsertRowid } = statement.run(query.parameters)
    return Promise.resolve({ rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) })
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    for (const row of this.statements.get(query.sql).iterate(query.parameters)) yield { rows: [row as R] }
  }
}

/** Migrations run inside one transaction; the one connection is shared by a mutex of Kysely's unless told otherwise. */
class LuckaSqliteAdapter extends SqliteAdapter {
  constructor(private readonly unguarded: boolean) {
    super()
  }
  override get supportsMultipleConnections() {
    return this.unguarded
  }
  override get supportsTransactionalDdl() {
    return true
  }
}

/**
 * SQLite for Kysely, on one connection with prepared statements kept.
 *
 * @param unguarded true for use inside a transaction that already holds the connection; false puts each query in turn
 */
export function sqliteDialect(database: Sqlite.Database, statements: StatementCache, unguarded: boolean): Dialect {
  const connection = new CachedConnection(statements)
  const exec = (sql: string) => {
    database.exec(sql)
    return Promise.resolve()
  }
  const driver: Driver = {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: () => exec('begin immediate'),
    commitTransaction: () => exec('commit'),
    rollbackTransaction: () => exec('rollback'),
    releaseConnection: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  }
  return {
    createAdapter: () => new LuckaSqliteAdapter(unguarded),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}
