import type { NewShift, Shift } from '#shared/contract/shift-api'
import { err, ok, type Result } from '#shared/domain/result'
import { recordJournal } from '../storage/repositories/journal-repository'
import { findRegister } from '../storage/repositories/register-repository'
import { findShiftView, insertShift } from '../storage/repositories/shift-view-repository'
import { onceOnly, type KeyReused } from './idempotency'
import type { ServiceDeps } from './service-deps'

export type OpenShiftRefusal =
  KeyReused | { code: 'register_not_found' } | { code: 'register_archived' } | { code: 'shift_open'; openedBy: string }

export interface ShiftService {
  open: (shift: NewShift, by: { staffUserId: number; key: string }) => Promise<Result<Shift, OpenShiftRefusal>>
}

/** A cashier's time with a drawer, from its float on. */
export function createShiftService({ inTransaction, now, news }: ServiceDeps): ShiftService {
  return {
    async open(shift, { staffUserId, key }) {
      const result = await inTransaction((trx) =>
        onceOnly<Shift, OpenShiftRefusal>(trx, { scope: 'open_shift', key, body: shift }, now(), async () => {
          const { registerId, floatOre } = shift
          const register = await findRegister(trx.db, registerId)
          if (register === undefined) return err({ code: 'register_not_found' })
          if (register.archivedAt !== null) return err({ code: 'register_archived' })
          if (register.openShift !== null) return err({ code: 'shift_open', openedBy: register.openShift.openedBy })
          const at = now()
          const shiftId = await insertShift(trx, { registerId, floatOre, openedBy: staffUserId, now: at })
          recordJournal(trx, { at, kind: 'shift_opened', shiftId, staffUserId, amountOre: floatOre })
          const stored = await findShiftView(trx.db, shiftId)
          if (stored === undefined) throw new Error('the shift was not stored')
          return ok(stored)
        }),
      )
      if (result.ok) news.publish('shift', { registerId: result.value.registerId, shiftId: result.value.id })
      return result
    },
  }
}
