import { useI18n } from 'vue-i18n'
import { useFormat } from '#renderer/composables/use-format'
import type { Order, OrderTicket } from '#shared/contract/order-api'
import { refundOf } from './refundable-tickets'

/** How a ticket of an order stands, in a word or two. */
export function useTicketWords(order: () => Order) {
  const { t } = useI18n()
  const format = useFormat()

  function state(ticket: OrderTicket): string {
    if (ticket.refundId !== null) {
      const status = refundOf(order(), ticket)?.status
      if (status === 'paid') return t('orders.refunded')
      return t(status === 'error' ? 'orders.notValid' : 'orders.beingRefunded')
    }
    if (ticket.blocked !== null) return `${t('orders.blocked')}: ${ticket.blocked.reason}`
    if (ticket.firstUsedAt !== null) return t('orders.usedAt', { time: format.dayAndClock(ticket.firstUsedAt) })
    return t(order().status === 'paid' ? 'orders.unused' : 'orders.notValid')
  }

  function tone({ refundId, blocked, firstUsedAt }: OrderTicket): 'stopped' | 'inside' | '' {
    if (refundId !== null) return ''
    if (blocked !== null) return 'stopped'
    return firstUsedAt === null ? '' : 'inside'
  }

  return { state, tone }
}
