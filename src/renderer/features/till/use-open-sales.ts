import { storeToRefs } from 'pinia'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { OpenOrder } from '#renderer/api/till-api'
import { useClockStore } from '#renderer/app/stores/clock-store'
import { useShiftStore } from '#renderer/app/stores/shift-store'
import { useFormat } from '#renderer/composables/use-format'
import { useOpenSalesStore } from './open-sales-store'
import { useParkedStore } from './parked-store'
import { useTillStore } from './till-store'

/** Rows that have a key of their own. */
export const saleKeys = ['F6', 'F7', 'F8', 'F9'] as const

/** The sales that can be gone on with here, and taking one up: asked first when another till has it in its hands. */
export function useOpenSales() {
  const { t } = useI18n()
  const till = useTillStore()
  const open = useOpenSalesStore()
  const parked = useParkedStore()
  const shifts = useShiftStore()
  const clock = useClockStore()
  const format = useFormat()

  const { asked } = storeToRefs(open)

  const sales = computed(() => {
    const left = new Set(parked.parked.map(({ orderId }) => orderId))
    return open.sales
      .filter(({ id }) => id !== till.order?.id && !left.has(id))
      .sort((a, b) => Number(b.parkedName !== null) - Number(a.parkedName !== null))
  })

  const isHere = ({ registerId }: OpenOrder) => registerId !== null && registerId === shifts.register?.id
  const isHeldElsewhere = (sale: OpenOrder) => sale.parkedName === null && sale.registerId !== null && !isHere(sale)

  function take(sale: OpenOrder): void {
    asked.value = null
    // What stands in the way is parked under the time, so that it is found again.
    const spareName = t('till.park.spareName', { time: format.clock(new Date(clock.nowMs).toISOString()) })
    void till.takeUp(sale, spareName)
  }

  /** Takes it up, or asks when another till works on it. */
  function choose(sale: OpenOrder): void {
    if (till.pending) return
    if (isHeldElsewhere(sale)) asked.value = sale
    else take(sale)
  }

  return { sales, asked, isHere, isHeldElsewhere, choose, take }
}
