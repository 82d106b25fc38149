import { computed } from 'vue'
import { useTillStore } from './till-store'

/** The basket's line that `+`, `-` and Delete work on: the one touched last, or the last one. */
export function useSellingLine() {
  const till = useTillStore()

  const selected = computed(() => {
    const ids = till.basket.map(({ ticketTypeId }) => ticketTypeId)
    return ids.find((id) => id === till.touchedTypeId) ?? ids.at(-1) ?? null
  })

  function select(ticketTypeId: number): void {
    till.touchedTypeId = ticketTypeId
  }

  function move(by: 1 | -1): void {
    const at = till.basket.findIndex(({ ticketTypeId }) => ticketTypeId === selected.value)
    const next = till.basket[at + by]
    if (next !== undefined) select(next.ticketTypeId)
  }

  return { selected, select, move }
}
