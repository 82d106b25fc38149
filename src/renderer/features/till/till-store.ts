import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import { useConnectionStore } from '#renderer/app/stores/connection-store'
import { useShiftStore } from '#renderer/app/stores/shift-store'
import { useSwishStore } from '#renderer/app/stores/swish-store'
import { holdKeysDuring } from '#renderer/composables/use-keys'
import { useParkedStore } from './parked-store'
import { createAfterSale } from './sale-after'
import { createSaleBasket } from './sale-basket'
import { createSaleResume } from './sale-resume'
import { createSaleState } from './sale-state'
import { createSaleTenders } from './sale-tenders'
import { createSwishSale } from './swish-sale'
import type { Exchange, Phase } from './till-memory'

/** What payment opens with when its key was pressed among the tickets. */
export type DirectTender = 'cash' | 'swish' | 'card' | 'free'

/**
 * One till's sale from the first ticket to the printed one. The server decides everything; this keeps what the person has
 * chosen, makes one key for each thing they want, and never drops either because an answer was lost.
 */
export const useTillStore = defineStore('till', () => {
  const connection = useConnectionStore()
  const swish = useSwishStore()
  const shifts = useShiftStore()
  const parked = useParkedStore()

  const sale = createSaleState()
  const { memory, phase, order, pending, problem, draft, attempt, refreshQuietly } = sale
  const basket = createSaleBasket(sale)
  const tenders = createSaleTenders(sale)
  const swishSale = createSwishSale(sale, tenders.partOre)
  const after = createAfterSale(sale)
  const { park, leaveFixed, takeUp, resume } = createSaleResume(sale, basket)

  /** Opens payment, at once with a tender when one was chosen already. Keys typed ahead wait for the last panel. */
  const pay = (tender: DirectTender | null = null) => holdKeysDuring(payNow(tender))

  async function payNow(tender: DirectTender | null): Promise<void> {
    await attempt(async () => {
      if (sale.basket.value.length === 0) return
      await basket.holdAll()
      if (order.value !== null) sale.show(order.value, memory.value.exchange === null ? 'tender' : 'exchange')
    })
    if (problem.value !== null || phase.value !== 'tender' || tender === null) return
    if (tender !== 'swish') openPanel(sale.restOre.value === 0 ? 'tender' : tender)
    // Swish in doubt is the cashier's to decide about, before the customer is asked.
    else if (swish.startable === 'yes' && mayAskSwish.value) await swishSale.startSwish()
  }

  /** In practice no customer may be asked for real money. */
  const mayAskSwish = computed(() => !memory.value.training || swish.status?.environment === 'simulator')

  function openPanel(next: Phase): void {
    problem.value = null
    phase.value = next
  }

  /** One step back from a tender; what has been typed of a part stays. */
  const backToTenders = () => {
    openPanel('tender')
  }

  /** Back to choosing tickets. The seats stay held, nothing is lost. */
  function backToSelling(): void {
    if (pending.value) return
    tenders.partText.value = ''
    openPanel('selling')
  }

  function nextSale(): void {
    const soldAt = order.value?.event.id
    sale.clearSale()
    tenders.partText.value = ''
    swishSale.payerNumber.value = ''
    basket.touchedTypeId.value = null
    if (soldAt !== undefined && sale.events.value.some(({ id }) => id === soldAt)) memory.value.eventId = soldAt
  }

  /** Leaves a payment that nobody can tell the outcome of, and goes on with the next customer. */
  function leavePayment(): void {
    const left = order.value
    if (left === null || pending.value) return
    parked.park(left)
    nextSale()
  }

  /** Away from an order that ended elsewhere; its tickets stay in the basket and are held anew with the next key. */
  function leaveEnded(): void {
    const { lines, email, fixed } = draft.value
    sale.clearSale()
    if (!fixed) Object.assign(sale.draftOf(sale.activeKey.value), { lines, email, unsent: true })
  }

  function chooseExchange(exchange: Exchange | null): void {
    memory.value.exchange = exchange
  }

  connection.on('order', ({ orderId }) => {
    if (orderId === draft.value.orderId) refreshQuietly()
  })
  connection.on('payment_attempt', swishSale.takeNews)
  connection.on('mail', ({ orderId }) => {
    if (orderId === draft.value.orderId) refreshQuietly()
  })
  connection.on('hello', () => {
    refreshQuietly()
    basket.pushWaiting()
  })
  // What was left when the last shift ended, or before the register had been chosen.
  watch(
    () => shifts.shiftId,
    (now, before) => {
      if (now !== null && before === null) void resume().catch(() => undefined)
    },
  )

  const { touchedTypeId, typedCount, unsaved, begunCount, setCount, changeCount, sellWhatIsLeft } = basket
  const { setEmail, selectEvent, moveEvent, toggleTraining, stayAwake } = basket
  const { partText, partOre, askedOre, payCash, payRecorded, payByExchange, giveBack, discount, dropDiscount } = tenders
  const { payerNumber, startSwish, askAnotherWay, cancelSwish } = swishSale
  const { admission, admissionProblem, admit, undo } = after
  const { events, event, ticketTypes, totalOre, paidOre, restOre, movedAway } = sale

  return {
    ...{ phase, order, pending, problem, movedAway, events, event, ticketTypes, basket: sale.basket, unsaved },
    ...{ totalOre, paidOre, restOre, partText, partOre, askedOre, touchedTypeId, typedCount, begunCount },
    email: computed(() => draft.value.email),
    fixed: computed(() => draft.value.fixed),
    training: computed(() => memory.value.training),
    exchange: computed(() => memory.value.exchange),
    willAdmit: computed({ get: () => memory.value.admit, set: (now) => (memory.value.admit = now) }),
    ...{ setCount, changeCount, sellWhatIsLeft, setEmail, selectEvent, moveEvent, toggleTraining, stayAwake },
    ...{
      pay,
      mayAskSwish,
      openPanel,
      backToTenders,
      backToSelling,
      nextSale,
      leavePayment,
      leaveEnded,
      chooseExchange,
    },
    ...{ payCash, payRecorded, payByExchange, giveBack, discount, dropDiscount },
    ...{ payerNumber, startSwish, askAnotherWay, cancelSwish, refreshQuietly },
    ...{ admission, admissionProblem, admit, undo, park, leaveFixed, takeUp, resume },
  }
})
