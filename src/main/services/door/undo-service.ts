import type { UndoneScan } from '#shared/contract/check-in-api'
import { err, ok, type Result } from '#shared/domain/result'
import {
  listUses,
  takeBackAdmission,
  takeBackMovement,
  type UsesBefore,
} from '../../storage/repositories/check-in-repository'
import { findLatestPassage, findScanToUndo, insertScanUndo } from '../../storage/repositories/scan-undo-repository'
import { findTicket } from '../../storage/repositories/ticket-repository'
import type { SeatNews } from '../seat-news'
import type { ServiceDeps } from '../service-deps'

type UndoRefusal = { code: 'scan_not_found' } | { code: 'nothing_to_undo' } | { code: 'used_since' }

/** Takes back the latest passage of a ticket by the nonce of its scan: the wrong ticket was held up, somebody did not go in. */
export type UndoScan = (nonce: string, staffUserId: number) => Promise<Result<UndoneScan, UndoRefusal>>

export function createUndoScan({
  inTransaction,
  now,
  seatNews,
  dayOf,
}: Pick<ServiceDeps, 'inTransaction' | 'now'> & {
  seatNews: SeatNews
  /** The door day of an instant. */
  dayOf: (at: string) => string
}): UndoScan {
  function daysOf(uses: readonly { at: string }[]): UsesBefore {
    const days = uses.map(({ at }) => dayOf(at))
    const usedDay = days.at(-1) ?? null
    return { usedDay, usedOnDay: days.filter((day) => day === usedDay).length }
  }

  return async (nonce, staffUserId) => {
    let changed: number | undefined
    const result = await inTransaction(async (trx): Promise<Result<UndoneScan, UndoRefusal>> => {
      const scan = await findScanToUndo(trx.db, nonce)
      if (scan === undefined) return err({ code: 'scan_not_found' })
      const { code, outcome, checkInId, doorId } = scan
      const ticket = code === null ? undefined : findTicket(trx, code)
      if (code === null || ticket === undefined) return err({ code: 'nothing_to_undo' })
      if (scan.undoneAt !== null) return ok({ nonce, code, at: scan.undoneAt })
      const moved = outcome === 'left' || outcome === 'returned'
      // What a door without contact called a movement may not have been one here.
      const wasMovement = moved && checkInId === null && scan.offline === 0
      if (checkInId === null && !wasMovement) return err({ code: 'nothing_to_undo' })
      const latest = await findLatestPassage(trx.db, ticket.id)
      const uses = await listUses(trx.db, ticket.id)
      const lastUse = uses.at(-1)
      // Uses that no scan tells of, by the ticket API or at the till, count too.
      const usedSince = checkInId === null ? (lastUse?.at ?? '') > scan.at : lastUse?.id !== checkInId
      if (latest?.id !== scan.id || usedSince) return err({ code: 'used_since' })
      const undone = { at: now(), staffUserId }
      if (checkInId !== null) {
        const before = daysOf(uses.slice(0, -1))
        await takeBackAdmission(trx, ticket, { checkInId, doorId, before }, undone)
      } else if (moved) await takeBackMovement(trx, ticket, outcome, doorId)
      await insertScanUndo(trx, { scanId: scan.id, ...undone })
      changed = ticket.eventId
      return ok({ nonce, code, at: undone.at })
    })
    if (changed !== undefined) seatNews.admitted(changed)
    return result
  }
}
