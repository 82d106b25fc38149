import { computed, ref } from 'vue'
import { ApiError } from '#renderer/api/client'
import { renewOrder } from '#renderer/api/till-api'
import { useClockStore } from '#renderer/app/stores/clock-store'
import { useShiftStore } from '#renderer/app/stores/shift-store'
import { isEmailAddress } from '#shared/domain/mail/email-address'
import { countOf, fitToSeats, ticketCountOf, withCount, type BasketLine } from './basket'
import { createBasketSync, TakenOver } from './basket-sync'
import type { SaleState } from './sale-state'
import { draftKey, saleOfKey } from './till-memory'

/** Where seats are no longer held there is no point in asking for them with every key. */
const renewalPauseMs = 5_000

/** Choosing tickets: shown at once, held at the server as soon as it answers. */
export function createSaleBasket(sale: SaleState) {
  const { memory, phase, pending, problem, event, events, activeKey, basket, draft, order } = sale
  const clock = useClockStore()
  const shifts = useShiftStore()

  /** The line that was changed last. */
  const touchedTypeId = ref<number | null>(null)
  /** A count typed on its own, waiting for its tile. */
  const typedCount = ref('')

  const sync = createBasketSync({
    draftOf: sale.draftOf,
    orderOf: sale.orderOf,
    setOrder: sale.setOrder,
    saleOf: saleOfKey,
    shiftId: () => shifts.shiftId,
    onRefusal(key, error) {
      if (error instanceof TakenOver) sale.moveAway(key, error.order)
      else if (key === activeKey.value) {
        if (order.value?.status === 'paid') phase.value = 'paid'
        else problem.value = error
      }
    },
  })
  /** The basket stands here only: the server has not answered yet. */
  const unsaved = computed(() => sync.waiting.has(activeKey.value))

  function keepBasket(lines: BasketLine[]): void {
    if (event.value === null || phase.value !== 'selling' || pending.value || draft.value.fixed) return
    problem.value = null
    sale.movedAway.value = null
    Object.assign(sale.draftOf(activeKey.value), { lines, unsent: true })
    sync.push(activeKey.value)
  }

  const setCount = (ticketTypeId: number, count: number) => {
    touchedTypeId.value = ticketTypeId
    keepBasket(withCount(basket.value, ticketTypeId, count))
  }
  const changeCount = (ticketTypeId: number, by: number) => {
    setCount(ticketTypeId, countOf(basket.value, ticketTypeId) + by)
  }
  /** Sells what is left instead of what was asked for. */
  const sellWhatIsLeft = (seatsLeft: number) => {
    keepBasket(fitToSeats(basket.value, seatsLeft))
  }
  const begunCount = (eventId: number): number =>
    ticketCountOf(memory.value.drafts[draftKey(eventId, memory.value.training)]?.lines ?? [])

  /** @param done the field has been left: the address goes to the server */
  function setEmail(text: string, done: boolean): void {
    const held = sale.draftOf(activeKey.value)
    if (text !== held.email) Object.assign(held, { email: text, unsent: true })
    if (done && held.lines.length > 0) sync.push(activeKey.value)
  }

  function selectEvent(id: number): void {
    if (phase.value !== 'selling' || pending.value) return
    problem.value = null
    typedCount.value = ''
    Object.assign(memory.value, { eventId: id, collected: false })
    sale.refreshQuietly()
  }

  function moveEvent(by: 1 | -1): void {
    const all = events.value
    const at = all.findIndex(({ id }) => id === event.value?.id)
    const next = all[(at + by + all.length) % all.length]
    if (next !== undefined) selectEvent(next.id)
  }

  function toggleTraining(): void {
    if (phase.value !== 'selling' || pending.value) return
    problem.value = null
    memory.value.training = !memory.value.training
    sale.refreshQuietly()
  }

  // Holding the seats

  let renewing: Promise<void> | null = null
  let renewedAt = -renewalPauseMs

  async function renew(orderId: number): Promise<void> {
    const key = activeKey.value
    renewedAt = performance.now()
    sale.setOrder(key, await renewOrder(orderId))
  }

  /** Whoever works on a basket keeps its seats: called with every key and touch. */
  function stayAwake(): void {
    const current = order.value
    if (current === null || renewing !== null || pending.value || draft.value.unsent) return
    if (current.status !== 'reserved' && current.status !== 'expired') return
    const third = (event.value?.reservationSeconds ?? 600) / 3
    if (clock.secondsUntil(current.expiresAt) > third || performance.now() - renewedAt < renewalPauseMs) return
    renewing = renew(current.id)
      .catch((error: unknown) => {
        if (error instanceof ApiError && error.code === 'out_of_seats') problem.value = error
      })
      .finally(() => (renewing = null))
  }

  /** To payment, once the server holds what stands in the basket. */
  const holdAll = async (): Promise<void> => {
    const address = draft.value.email.trim()
    if (address !== '' && !isEmailAddress(address)) throw new ApiError(422, 'invalid_email', 'Not an address', {})
    await sync.sync(activeKey.value)
    const current = order.value
    if (current?.status === 'expired' || (current !== null && clock.secondsUntil(current.expiresAt) === 0)) {
      await renew(current.id)
    }
  }

  return {
    ...{ touchedTypeId, typedCount, unsaved, begunCount, setCount, changeCount, sellWhatIsLeft, setEmail },
    ...{ selectEvent, moveEvent, toggleTraining, stayAwake, holdAll },
    push: sync.push,
    pushWaiting: sync.pushWaiting,
    sync: sync.sync,
  }
}
export type SaleBasket = ReturnType<typeof createSaleBasket>
