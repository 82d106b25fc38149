import { createHash } from 'node:crypto'
import type { Settings } from '#shared/contract/settings-api'
import type { Shift } from '#shared/contract/shift-api'
import type {
  Blocker,
  BlockerKind,
  Closing,
  HandOver,
  SeenBlocker,
  ZContent,
  ZReport,
} from '#shared/contract/shift-report-api'
import { err, ok, type Result } from '#shared/domain/result'
import { cashCounted } from '#shared/domain/shifts/cash-count'
import { compareCount, needsNote, type Comparison } from '#shared/domain/shifts/closing'
import { handOverOrders, listBlockers, markSeen } from '../../storage/repositories/blocker-repository'
import { journalHead, recordJournal } from '../../storage/repositories/journal-repository'
import { closeShift } from '../../storage/repositories/shift-entry-repository'
import { findShiftView } from '../../storage/repositories/shift-view-repository'
import { findZReportOfShift, insertZReport } from '../../storage/repositories/z-report-repository'
import type { Transaction } from '../../storage/transaction'
import { onceOnly, type KeyReused } from '../idempotency'
import type { ServiceDeps } from '../service-deps'
import type { ApprovalRefusal, ApprovalRequest, StaffService } from '../staff-service'
import { readReport } from './read-report'

type NotFound = { code: 'shift_not_found' }
type Closed = { code: 'shift_closed'; zReportId?: number }
export type HandOverRefusal = NotFound | Closed | { code: 'receiver_closed' }
export type ClosingRefusal =
  | HandOverRefusal
  | KeyReused
  | ApprovalRefusal
  /** Unpaid orders, and nobody to have them was named. */
  | { code: 'still_open'; count: number }
  | { code: 'note_needed'; comparisons: Comparison[] }

export interface ClosingService {
  /** What is not finished. */
  blockers: (shiftId: number) => Promise<Result<Blocker[], NotFound>>
  handOver: (shiftId: number, request: HandOver, staffUserId: number) => Promise<Result<Blocker[], HandOverRefusal>>
  markSeen: (
    shiftId: number,
    blocker: SeenBlocker,
    staffUserId: number,
  ) => Promise<Result<Blocker[], NotFound | Closed>>
  /** Ends a shift with its Z report. Another person's shift takes the right for that, or the PIN of somebody who has it. */
  close: (
    shiftId: number,
    closing: Closing,
    by: { asked: Omit<ApprovalRequest, 'permission'>; key: string },
  ) => Promise<Result<ZReport, ClosingRefusal>>
}

/** What can wait without an owner cannot be lost: only unpaid orders must have somebody before a shift ends. */
const holdsUp = new Set<BlockerKind>(['basket', 'part_paid', 'swish_payment'])
const isUnpaidOrder = ({ kind }: Blocker): boolean => holdsUp.has(kind)

