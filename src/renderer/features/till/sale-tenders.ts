import { computed, ref } from 'vue'
import { ApiError, newIdempotencyKey } from '#renderer/api/client'
import { giveDiscount, payOrder, removeDiscount, reversePayment, type TenderRequest } from '#renderer/api/till-api'
import type { Approval, DiscountRequest } from '#shared/contract/order-api'
import { isAnswered } from './answers'
import { readAmount } from './cash-amounts'
import type { SaleState } from './sale-state'

/** What a part payment or a whole one is made with, its key kept until it is answered. */
export function createSaleTenders(sale: SaleState) {
  const { memory, order, restOre, attempt, show } = sale
  /** A part of the rest, typed before its tender. */
  const partText = ref('')
  /** Null pays all that is left. */
  const partOre = computed(() => {
    const typed = readAmount(partText.value)
    return typed === null || typed === 0 || typed >= restOre.value ? null : typed
  })
  /** What the next tender is asked for. */
  const askedOre = computed(() => partOre.value ?? restOre.value)

  const pay = (request: TenderRequest, approval?: Approval) =>
    attempt(async () => {
      const current = order.value
      if (current === null) return
      const what = JSON.stringify(request)
      const before = memory.value.tender
      const same = before?.orderId === current.id && before.paidOre === current.paidOre && before.what === what
      const wish = same ? before : { key: newIdempotencyKey(), orderId: current.id, what, paidOre: current.paidOre }
      memory.value.tender = wish
      try {
        const allowed =
          request.kind === 'exchange' && approval !== undefined
            ? { ...request, body: { ...request.body, approval } }
            : request
        const news = await payOrder(current.id, allowed, wish.key)
        memory.value.tender = null
        partText.value = ''
        show(news, waitsForExchange(news.totalOre - news.paidOre) ? 'exchange' : 'tender')
      } catch (error) {
        if (isAnswered(error)) memory.value.tender = null
        // Paid all the same: an earlier try whose answer was lost, or Swish in the last moment.
        if (error instanceof ApiError && (error.code === 'not_payable' || error.code === 'too_much'))
          await sale.refresh()
        if (order.value?.status !== 'paid') throw error
      }
    })

  /** The difference has been paid: what was chosen for an exchange can pay the rest. */
  const waitsForExchange = (leftOre: number): boolean =>
    memory.value.exchange !== null && leftOre > 0 && leftOre <= memory.value.exchange.worthOre

  const part = () => (partOre.value === null ? {} : { amountOre: partOre.value })

  /** @param givenOre what the customer handed over, at least what is asked for */
  const payCash = (givenOre: number) => pay({ kind: 'cash', body: { givenOre, ...part() } })

  const payRecorded = (tender: 'card' | 'swish_by_eye', reference: string) =>
    pay({ kind: 'recorded', body: { tender, ...part(), ...(reference === '' ? {} : { reference }) } })

  const payByExchange = (reason: string, approval?: Approval) => {
    const { exchange } = memory.value
    if (exchange === null) return Promise.resolve()
    const { fromOrderId, ticketCodes } = exchange
    return pay({ kind: 'exchange', body: { fromOrderId, ticketCodes, reason } }, approval).then(() => {
      if (order.value?.status === 'paid') memory.value.exchange = null
    })
  }

  /** Gives a part payment back by the way it came. */
  const giveBack = (paymentId: number) =>
    attempt(async () => {
      const current = order.value
      if (current === null) return
      const before = memory.value.reversal
      const same = before?.orderId === current.id && before.paymentId === paymentId
      const wish = same ? before : { key: newIdempotencyKey(), orderId: current.id, paymentId }
      memory.value.reversal = wish
      try {
        show(await reversePayment(current.id, paymentId, wish.key), sale.phase.value)
        memory.value.reversal = null
      } catch (error) {
        if (isAnswered(error)) memory.value.reversal = null
        if (!(error instanceof ApiError) || error.code !== 'already_reversed') throw error
        await sale.refresh()
      }
    })

  const discount = (request: DiscountRequest) =>
    attempt(async () => {
      if (order.value !== null) show(await giveDiscount(order.value.id, request), 'tender')
    })

  const dropDiscount = () =>
    attempt(async () => {
      if (order.value !== null) show(await removeDiscount(order.value.id), sale.phase.value)
    })

  return { partText, partOre, askedOre, payCash, payRecorded, payByExchange, giveBack, discount, dropDiscount }
}
