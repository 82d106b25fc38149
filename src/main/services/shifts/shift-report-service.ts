import type { XReport, ZReport, ZReportSummary } from '#shared/contract/shift-report-api'
import { err, ok, type Result } from '#shared/domain/result'
import { findShiftView } from '../../storage/repositories/shift-view-repository'
import { findZReport, listZReports } from '../../storage/repositories/z-report-repository'
import type { ServiceDeps } from '../service-deps'
import type { SettingsService } from '../settings-service'
import type { Caller } from '../staff-service'
import { readReport } from './read-report'

/** A page of the list. */
const LISTED = 50

export interface ShiftReportService {
  x: (
    shiftId: number,
    staffUserId: number,
  ) => Promise<Result<XReport, { code: 'shift_not_found' } | { code: 'shift_closed' }>>
  /** Newest first; without the right for other people's shifts only those of one's own. */
  listZ: (filter: { registerId?: number; before?: number }, caller: Caller) => Promise<ZReportSummary[]>
  findZ: (id: number, caller: Caller) => Promise<ZReport | undefined>
}

/** X and Z reports, read. */
export function createShiftReportService(
  deps: ServiceDeps & { settings: Pick<SettingsService, 'current'> },
): ShiftReportService {
  const { inTransaction, read, now } = deps
  const readsAll = (caller: Caller) => caller.permissions.includes('manage_shifts')

  return {
    x: (shiftId, staffUserId) =>
      inTransaction(async (trx) => {
        const shift = await findShiftView(trx.db, shiftId)
        if (shift === undefined) return err({ code: 'shift_not_found' as const })
        if (shift.closedAt !== null) return err({ code: 'shift_closed' as const })
        return ok(await readReport(trx, shift, { now: now(), staffUserId, venue: deps.settings.current().venue }))
      }),
    listZ: (filter, caller) =>
      read((db) =>
        listZReports(db, { ...filter, ...(!readsAll(caller) && { openedBy: caller.staffUserId }), limit: LISTED }),
      ),
    async findZ(id, caller) {
      const z = await read((db) => findZReport(db, id))
      return z !== undefined && (readsAll(caller) || z.openedById === caller.staffUserId) ? z : undefined
    },
  }
}