/** The end of a shift. It can always be completed: whatever is not finished is handed over. */
export function createClosingService(
  deps: ServiceDeps & { settings: { current: () => Pick<Settings, 'venue'> }; staff: Pick<StaffService, 'approve'> },
): ClosingService {
  const { inTransaction, read, now, news } = deps

  function tellOrders(orderIds: readonly number[]): void {
    for (const orderId of orderIds) news.publish('order', { orderId, status: 'reserved' })
  }

  async function openShift(trx: Transaction, shiftId: number): Promise<Result<Shift, NotFound | Closed>> {
    const shift = await findShiftView(trx.db, shiftId)
    if (shift === undefined) return err({ code: 'shift_not_found' })
    if (shift.closedAt === null) return ok(shift)
    const z = await findZReportOfShift(trx.db, shiftId)
    return err({ code: 'shift_closed', ...(z !== undefined && { zReportId: z.id }) })
  }

  /** The shift that gets what is handed over; null for any. */
  async function receiver(
    trx: Transaction,
    shiftId: number,
    toShiftId: number | null,
  ): Promise<Result<Shift | null, { code: 'receiver_closed' }>> {
    if (toShiftId === null) return ok(null)
    const shift = toShiftId === shiftId ? undefined : await findShiftView(trx.db, toShiftId)
    return shift?.closedAt === null ? ok(shift) : err({ code: 'receiver_closed' })
  }

  const giveOrders = (trx: Transaction, from: Shift, orderIds: number[], to: Shift | null, staffUserId: number) =>
    handOverOrders(
      trx,
      { shiftId: from.id, registerName: from.registerName },
      orderIds,
      to && { shiftId: to.id, registerName: to.registerName },
      { at: now(), staffUserId },
    )

  /** Everything of a close, in one transaction. Refuses before it writes. */
  async function closeIn(
    trx: Transaction,
    shiftId: number,
    closing: Closing,
    by: { staffUserId: number; approvedBy: number | null },
    handedOver: number[],
  ): Promise<Result<ZReport, ClosingRefusal>> {
    const { staffUserId } = by
    const found = await openShift(trx, shiftId)
    if (!found.ok) return found
    const shift = found.value
    const at = now()
    const blockers = await listBlockers(trx.db, shiftId, at)
    const unpaid = blockers.filter(isUnpaidOrder)
    if (unpaid.length > 0 && closing.handOver === null) return err({ code: 'still_open', count: unpaid.length })
    const to = await receiver(trx, shiftId, closing.handOver?.toShiftId ?? null)
    if (!to.ok) return to
    const x = await readReport(trx, shift, { now: at, staffUserId, venue: deps.settings.current().venue })
    const comparisons = compareCount(x.report, closing)
    if (needsNote(comparisons) && closing.note === null) return err({ code: 'note_needed', comparisons })

    if (unpaid.length > 0) {
      const orderIds = unpaid.map(({ id }) => id)
      handedOver.push(...(await giveOrders(trx, shift, orderIds, to.value, staffUserId)))
    }
    if (!(await closeShift(trx, shiftId, { at, staffUserId }))) throw new Error(`shift ${shiftId} was not open`)
    const countedOre = cashCounted(closing.pieces)
    const figures = { expectedOre: x.report.cash.expectedOre, differenceOre: countedOre - x.report.cash.expectedOre }
    recordJournal(trx, {
      at,
      kind: 'shift_closed',
      shiftId,
      staffUserId,
      amountOre: countedOre,
      detail: { ...figures, note: closing.note, ...(by.approvedBy !== null && { approvedBy: by.approvedBy }) },
    })
    const content: ZContent = {
      ...x,
      number: (x.previousClose?.number ?? 0) + 1,
      count: {
        pieces: closing.pieces.filter(({ count }) => count > 0),
        cardOre: closing.cardOre,
        swishByEyeOre: closing.swishByEyeOre,
      },
      comparisons,
      note: closing.note,
      handedOver: {
        count: unpaid.length,
        amountOre: unpaid.reduce((sum, { amountOre }) => sum + (amountOre ?? 0), 0),
        to: to.value?.registerName ?? null,
      },
      leftOpen: countKinds(blockers.filter((blocker) => !isUnpaidOrder(blocker))),
      journal: journalHead(trx),
    }
    const zReportId = await insertZReport(trx, {
      registerId: shift.registerId,
      shiftId,
      staffUserId,
      countedOre,
      content,
    })
    // The report itself is in the chain too: whoever changes it afterwards is found.
    const contentHash = createHash('sha256').update(JSON.stringify(content)).digest('hex')
    recordJournal(trx, {
      at,
      kind: 'z_report',
      shiftId,
      staffUserId,
      amountOre: x.report.netOre,
      detail: { zReportId, number: content.number, contentHash },
    })
    const z = await findZReportOfShift(trx.db, shiftId)
    if (z === undefined) throw new Error('the Z report was not stored')
    return ok(z)
  }

  return {
    blockers: (shiftId) =>
      read(async (db) =>
        (await findShiftView(db, shiftId)) === undefined
          ? err({ code: 'shift_not_found' as const })
          : ok(await listBlockers(db, shiftId, now())),
      ),

    async handOver(shiftId, { orderIds, toShiftId }, staffUserId) {
      const given: number[] = []
      const result = await inTransaction(async (trx): Promise<Result<Blocker[], HandOverRefusal>> => {
        const shift = await openShift(trx, shiftId)
        if (!shift.ok) return shift
        const to = await receiver(trx, shiftId, toShiftId)
        if (!to.ok) return to
        given.push(...(await giveOrders(trx, shift.value, orderIds, to.value, staffUserId)))
        return ok(await listBlockers(trx.db, shiftId, now()))
      })
      tellOrders(given)
      return result
    },

    markSeen: (shiftId, blocker, staffUserId) =>
      inTransaction(async (trx): Promise<Result<Blocker[], NotFound | Closed>> => {
        const shift = await openShift(trx, shiftId)
        if (!shift.ok) return shift
        await markSeen(trx, shiftId, blocker, { at: now(), staffUserId })
        return ok(await listBlockers(trx.db, shiftId, now()))
      }),

    async close(shiftId, closing, { asked, key }) {
      const shift = await read((db) => findShiftView(db, shiftId))
      if (shift === undefined) return err({ code: 'shift_not_found' })
      const { staffUserId } = asked.caller
      const mine = shift.openedById === staffUserId
      const allowed = mine
        ? ok({ approvedBy: null })
        : await deps.staff.approve({ ...asked, permission: 'manage_shifts' })
      if (!allowed.ok) return allowed

      const { approval: _pin, ...content } = closing
      const handedOver: number[] = []
      const result = await inTransaction((trx) =>
        onceOnly<ZReport, ClosingRefusal>(trx, { scope: 'close_shift', key, body: { shiftId, content } }, now(), () =>
          closeIn(trx, shiftId, closing, { staffUserId, ...allowed.value }, handedOver),
        ),
      )
      if (result.ok) {
        tellOrders(handedOver)
        news.publish('shift', { registerId: shift.registerId, shiftId: null })
      }
      return result
    },
  }
}

function countKinds(blockers: readonly Blocker[]): ZContent['leftOpen'] {
  const kinds = [...new Set(blockers.map(({ kind }) => kind))]
  return kinds.map((kind) => ({ kind, count: blockers.filter((blocker) => blocker.kind === kind).length }))
}
