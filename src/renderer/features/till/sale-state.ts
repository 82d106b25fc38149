import { computed, ref, shallowReactive, shallowRef, watch } from 'vue'
import { getOrder } from '#renderer/api/order-api'
import { useCatalogueStore } from '#renderer/app/stores/catalogue-store'
import { useClockStore } from '#renderer/app/stores/clock-store'
import { useShiftStore } from '#renderer/app/stores/shift-store'
import { holdKeysDuring } from '#renderer/composables/use-keys'
import type { TicketType } from '#shared/contract/event-api'
import type { Order } from '#shared/contract/order-api'
import { discountOre } from '#shared/domain/orders/discount'
import { totalOreOf, type BasketLine } from './basket'
import { isElsewhere, takeOver } from './basket-sync'
import { collectedKey, draftKey, emptyDraft, useTillMemory, type Draft, type Phase } from './till-memory'

/** An event stays on the till this long after it began: late guests still buy. */
const lateSaleMs = 12 * 60 * 60_000

const beforePaying: ReadonlySet<Phase> = new Set(['selling', 'park', 'collect'])

/** An answer that was overtaken by a newer one on its way. */
function isOlder(news: Order, known: Order | undefined): boolean {
  if (known === undefined || news.id !== known.id) return false
  if (known.status === 'paid' && news.status === 'reserved') return true
  return news.revision < known.revision || news.payments.length < known.payments.length
}

/** What all parts of a sale work on: the chosen event, the baskets as wished for, and their orders as the server told last. */
export function createSaleState() {
  const catalogue = useCatalogueStore()
  const clock = useClockStore()
  const shifts = useShiftStore()
  const memory = useTillMemory()

  const phase = ref<Phase>('selling')
  watch(phase, (now) => (memory.value.paying = !beforePaying.has(now)))
  const pending = ref(false)
  /** The last refusal, shown in the panel of `phase`. */
  const problem = shallowRef<unknown>(null)
  /** The sale that another till has taken over from here. */
  const movedAway = shallowRef<Order | null>(null)

  const events = computed(() => {
    const earliest = new Date(clock.nowMs - lateSaleMs).toISOString()
    return catalogue.events
      .filter(({ archivedAt, eventAt }) => archivedAt === null && eventAt > earliest)
      .sort((a, b) => a.eventAt.localeCompare(b.eventAt))
  })
  const event = computed(() => events.value.find(({ id }) => id === memory.value.eventId) ?? events.value[0] ?? null)
  const ticketTypes = computed<TicketType[]>(() =>
    (event.value?.ticketTypeIds ?? []).flatMap((id) => catalogue.ticketTypeById.get(id) ?? []),
  )

  const orders = shallowReactive(new Map<string, Order>())
  const activeKey = computed(() =>
    memory.value.collected ? collectedKey : draftKey(event.value?.id ?? 0, memory.value.training),
  )
  const draftOf = (key: string): Draft => {
    memory.value.drafts[key] ??= emptyDraft()
    return memory.value.drafts[key]
  }
  const draft = computed(() => memory.value.drafts[activeKey.value] ?? emptyDraft())
  const basket = computed<BasketLine[]>(() => draft.value.lines)

  /** May change an order's news before it is shown. */
  let prepare = (news: Order): Order => news
  const prepareWith = (change: typeof prepare) => (prepare = change)

  function setOrder(key: string, told: Order | null): void {
    if (told === null) {
      orders.delete(key)
      return
    }
    const news = prepare(told)
    if (isOlder(news, orders.get(key))) return
    orders.set(key, news)
    const held = draftOf(key)
    if (!held.unsent || held.fixed) takeOver(held, news)
  }
  const orderOf = (key: string): Order | null => orders.get(key) ?? null
  const order = computed<Order | null>({
    get: () => orderOf(activeKey.value),
    set: (now) => {
      setOrder(activeKey.value, now)
    },
  })

  /** What the lines cost together, at once with every key. */
  const totalOre = computed(() => {
    if (order.value !== null && !draft.value.unsent) return order.value.totalOre
    const grossOre = totalOreOf(basket.value, catalogue.ticketTypeById)
    return grossOre - discountOre(grossOre, order.value?.discount ?? undefined)
  })
  const paidOre = computed(() => order.value?.paidOre ?? 0)
  const restOre = computed(() => Math.max(0, totalOre.value - paidOre.value))

  /** One thing at a time, whatever is clicked twice; a refusal lands in `problem`. */
  const attempt = (work: () => Promise<void>): Promise<void> =>
    pending.value ? Promise.resolve() : holdKeysDuring(attemptOnce(work))

  async function attemptOnce(work: () => Promise<void>): Promise<void> {
    pending.value = true
    problem.value = null
    try {
      await work()
    } catch (error) {
      problem.value = error
    } finally {
      pending.value = false
    }
  }

  /** An order in the panel that fits it: `paid` once it is. */
  function show(news: Order, next: Phase): void {
    setOrder(activeKey.value, news)
    phase.value = news.status === 'paid' ? 'paid' : next
  }

  /** Takes a sale off this till's screen; nothing happens to it at the server. */
  function drop(key: string): void {
    orders.delete(key)
    memory.value.drafts = Object.fromEntries(Object.entries(memory.value.drafts).filter(([other]) => other !== key))
    if (key === collectedKey) memory.value.collected = false
  }

  /** Back to the tickets, with an empty basket. */
  function clearSale(): void {
    drop(activeKey.value)
    problem.value = null
    Object.assign(memory.value, {
      tender: null,
      swish: null,
      reversal: null,
      exchange: null,
      admit: false,
      admission: null,
    })
    phase.value = 'selling'
  }

  /** Reads the order anew; becomes `paid` when it is. */
  async function refresh(): Promise<void> {
    const key = activeKey.value
    const id = draft.value.orderId
    if (id === null) return
    const news = await getOrder(id)
    if (memory.value.drafts[key]?.orderId !== id) return
    if (phase.value !== 'paid' && isElsewhere(news, shifts.shiftId)) moveAway(key, news)
    else if (key === activeKey.value) show(news, phase.value)
    else setOrder(key, news)
  }

  function moveAway(key: string, news: Order): void {
    if (key === activeKey.value) {
      clearSale()
      movedAway.value = news
    } else drop(key)
  }

  /** No contact shows itself elsewhere; the next news or connection reads again. */
  function refreshQuietly(): void {
    void refresh().catch(() => undefined)
  }

  return {
    ...{ memory, phase, pending, problem, movedAway, events, event, ticketTypes },
    ...{ activeKey, draftOf, draft, basket, order, orderOf, setOrder, prepareWith, totalOre, paidOre, restOre },
    ...{ attempt, show, drop, clearSale, refresh, refreshQuietly, moveAway },
  }
}
export type SaleState = ReturnType<typeof createSaleState>
