import type { PreparedQuery } from './prepared-query'
import type { Db } from './schema'

/**
 * What a unit of work may touch. In a unit use only this, and await nothing but it: the whole group waits meanwhile.
 */
export interface Transaction {
  /** Kysely inside the transaction, for queries that are built at each call. */
  readonly db: Db
  /** Runs a hot query and gives its first row. */
  first<P, R>(query: PreparedQuery<P, R>, values: P): R | undefined
  /** Runs a hot query and gives all its rows. */
  all<P, R>(query: PreparedQuery<P, R>, values: P): R[]
  /** Runs a hot write and gives the number of rows it changed. */
  run<P, R>(query: PreparedQuery<P, R>, values: P): number
}

export type Unit<T> = (trx: Transaction) => Promise<T>

/**
 * Runs a unit of work in a durable transaction and gives its value after the commit. A unit that throws leaves no trace and
 * disturbs no other. Returning a refusal commits, so refuse before writing.
 */
export type InTransaction = <T>(unit: Unit<T>) => Promise<T>

/** Reads outside any transaction, never in the middle of one: what it sees is committed. */
export type Read = <T>(query: (db: Db) => Promise<T>) => Promise<T>

/** The disk or the file failed, or there is no room: nothing of the unit was stored. */
export class StorageFailure extends Error {
  constructor(
    readonly reason: 'disk_full' | 'broken',
    options: { cause: unknown },
  ) {
    super(reason === 'disk_full' ? 'the disk is full' : 'the database cannot be written', options)
    this.name = 'StorageFailure'
  }
}
