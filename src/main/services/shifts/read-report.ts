import type { VenueSettings } from '#shared/contract/settings-api'
import type { Shift } from '#shared/contract/shift-api'
import type { XReport } from '#shared/contract/shift-report-api'
import { composeShiftReport } from '#shared/domain/shifts/shift-report'
import { readShiftFacts } from '../../storage/repositories/shift-report-repository'
import { findStaffUser } from '../../storage/repositories/staff-repository'
import { findLastZReport } from '../../storage/repositories/z-report-repository'
import type { Transaction } from '../../storage/transaction'

/**
 * How an open shift stands, as X shows and Z freezes it. In a transaction, so that a sale that is being stored is in all of its
 * figures or in none.
 */
export async function readReport(
  trx: Transaction,
  shift: Shift,
  by: { now: string; staffUserId: number; venue: VenueSettings },
): Promise<XReport> {
  const last = await findLastZReport(trx.db, shift.registerId)
  const facts = await readShiftFacts(trx.db, shift)
  const { venue } = by
  return {
    language: venue.language,
    zone: venue.zone,
    company: { name: venue.name, organisationNumber: venue.organisationNumber, address: venue.address },
    registerId: shift.registerId,
    registerName: shift.registerName,
    openedAt: shift.openedAt,
    openedBy: shift.openedBy,
    madeAt: by.now,
    madeBy: (await findStaffUser(trx.db, by.staffUserId))?.name ?? '',
    previousClose: last === undefined ? null : { number: last.number, at: last.at },
    report: composeShiftReport({ ...facts, grandTotals: last?.grandTotals ?? null }),
  }
}
