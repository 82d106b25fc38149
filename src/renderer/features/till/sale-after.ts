import { ref, shallowRef, watch } from 'vue'
import { newIdempotencyKey } from '#renderer/api/client'
import { refundTickets } from '#renderer/api/swish-payments-api'
import { admitOrder, type Admission } from '#renderer/api/till-api'
import { useShiftStore } from '#renderer/app/stores/shift-store'
import type { Approval } from '#shared/contract/order-api'
import { isAnswered } from './answers'
import type { SaleState } from './sale-state'

/** What may follow a paid sale: everybody is let in at once, or the sale is undone. */
export function createAfterSale(sale: SaleState) {
  const { memory, order, attempt } = sale
  const shifts = useShiftStore()
  /** What came of letting them in; null before. */
  const admission = shallowRef<Admission | null>(null)
  const admissionProblem = shallowRef<unknown>(null)
  const undoKey = ref<{ key: string; orderId: number } | null>(null)

  /** Lets in everybody of the order. Repeated, it lets nobody in twice. */
  async function admit(): Promise<void> {
    const current = order.value
    if (current === null || current.status !== 'paid' || current.training) return
    const before = memory.value.admission
    const wish = before?.orderId === current.id ? before : { key: newIdempotencyKey(), orderId: current.id }
    memory.value.admission = wish
    admissionProblem.value = null
    try {
      const told = await admitOrder(current.id, wish.key)
      if (order.value?.id !== current.id) return
      admission.value = told
      memory.value.admit = false
      await sale.refresh()
    } catch (error) {
      if (isAnswered(error)) memory.value.admission = null
      admissionProblem.value = error
    }
  }

  watch(
    () => (order.value?.status === 'paid' ? order.value.id : null),
    (paidId) => {
      admission.value = null
      admissionProblem.value = null
      if (paidId !== null && memory.value.admit) void admit()
    },
  )

  /** Undoes the whole sale: the tickets end, the money goes back the way it came. */
  const undo = (reason: string, approval?: Approval) =>
    attempt(async () => {
      const current = order.value
      if (current === null) return
      const ticketCodes = current.tickets.filter(({ refundId }) => refundId === null).map(({ code }) => code)
      undoKey.value =
        undoKey.value?.orderId === current.id ? undoKey.value : { key: newIdempotencyKey(), orderId: current.id }
      const { shiftId } = shifts
      try {
        await refundTickets(
          current.id,
          {
            ...{ ticketCodes, reason, kind: 'void' as const },
            ...(shiftId === null ? {} : { shiftId }),
            ...(approval === undefined ? {} : { approval }),
          },
          undoKey.value.key,
        )
      } catch (error) {
        if (isAnswered(error)) undoKey.value = null
        throw error
      }
      await sale.refresh()
    })

  return { admission, admissionProblem, admit, undo }
}
