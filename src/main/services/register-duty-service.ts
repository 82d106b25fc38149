import type { RegisterDuty } from '#shared/contract/register-duty-api'
import { dutyLevel, twelveMonthsBefore } from '#shared/domain/register-duty/register-duty'
import type { ControlUnit } from '../devices/control-unit/control-unit'
import { sumSales } from '../storage/repositories/register-duty-repository'
import type { ServiceDeps } from './service-deps'

/** A year is summed in pieces, so that no sale waits behind the whole of it. */
const PIECE_MS = 7 * 24 * 3_600_000

export interface RegisterDutyService {
  current: () => Promise<RegisterDuty>
}

/** The sales that decide whether the venue needs a certified cash register. */
export function createRegisterDutyService(
  deps: Pick<ServiceDeps, 'read' | 'now'> & { limitOre: () => number; controlUnit: ControlUnit },
): RegisterDutyService {
  return {
    async current() {
      const to = deps.now()
      const from = twelveMonthsBefore(to)
      let tillOre = 0
      let webOre = 0
      for (let start = from; start < to;) {
        const begin = start
        const end = new Date(Math.min(Date.parse(begin) + PIECE_MS, Date.parse(to))).toISOString()
        const piece = await deps.read((db) => sumSales(db, begin, end))
        tillOre += piece.tillOre
        webOre += piece.webOre
        start = end
      }
      const limitOre = deps.limitOre()
      return {
        from,
        to,
        tillOre,
        webOre,
        limitOre,
        controlUnit: deps.controlUnit.state(),
        level: dutyLevel(tillOre, limitOre),
      }
    },
  }
}
