import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { DoorTicket } from '#shared/domain/check-in/decide-scan'
import { doorDay } from '#shared/time/door-day'
import { now as caseTime } from './door-cases'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The cases happen on a day of their own; here they happen now. */
function moved(instant: string): string {
  return new Date(Date.now() + (instant > caseTime.at ? HOUR_MS : -HOUR_MS)).toISOString()
}

/** A server's database, in which tickets are put into states that take days, or other people, to get into. */
export function openTickets(dataFolder: string) {
  const database = new Sqlite(join(dataFolder, 'lucka.sqlite'), { timeout: 5_000 })
  // What the program may never do is how these tickets came to be.
  for (const trigger of ['order_paid_stays', 'ticket_use_counts_by_one']) database.exec(`DROP TRIGGER ${trigger}`)
  const today = doorDay(new Date().toISOString(), 'Europe/Stockholm', '05:00')
  const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10)

  return {
    /** Makes a sold ticket the one of a case, and its event and type with it. */
    become(code: string, ticket: DoorTicket): void {
      const usedDay = ticket.usedDay === null ? null : ticket.usedDay === caseTime.day ? today : yesterday
      database
        .prepare(
          `UPDATE ticket SET times_used = ?, first_used_at = ?, used_day = ?, used_on_day = ?, inside = ?, stepped_out = ?
            WHERE code = ?`,
        )
        .run(
          ...[ticket.timesUsed, ticket.timesUsed === 0 ? null : '2026-01-01T18:00:00.000Z', usedDay, ticket.usedOnDay],
          ...[ticket.inside, ticket.steppedOut, code],
        )
      database
        .prepare('UPDATE "order" SET status = ? WHERE id = (SELECT order_id FROM ticket WHERE code = ?)')
        .run(ticket.status, code)
      database
        .prepare(
          'UPDATE ticket_type SET admit_times = ?, admit_per = ? WHERE id = (SELECT ticket_type_id FROM ticket WHERE code = ?)',
        )
        .run(ticket.admit.times, ticket.admit.per, code)
      const opens = ticket.doorsOpenAt === null ? null : moved(ticket.doorsOpenAt)
      database
        .prepare('UPDATE event SET doors_open_at = ? WHERE id = (SELECT event_id FROM ticket WHERE code = ?)')
        .run(opens, code)
    },
    [Symbol.dispose]: () => {
      database.close()
    },
  }
}
