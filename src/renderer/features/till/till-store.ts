import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError, NetworkError, newIdempotencyKey } from '#renderer/api/client'
import { cancelOrder, createOrder, getOrder, payWithCash } from '#renderer/api/order-api'
import { useCatalogueStore } from '#renderer/app/stores/catalogue-store'
import { useClockStore } from '#renderer/app/stores/clock-store'
import { useConnectionStore } from '#renderer/app/stores/connection-store'
import { useSwishStore } from '#renderer/app/stores/swish-store'
import { holdKeysDuring } from '#renderer/composables/use-keys'
import type { TicketType } from '#shared/contract/event-api'
import type { NewOrder, Order, Tender } from '#shared/contract/order-api'
import { isAnswered, isGone } from './answers'
import { countOf, fitToSeats, ticketCountOf, totalOreOf, withCount, type BasketLine } from './basket'
import { createLeftBehind } from './left-behind'
import { useParkedStore } from './parked-store'
import { createSwishSale, isOpen } from './swish-sale'
import { useTillMemory, type Phase } from './till-memory'

/** An event stays on the till this long after it began: late guests still buy. */
const lateSaleMs = 12 * 60 * 60_000

/**
 * One till's sale from the first ticket to the printed one. The server decides everything; this keeps what the person has
 * chosen, makes one key for each thing they want, and never drops either because an answer was lost.
 */
