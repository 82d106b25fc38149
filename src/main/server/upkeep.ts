import { removeIdempotencyKeys } from '../storage/repositories/idempotency-repository'
import { expireReservations } from '../storage/repositories/seat-repository'
import type { Storage } from '../storage/open-storage'
import type { SeatNews } from '../services/seat-news'
import type { ServiceDeps } from '../services/service-deps'

const EXPIRY_EVERY_MS = 5_000
const DAILY_MS = 24 * 3600_000
/** A client that has not repeated its write for this long never will. */
const KEYS_KEPT_MS = 30 * DAILY_MS

/**
 * Work that nobody asks for: marks reservations that have ended (they end by rule; this only tells the screens), forgets old
 * keys, and keeps a backup of each day.
 */
export function createUpkeep(
  deps: ServiceDeps & {
    storage: Storage
    seatNews: SeatNews
    onSeatsChanged: () => void
    onError: (error: unknown) => void
  },
): { stop: () => void } {
  const { inTransaction, now, storage } = deps

  async function expire(): Promise<void> {
    const events = await inTransaction((trx) => expireReservations(trx, now()))
    if (events.length === 0) return
    deps.onSeatsChanged()
    deps.seatNews.seatsChanged(events)
  }

  async function daily(): Promise<void> {
    await inTransaction((trx) => removeIdempotencyKeys(trx, new Date(Date.parse(now()) - KEYS_KEPT_MS).toISOString()))
    await storage.takeBackup(now())
  }

  const often = setInterval(() => {
    expire().catch(deps.onError)
  }, EXPIRY_EVERY_MS).unref()
  const daySpan = setInterval(() => {
    daily().catch(deps.onError)
  }, DAILY_MS).unref()
  return {
    stop: () => {
      clearInterval(often)
      clearInterval(daySpan)
    },
  }
}
