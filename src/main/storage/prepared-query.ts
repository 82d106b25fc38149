import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type RawBuilder,
} from 'kysely'
import type { Database, Db } from './schema'

/** Stands in a compiled query where a value will stand at each run. */
class Placeholder {
  constructor(readonly name: string) {}
}

/** A hot query: built once with Kysely, run ever after on a cached prepared statement. */
export interface PreparedQuery<P, R> {
  readonly sql: string
  /** The values in the order of the statement's question marks. */
  bind(values: P): unknown[]
  /** Only for types: what a row looks like. */
  readonly row?: R
}

interface Compilable<R> {
  compile(): { sql: string; parameters: readonly unknown[] }
  executeTakeFirst(): Promise<R | undefined>
}

const compiler = new Kysely<Database>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/**
 * Builds a hot query. Building on each call costs half the server's throughput, measured; this costs once, at first use.
 * Usage: `prepareQuery<{ code: string }>()((db, param) => db.selectFrom('ticket').where('code', '=', param('code')) …)`.
 */
export const prepareQuery =
  <P extends object>() =>
  <R>(
    build: (db: Db, param: <K extends keyof P & string>(name: K) => RawBuilder<P[K]>) => Compilable<R>,
  ): PreparedQuery<P, R> => {
    let compiled: { sql: string; parameters: readonly unknown[] } | undefined
    const get = () => (compiled ??= build(compiler, (name) => sql`${new Placeholder(name)}`).compile())
    return {
      get sql() {
        return get().sql
      },
      bind: (values) =>
        get().parameters.map((value) => (value instanceof Placeholder ? values[value.name as keyof P] : value)),
    }
  }
