import { removeIdempotencyKeys } from '../storage/repositories/idempotency-repository'
import { expireReservations } from '../storage/repositories/seat-repository'
import type { Storage } from '../storage/open-storage'
import type { EveryoneOut } from '../services/door/everyone-out'
import type { SeatNews } from '../services/seat-news'
import type { ServiceDeps } from '../services/service-deps'

/** Who comes in just after the hour must not be counted as gone with the others. */
const HOUR_LOOKED_FOR_EVERY_MS = 1_000
const EXPIRY_EVERY_MS = 5_000
const DAILY_MS = 24 * 3600_000
/** A client that has not repeated its write for this long never will. */
const KEYS_KEPT_MS = 30 * DAILY_MS

/**
 * Work that nobody asks for: marks reservations that have ended (they end by rule; this only tells the screens), counts
 * everybody at the door as gone when the hour has come, forgets old keys, and keeps a backup of each day.
 */
export function createUpkeep(
  deps: ServiceDeps & {
    storage: Storage
    seatNews: SeatNews
    everyoneOut: EveryoneOut
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
  const secondly = setInterval(() => {
    deps.everyoneOut.look().catch(deps.onError)
  }, HOUR_LOOKED_FOR_EVERY_MS).unref()
  const daySpan = setInterval(() => {
    daily().catch(deps.onError)
  }, DAILY_MS).unref()
  return {
    stop: () => {
      clearInterval(often)
      clearInterval(secondly)
      clearInterval(daySpan)
    },
  }
}