export const useTillStore = defineStore('till', () => {
  const catalogue = useCatalogueStore()
  const clock = useClockStore()
  const connection = useConnectionStore()
  const swish = useSwishStore()
  const parked = useParkedStore()
  const memory = useTillMemory()

  const phase = ref<Phase>('selling')
  const order = shallowRef<Order | null>(null)
  const pending = ref(false)
  /** The last refusal, shown in the panel of `phase`. */
  const problem = shallowRef<unknown>(null)
  /** An order that was given up but had been paid at the same moment: the customer has a right to those tickets. */
  const paidAfterAll = shallowRef<Order | null>(null)
  const { leaveBehind, settleLeftBehind } = createLeftBehind(memory, paidAfterAll)

  // Event and basket

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

  const basket = computed<BasketLine[]>(() => memory.value.baskets[String(event.value?.id)] ?? [])
  const totalOre = computed(() => order.value?.totalOre ?? totalOreOf(basket.value, catalogue.ticketTypeById))
  const email = computed({ get: () => memory.value.email, set: (text) => (memory.value.email = text) })

  /** The line that was changed last. */
  const touchedTypeId = ref<number | null>(null)
  /** A count typed on its own, waiting for its tile. */
  const typedCount = ref('')

  const begunCount = (eventId: number): number => ticketCountOf(memory.value.baskets[String(eventId)] ?? [])

  function keepBasket(lines: BasketLine[]): void {
    if (event.value === null || phase.value !== 'selling' || pending.value) return
    problem.value = null
    memory.value.baskets = { ...memory.value.baskets, [String(event.value.id)]: lines }
  }

  const setCount = (ticketTypeId: number, count: number) => {
    touchedTypeId.value = ticketTypeId
    keepBasket(withCount(basket.value, ticketTypeId, count))
  }
  const changeCount = (ticketTypeId: number, by: number) => {
    setCount(ticketTypeId, countOf(basket.value, ticketTypeId) + by)
  }

  function selectEvent(id: number): void {
    if (phase.value !== 'selling' || pending.value) return
    problem.value = null
    typedCount.value = ''
    memory.value.eventId = id
  }

  function moveEvent(by: 1 | -1): void {
    const all = events.value
    const at = all.findIndex(({ id }) => id === event.value?.id)
    const next = all[(at + by + all.length) % all.length]
    if (next !== undefined) selectEvent(next.id)
  }

  // Reservation

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

  /** Reserves the basket and opens payment, at once with a tender when one was chosen already. */
  const reserve = (tender: Tender | null = null) =>
    attempt(async () => {
      if (event.value === null || basket.value.length === 0) return
      const address = memory.value.email.trim()
      const body: NewOrder = {
        eventId: event.value.id,
        lines: basket.value.map(({ ticketTypeId, count }) => ({ ticketTypeId, count })),
        ...(address === '' ? {} : { email: address }),
      }
      await settleLeftBehind()
      const reserved = await reserveOnce(body)
      show(reserved, 'tender')
    }).then(async () => {
      if (problem.value !== null || phase.value !== 'tender') return
      if (tender === 'cash') openCash()
      // Swish in doubt is the cashier's to decide about, before the customer is asked.
      if (tender === 'swish' && swish.startable === 'yes') await startSwish()
    })

  async function reserveOnce(body: NewOrder): Promise<Order> {
    const before = memory.value.reservation
    const same = before !== null && JSON.stringify(before.body) === JSON.stringify(body)
    if (before !== null && !same) {
      leaveBehind({ kind: 'reservation', reservation: before })
      await settleLeftBehind()
    }
    const reservation = same ? before : { key: newIdempotencyKey(), body }
    memory.value.reservation = reservation
    try {
      const reserved = await createOrder(reservation.body, reservation.key)
      memory.value.reservation = null
      return reserved
    } catch (error) {
      if (isAnswered(error)) memory.value.reservation = null
      throw error
    }
  }

  /** Sells what is left instead of what was asked for. */
  async function sellWhatIsLeft(seatsLeft: number): Promise<void> {
    keepBasket(fitToSeats(basket.value, seatsLeft))
    await reserve()
  }

  /** Back to the tickets: the seats go back on sale, the basket stays. */
  const giveUpReservation = () =>
    attempt(async () => {
      const left = order.value
      if (left === null) {
        phase.value = 'selling'
        return
      }
      try {
        await cancelOrder(left.id)
      } catch (error) {
        if (error instanceof NetworkError) leaveBehind({ kind: 'order', orderId: left.id })
        else if (error instanceof ApiError && error.code === 'already_paid') {
          show(await getOrder(left.id), 'paid')
          return
        } else if (!isGone(error) || isPaymentInProgress(error)) throw error
      }
      backToTickets()
    })

  // Payment

  function openCash(): void {
    problem.value = null
    phase.value = 'cash'
  }

  function backToTenders(): void {
    problem.value = null
    phase.value = 'tender'
  }

  /** @param givenOre what the customer handed over, at least the payable amount */
  const payCash = (givenOre: number) =>
    attempt(async () => {
      const current = order.value
      if (current === null) return
      const before = memory.value.cash
      const same = before !== null && before.orderId === current.id && before.givenOre === givenOre
      const wish = same ? before : { key: newIdempotencyKey(), orderId: current.id, givenOre }
      memory.value.cash = wish
      try {
        show(await payWithCash(current.id, { givenOre }, wish.key), 'paid')
      } catch (error) {
        // Paid all the same: an earlier try whose answer was lost, or Swish in the last moment.
        if (error instanceof ApiError && error.code === 'not_payable') await refresh()
        if (order.value?.status !== 'paid') throw error
      }
    })

  const { payerNumber, withoutSuperseded, takeNews, startSwish, askAnotherWay, cancelSwish } = createSwishSale({
    order,
    phase,
    memory,
    attempt,
    refresh,
    refreshQuietly,
  })

  /** Leaves a payment that nobody can tell the outcome of, and goes on with the next customer. */
  function parkSale(): void {
    const left = order.value
    if (left === null || pending.value) return
    parked.park(left)
    nextSale()
  }

  // What the server says

  function show(news: Order, next: Phase): void {
    order.value = withoutSuperseded(news)
    memory.value.orderId = news.id
    phase.value = news.status === 'paid' ? 'paid' : next
  }

  /** Reads the order anew; becomes `paid` when it is. */
  async function refresh(): Promise<void> {
    const id = memory.value.orderId
    if (id === null) return
    const news = await getOrder(id)
    if (memory.value.orderId === id) show(news, phase.value === 'selling' ? 'tender' : phase.value)
  }

  /** No contact shows itself elsewhere; the next news or connection reads again. */
  function refreshQuietly(): void {
    void refresh().catch(() => undefined)
  }

  /** Back to the tickets, without an order. */
  function backToTickets(): void {
    order.value = null
    problem.value = null
    payerNumber.value = ''
    Object.assign(memory.value, { orderId: null, cash: null, swish: null })
    phase.value = 'selling'
  }

  /** Everything of the finished sale goes; the event stays in focus. */
  function nextSale(): void {
    const soldAt = order.value?.event.id
    backToTickets()
    memory.value.email = ''
    touchedTypeId.value = null
    if (soldAt !== undefined) memory.value.baskets = { ...memory.value.baskets, [String(soldAt)]: [] }
  }

  /** Takes up what a reload interrupted: an order at the server, or a reservation whose answer was lost. */
  async function resume(): Promise<void> {
    if (memory.value.orderId !== null && phase.value === 'selling') {
      await refresh().catch((error: unknown) => {
        if (!isAnswered(error)) throw error
        backToTickets()
      })
      if (order.value?.status === 'cancelled') backToTickets()
      else if (isOpen(order.value?.paymentAttempt ?? null) && order.value?.status !== 'paid') phase.value = 'swish'
    } else if (memory.value.reservation !== null && memory.value.reservation.body.eventId === event.value?.id) {
      await reserve()
    }
    await settleLeftBehind()
  }

  connection.on('order', ({ orderId }) => {
    if (orderId === memory.value.orderId) refreshQuietly()
  })
  connection.on('payment_attempt', takeNews)
  connection.on('mail', ({ orderId }) => {
    if (orderId === memory.value.orderId) refreshQuietly()
  })
  connection.on('hello', () => {
    refreshQuietly()
    void settleLeftBehind()
  })

  return {
    phase,
    order,
    pending,
    problem,
    paidAfterAll,
    events,
    event,
    ticketTypes,
    basket,
    totalOre,
    email,
    touchedTypeId,
    typedCount,
    begunCount,
    setCount,
    changeCount,
    selectEvent,
    moveEvent,
    reserve,
    sellWhatIsLeft,
    giveUpReservation,
    openCash,
    backToTenders,
    payCash,
    payerNumber,
    startSwish,
    askAnotherWay,
    cancelSwish,
    parkSale,
    refreshQuietly,
    nextSale,
    backToTickets,
    resume,
  }
})

/** The customer may still approve it: nothing can be given up before Swish has said how it went. */
function isPaymentInProgress(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'payment_in_progress'
}
