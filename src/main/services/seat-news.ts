import type { Read } from '../storage/transaction'
import { findEvent } from '../storage/repositories/event-repository'
import { countAdmissions } from '../storage/repositories/check-in-repository'
import type { News } from './news'

/** At most this often per event, however many sales or scans a second there are. */
const QUIET_MS = 100

/** Tells the screens of seats and admissions, gathered: a storm of sales is a few messages a second, not thousands. */
export function createSeatNews(deps: { read: Read; news: News; onError: (error: unknown) => void }) {
  const seats = new Set<number>()
  const admissions = new Set<number>()
  let timer: NodeJS.Timeout | undefined

  async function tell(): Promise<void> {
    const [changedSeats, changedAdmissions] = [[...seats], [...admissions]]
    seats.clear()
    admissions.clear()
    for (const eventId of changedSeats) {
      const event = await deps.read((db) => findEvent(db, eventId))
      if (event === undefined) continue
      const { seatsTaken, seatsLeft, ticketsSold } = event
      deps.news.publish('seats', { eventId, seatsTaken, seatsLeft, ticketsSold })
    }
    for (const eventId of changedAdmissions) {
      deps.news.publish('check_in', { eventId, ...(await deps.read((db) => countAdmissions(db, eventId))) })
    }
  }

  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      tell().catch(deps.onError)
    }, QUIET_MS).unref()
  }

  return {
    seatsChanged: (eventIds: Iterable<number>) => {
      for (const eventId of eventIds) {
        seats.add(eventId)
        soon()
      }
    },
    admitted: (eventId: number) => {
      admissions.add(eventId)
      soon()
    },
    stop: () => clearTimeout(timer),
  }
}

export type SeatNews = ReturnType<typeof createSeatNews>
