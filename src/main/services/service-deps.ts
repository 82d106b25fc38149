import type { InTransaction, Read } from '../storage/transaction'
import type { News } from './news'

/** What every service needs from outside: storage, the wall clock (ISO 8601, UTC, milliseconds), the news. */
export interface ServiceDeps {
  inTransaction: InTransaction
  read: Read
  now: () => string
  news: News
}
