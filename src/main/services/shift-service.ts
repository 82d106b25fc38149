import type { NewShift, Shift } from '#shared/contract/shift-api'
import type { DrawerOpening, Movement, NewDrawerOpening, NewMovement } from '#shared/contract/shift-report-api'
import { err, ok, type Result } from '#shared/domain/result'
import { recordJournal } from '../storage/repositories/journal-repository'
import { findRegister } from '../storage/repositories/register-repository'
import { insertDrawerOpening, insertMovement, listMovements } from '../storage/repositories/shift-entry-repository'
import { findShiftView, insertShift } from '../storage/repositories/shift-view-repository'
import type { Transaction } from '../storage/transaction'
import { onceOnly, type KeyReused } from './idempotency'
import { enqueue } from './printing/enqueue'
import type { PrintQueue } from './printing/print-queue'
import { printWords } from './printing/print-words'
import { queueDrawer } from './printing/till-prints'
import type { ServiceDeps } from './service-deps'
import { venueNow } from './stored-settings'

export type OpenShiftRefusal =
  KeyReused | { code: 'register_not_found' } | { code: 'register_archived' } | { code: 'shift_open'; openedBy: string }

export type DrawerRefusal = KeyReused | { code: 'shift_not_found' } | { code: 'shift_closed' }

interface By {
  staffUserId: number
  key: string
}

export interface ShiftService {
  open: (shift: NewShift, by: By) => Promise<Result<Shift, OpenShiftRefusal>>
  find: (id: number) => Promise<Shift | undefined>
  /** Cash into or out of the drawer without a sale. */
  move: (shiftId: number, movement: NewMovement, by: By) => Promise<Result<Movement, DrawerRefusal>>
  /** Opens the drawer without a sale. */
  openDrawer: (shiftId: number, opening: NewDrawerOpening, by: By) => Promise<Result<DrawerOpening, DrawerRefusal>>
}

/** A cashier's time with a drawer, from its float on. */
export function createShiftService(deps: ServiceDeps & { queue: Pick<PrintQueue, 'wake'> }): ShiftService {
  const { inTransaction, read, now, news, queue } = deps

  function tell({ id, registerId }: Shift): void {
    news.publish('shift', { registerId, shiftId: id })
  }

  /** Does something at an open shift's drawer, once for its key. */
  async function atDrawer<T>(
    shiftId: number,
    intention: { scope: string; body: unknown },
    by: By,
    work: (trx: Transaction, at: string, shift: Shift) => Promise<T>,
  ): Promise<Result<T, DrawerRefusal>> {
    const { scope, body } = intention
    const changed: Shift[] = []
    const result = await inTransaction((trx) =>
      onceOnly<T, DrawerRefusal>(trx, { scope, key: by.key, body: { shiftId, body } }, now(), async () => {
        const shift = await findShiftView(trx.db, shiftId)
        if (shift === undefined) return err({ code: 'shift_not_found' })
        if (shift.closedAt !== null) return err({ code: 'shift_closed' })
        changed.push(shift)
        return ok(await work(trx, now(), shift))
      }),
    )
    if (result.ok && changed.length > 0) {
      changed.forEach(tell)
      queue.wake()
    }
    return result
  }

  return {
    find: (id) => read((db) => findShiftView(db, id)),

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
      if (result.ok) tell(result.value)
      return result
    },

    move: (shiftId, movement, by) =>
      atDrawer(shiftId, { scope: 'cash_movement', body: movement }, by, async (trx, at) => {
        const { staffUserId } = by
        const movementId = await insertMovement(trx, shiftId, { ...movement, at }, staffUserId)
        recordJournal(trx, {
          at,
          kind: movement.kind === 'paid_in' ? 'cash_paid_in' : 'cash_paid_out',
          shiftId,
          staffUserId,
          amountOre: movement.kind === 'paid_in' ? movement.amountOre : -movement.amountOre,
          detail: { movementId, reason: movement.reason },
        })
        queueDrawer(trx, { shiftId, orderId: null, now: at, staffUserId })
        const stored = (await listMovements(trx.db, shiftId)).at(-1)
        if (stored === undefined) throw new Error('the movement was not stored')
        return stored
      }),

    openDrawer: (shiftId, { reason }, by) =>
      atDrawer(shiftId, { scope: 'open_drawer', body: reason }, by, async (trx, at, { registerId }) => {
        const { staffUserId } = by
        const id = await insertDrawerOpening(trx, { shiftId, reason, at, staffUserId })
        recordJournal(trx, { at, kind: 'drawer_opened', shiftId, staffUserId, detail: { openingId: id, reason } })
        const jobId = enqueue(trx, {
          registerId,
          document: { kind: 'drawer' },
          openDrawer: true,
          title: printWords[venueNow(trx).language].drawer,
          shiftId,
          now: at,
          staffUserId,
        })
        return { id, reason, at, kicked: jobId !== undefined }
      }),
  }
}
