import type { Admissions } from '#shared/contract/check-in-api'
import { isEveryoneOut } from '#shared/domain/check-in/everyone-out'
import { err, ok, type Result } from '#shared/domain/result'
import { countAdmissions } from '../../storage/repositories/check-in-repository'
import { findEvent } from '../../storage/repositories/event-repository'
import { listEventsInProgress, recordEveryoneOut } from '../../storage/repositories/everyone-out-repository'
import { findSettingNow, saveSetting } from '../../storage/repositories/setting-repository'
import type { SeatNews } from '../seat-news'
import type { ServiceDeps } from '../service-deps'

/** The door day on which everybody was last counted as gone by the clock. */
const LAST_DAY = 'everyoneOutDay'

export interface EveryoneOut {
  /** Counts everybody as gone when the hour has come since the last look, also while nothing ran. */
  look: () => Promise<void>
  /** The same for one event because a person says so. */
  now: (eventId: number, staffUserId: number) => Promise<Result<Admissions, { code: 'event_not_found' }>>
}

export function createEveryoneOut(
  deps: Pick<ServiceDeps, 'inTransaction' | 'now'> & {
    seatNews: SeatNews
    /** The door day of an instant. */
    dayOf: (at: string) => string
  },
): EveryoneOut {
  const { inTransaction, seatNews } = deps
  /** Spares the database a question every second; what is stored decides. */
  let lookedAt: string | undefined

  return {
    async look() {
      const at = deps.now()
      const today = deps.dayOf(at)
      if (!isEveryoneOut(lookedAt, today)) return
      const events = await inTransaction(async (trx) => {
        const lastDay = findSettingNow(trx, LAST_DAY) as string | undefined
        if (!isEveryoneOut(lastDay, today)) return []
        const inProgress = await listEventsInProgress(trx)
        for (const eventId of inProgress) await recordEveryoneOut(trx, eventId, { at, staffUserId: null })
        await saveSetting(trx, LAST_DAY, today, at)
        return inProgress
      })
      lookedAt = today
      for (const eventId of events) seatNews.admitted(eventId)
    },

    async now(eventId, staffUserId) {
      const result = await inTransaction(async (trx): Promise<Result<Admissions, { code: 'event_not_found' }>> => {
        const event = await findEvent(trx.db, eventId)
        if (event === undefined) return err({ code: 'event_not_found' })
        await recordEveryoneOut(trx, eventId, { at: deps.now(), staffUserId })
        return ok({ ...(await countAdmissions(trx.db, eventId)), sold: event.ticketsSold })
      })
      if (result.ok) seatNews.admitted(eventId)
      return result
    },
  }
}
