import { useSessionStorage } from '@vueuse/core'
import { computed, ref, shallowRef, type Ref } from 'vue'
import { ApiError, newIdempotencyKey } from '#renderer/api/client'
import { closeShift } from '#renderer/api/closing-api'
import type { Approval } from '#shared/contract/order-api'
import type { Blocker, Closing, XReport, ZReport } from '#shared/contract/shift-report-api'
import { compareCount, needsNote } from '#shared/domain/shifts/closing'
import { reportSlip } from '#shared/domain/shifts/z-slip'
import { slipFormat } from '#shared/text/slip-format'
import { emptyCount, isReadable, piecesOf, readTotal, type TypedCount } from './count-form'
import { isUnpaidOrder } from './use-blockers'

/** The close of a shift as it is being typed: what it comes to, the Z report that it would make, and the act itself. */
export function useClosing(
  shiftId: number,
  x: Ref<XReport | null>,
  blockers: Ref<Blocker[] | null>,
  receiver: Ref<{ shiftId: number; registerName: string } | null>,
) {
  // A drawer is not counted twice because somebody pressed reload.
  const typed = useSessionStorage<TypedCount>(`lucka.count.${String(shiftId)}`, emptyCount, { flush: 'sync' })
  const approval = ref<Approval | null>(null)
  const pending = ref(false)
  const failure = shallowRef<unknown>(null)
  let intention = { key: '', body: '' }

  const unpaid = computed(() => (blockers.value ?? []).filter(isUnpaidOrder))
  const count = computed(() => ({
    pieces: piecesOf(typed.value),
    cardOre: readTotal(typed.value.card) ?? null,
    swishByEyeOre: readTotal(typed.value.swishByEye) ?? null,
  }))
  const note = computed(() => (typed.value.note.trim() === '' ? null : typed.value.note.trim()))
  const comparisons = computed(() => (x.value === null ? [] : compareCount(x.value.report, count.value)))
  const noteMissing = computed(() => needsNote(comparisons.value) && note.value === null)
  const readable = computed(() => isReadable(typed.value))

  const slip = computed(() => {
    if (x.value === null) return null
    const others = (blockers.value ?? []).filter((blocker) => !isUnpaidOrder(blocker))
    const closing = {
      number: (x.value.previousClose?.number ?? 0) + 1,
      count: count.value,
      comparisons: comparisons.value,
      note: note.value,
      handedOver: {
        count: unpaid.value.length,
        amountOre: unpaid.value.reduce((sum, { amountOre }) => sum + (amountOre ?? 0), 0),
        to: receiver.value?.registerName ?? null,
      },
      leftOpen: [...new Set(others.map(({ kind }) => kind))].map((kind) => ({
        kind,
        count: others.filter((blocker) => blocker.kind === kind).length,
      })),
      journal: null,
    }
    return reportSlip(x.value, closing, slipFormat(x.value.language, x.value.zone))
  })

  /** One key for one intention: pressed again after a lost answer it is the same close. */
  function keyFor(body: Closing): string {
    const { approval: _pin, ...content } = body
    const text = JSON.stringify(content)
    if (text !== intention.body) intention = { key: newIdempotencyKey(), body: text }
    return intention.key
  }

  /** @returns the Z report, or the id of the one that somebody else was first with; null when it was refused */
  async function close(): Promise<Pick<ZReport, 'id'> | null> {
    if (pending.value) return null
    const body: Closing = {
      ...count.value,
      pieces: count.value.pieces.filter((pieces) => pieces.count > 0),
      note: note.value,
      handOver: unpaid.value.length === 0 ? null : { toShiftId: receiver.value?.shiftId ?? null },
      ...(approval.value !== null && { approval: approval.value }),
    }
    pending.value = true
    failure.value = null
    try {
      const z = await closeShift(shiftId, body, keyFor(body))
      typed.value = null
      return z
    } catch (error) {
      if (
        error instanceof ApiError &&
        error.code === 'shift_closed' &&
        typeof error.details['zReportId'] === 'number'
      ) {
        return { id: error.details['zReportId'] }
      }
      failure.value = error
      return null
    } finally {
      pending.value = false
    }
  }

  return { typed, approval, pending, failure, unpaid, comparisons, noteMissing, readable, slip, close }
}
