import type { Ref, ShallowRef } from 'vue'
import { ApiError } from '#renderer/api/client'
import { cancelOrder, createOrder, getOrder } from '#renderer/api/order-api'
import type { Order } from '#shared/contract/order-api'
import { isAnswered } from './answers'
import type { LeftBehind, TillMemory } from './till-memory'

/** Reservations that were given up without contact: they are given back as soon as there is some. */
export function createLeftBehind(memory: Ref<TillMemory>, paidAfterAll: ShallowRef<Order | null>) {
  let settling: Promise<void> = Promise.resolve()

  function leaveBehind(what: LeftBehind): void {
    memory.value.leftBehind = [...memory.value.leftBehind, what]
  }

  /** Gives back what was left without contact. What still gets no answer stays for the next connection. */
  function settleLeftBehind(): Promise<void> {
    settling = settling.then(async () => {
      for (const what of [...memory.value.leftBehind]) {
        try {
          const orderId =
            what.kind === 'order' ? what.orderId : (await createOrder(what.reservation.body, what.reservation.key)).id
          await giveBack(orderId)
        } catch (error) {
          if (!isAnswered(error)) return
        }
        memory.value.leftBehind = memory.value.leftBehind.filter((other) => other !== what)
      }
    })
    return settling
  }

  async function giveBack(orderId: number): Promise<void> {
    try {
      await cancelOrder(orderId)
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'already_paid') throw error
      paidAfterAll.value = await getOrder(orderId)
    }
  }

  return { leaveBehind, settleLeftBehind }
}
