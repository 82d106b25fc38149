import { getOrder } from '#renderer/api/order-api'
import { listOpenOrders, parkOrder, takeUpOrder, type OpenOrder } from '#renderer/api/till-api'
import { useShiftStore } from '#renderer/app/stores/shift-store'
import type { Order } from '#shared/contract/order-api'
import { isAnswered } from './answers'
import { takeOver } from './basket-sync'
import { useParkedStore } from './parked-store'
import type { SaleBasket } from './sale-basket'
import type { SaleState } from './sale-state'
import { isOpen } from './swish-sale'
import { collectedKey, draftKey, type Phase } from './till-memory'

type Held = Pick<OpenOrder, 'id' | 'eventId' | 'training' | 'channel'>
const keyOf = ({ eventId, training, channel }: Held): string =>
  channel === 'api' ? collectedKey : draftKey(eventId, training)

/** Where an unpaid order is gone on with. */
function phaseOf(order: Order, wasPaying: boolean): Phase {
  if (isOpen(order.paymentAttempt)) return 'swish'
  return wasPaying || order.paidOre > 0 || order.channel === 'api' ? 'tender' : 'selling'
}

/** Leaving a sale for later, here or on any till, and going on with one: also after the app was killed. */
export function createSaleResume(sale: SaleState, basket: SaleBasket) {
  const { memory, activeKey, draft, order, attempt, draftOf } = sale
  const shifts = useShiftStore()
  const parked = useParkedStore()

  /** Puts the order on the screen, in its basket. */
  function adopt(news: Order, wasPaying = false): void {
    const key = keyOf({ ...news, eventId: news.event.id })
    Object.assign(memory.value, { collected: key === collectedKey })
    if (key !== collectedKey) Object.assign(memory.value, { eventId: news.event.id, training: news.training })
    takeOver(draftOf(key), news)
    sale.show(news, phaseOf(news, wasPaying))
  }

  /** Leaves the basket of the screen to any till that takes it up, its seats held. @throws ApiError, NetworkError */
  async function parkNow(name: string): Promise<void> {
    await basket.sync(activeKey.value)
    if (order.value === null) return
    await parkOrder(order.value.id, name)
    sale.clearSale()
  }

  const park = (name: string) => attempt(() => parkNow(name))

  /** Away from an order that can only be paid: it waits under a name, when it still can be paid at all. */
  const leaveFixed = (name: string) =>
    attempt(async () => {
      try {
        await parkNow(name)
      } catch (error) {
        if (!isAnswered(error)) throw error
        sale.clearSale()
      }
    })

  /** @param spareName what the basket that stands in the way is parked under */
  const takeUp = (held: Held, spareName: string) =>
    attempt(async () => {
      const { shiftId } = shifts
      if (shiftId === null) return
      sale.movedAway.value = null
      const key = keyOf(held)
      const inTheWay = memory.value.drafts[key]
      if (inTheWay?.orderId === held.id) {
        sale.show(await getOrder(held.id), 'selling')
        return
      }
      if (inTheWay !== undefined && inTheWay.lines.length > 0) {
        await basket.sync(key)
        if (inTheWay.orderId !== null) await parkOrder(inTheWay.orderId, spareName)
        sale.drop(key)
      }
      adopt(await takeUpOrder(held.id, shiftId))
    })

  /** What this window remembers: an order at the server, or one whose beginning got no answer. */
  async function resumeOwn(): Promise<void> {
    const { paying } = memory.value
    if (draft.value.orderId !== null) {
      try {
        await sale.refresh()
      } catch (error) {
        if (!isAnswered(error)) throw error
        sale.drop(activeKey.value)
      }
      const current = order.value
      if (current?.status === 'reserved' || current?.status === 'expired') sale.phase.value = phaseOf(current, paying)
    }
    for (const [key, { unsent }] of Object.entries(memory.value.drafts)) if (unsent) basket.push(key)
    if (paying && draft.value.orderId === null && draft.value.lines.length > 0) {
      await basket.sync(activeKey.value).catch(() => undefined)
    }
  }

  /** What the server knows of this register that nobody has parked or finished: the app may have been killed. */
  async function resumeRegister(): Promise<void> {
    const { shiftId, register } = shifts
    if (shiftId === null || register === null) return
    const known = new Set(Object.values(memory.value.drafts).map(({ orderId }) => orderId))
    const left = new Set(parked.parked.map(({ orderId }) => orderId))
    const own = (await listOpenOrders()).filter(
      ({ id, registerId, parkedName }) =>
        registerId === register.id && parkedName === null && !known.has(id) && !left.has(id),
    )
    for (const held of own) {
      const there = memory.value.drafts[keyOf(held)]
      if (there !== undefined && (there.orderId !== null || there.lines.length > 0)) continue
      const busy = draft.value.lines.length > 0 || sale.phase.value !== 'selling'
      try {
        const news = held.shiftId === shiftId ? await getOrder(held.id) : await takeUpOrder(held.id, shiftId)
        if (busy) takeOver(draftOf(keyOf(held)), news)
        else adopt(news)
      } catch (error) {
        // It stays in the list of open sales.
        if (!isAnswered(error)) throw error
      }
    }
  }

  async function resume(): Promise<void> {
    await resumeOwn()
    await resumeRegister()
  }

  return { park, leaveFixed, takeUp, resume }
}
