import type Sqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Database } from '../schema'
import { StorageFailure, type InTransaction, type Read, type Transaction, type Unit } from '../transaction'
import { sqliteDialect } from './sqlite-dialect'
import { StatementCache } from './statement-cache'

interface Waiting {
  unit: Unit<unknown>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

type Outcome = { waiting: Waiting; value: unknown } | { waiting: Waiting; error: unknown }

/** A group is bounded so that the first of it does not wait for hundreds of others. */
const LARGEST_GROUP = 256

/** How a full disk and a broken one look in SQLite's result codes. */
function storageFailure(cause: unknown): unknown {
  const code = (cause as { code?: unknown } | null)?.code
  if (code === 'SQLITE_FULL') return new StorageFailure('disk_full', { cause })
  if (typeof code === 'string' && /^SQLITE_(IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN)/.test(code)) {
    return new StorageFailure('broken', { cause })
  }
  return cause
}

/**
 * The one way into the database. Everything that waits in one turn of the event loop goes into one durable transaction,
 * with a savepoint each, and each caller is answered only after the commit: eight times the throughput of a commit per
 * request with nothing given up. Reads take their turn between the groups.
 */
export function createGroupCommit(database: Sqlite.Database): {
  inTransaction: InTransaction
  read: Read
  /** Resolves when the disk or the file has failed: nothing more is taken in, and the file must be opened and checked anew. */
  whenBroken: Promise<StorageFailure>
  /** Waits for what is under way; whatever comes later is refused. */
  close: () => Promise<void>
} {
  const statements = new StatementCache(database)
  const outside = new Kysely<Database>({ dialect: sqliteDialect(database, statements, false) })
  const inside = new Kysely<Database>({ dialect: sqliteDialect(database, statements, true) })
  const trx: Transaction = {
    db: inside,
    first: (query, values) => statements.get(query.sql).get(query.bind(values)) as never,
    all: (query, values) => statements.get(query.sql).all(query.bind(values)) as never,
    run: (query, values) => statements.get(query.sql).run(query.bind(values)).changes,
  }
  const begin = database.prepare('begin immediate')
  const commit = database.prepare('commit')
  const rollback = database.prepare('rollback')
  const savepoint = database.prepare('savepoint unit')
  const release = database.prepare('release unit')
  const rollbackTo = database.prepare('rollback to unit')

  let queue: Waiting[] = []
  let running: Promise<void> | undefined
  let closed = false
  let reportBroken: (failure: StorageFailure) => void = () => undefined
  const whenBroken = new Promise<StorageFailure>((resolve) => (reportBroken = resolve))

  /** After a failed fsync nobody knows what is on the disk; trying again would answer for what may be gone. */
  function stopIfBroken(failure: unknown): void {
    if (!(failure instanceof StorageFailure) || failure.reason !== 'broken') return
    closed = true
    reportBroken(failure)
  }

  async function runOne(waiting: Waiting): Promise<Outcome> {
    savepoint.run()
    try {
      const value = await waiting.unit(trx)
      release.run()
      return { waiting, value }
    } catch (error) {
      // A full disk may have rolled the whole transaction back; then there is no savepoint left to return to.
      if (database.inTransaction) {
        rollbackTo.run()
        release.run()
      }
      return { waiting, error: storageFailure(error) }
    }
  }

  async function runGroup(group: Waiting[]): Promise<void> {
    const outcomes: Outcome[] = []
    try {
      begin.run()
      for (const waiting of group) {
        outcomes.push(await runOne(waiting))
        if (!database.inTransaction) throw new StorageFailure('broken', { cause: 'the transaction was lost' })
      }
      commit.run()
    } catch (error) {
      if (database.inTransaction) rollback.run()
      const failure = storageFailure(error)
      stopIfBroken(failure)
      for (const waiting of group) waiting.reject(failure)
      return
    }
    for (const outcome of outcomes) {
      if ('error' in outcome) {
        stopIfBroken(outcome.error)
        outcome.waiting.reject(outcome.error)
      } else outcome.waiting.resolve(outcome.value)
    }
  }

  async function drain(): Promise<void> {
    // After the turn's other callbacks, so that requests that arrived together share a commit.
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) {
      const group = queue.slice(0, LARGEST_GROUP)
      queue = queue.slice(LARGEST_GROUP)
      await outside.connection().execute(() => runGroup(group))
      // Lets the answers out and the next requests in before the next group.
      await new Promise((resolve) => setImmediate(resolve))
    }
    running = undefined
  }

  return {
    inTransaction: <T>(unit: Unit<T>) =>
      new Promise<T>((resolve, reject) => {
        if (closed) {
          reject(new StorageFailure('broken', { cause: 'the database is closed' }))
          return
        }
        queue.push({ unit, resolve: resolve as (value: unknown) => void, reject })
        running ??= drain()
      }),
    read: (query) => query(outside),
    whenBroken,
    close: async () => {
      closed = true
      await running
    },
  }
}
