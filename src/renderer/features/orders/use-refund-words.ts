import { useI18n } from 'vue-i18n'
import { useFormat } from '#renderer/composables/use-format'
import type { OrderTicket, RefundQuote } from '#shared/contract/order-api'
import { useTicketList } from './use-ticket-list'

/** More codes than these are counted instead of listed. */
const mostListed = 6

/** What giving tickets back does, in sentences: each tender, what has been used, and what ends. */
export function useRefundWords() {
  const { t } = useI18n()
  const format = useFormat()
  const ticketList = useTicketList()

  function ways(quote: RefundQuote): string[] {
    if (quote.ways.length === 0) return [t('orders.giveBack.ways.nothing')]
    return quote.ways.map(({ tender, payableOre }) =>
      t(`orders.giveBack.ways.${tender === 'none' || tender === 'exchange' ? 'nothing' : tender}`, {
        amount: format.money(payableOre),
      }),
    )
  }

  function does(quote: RefundQuote, tickets: readonly OrderTicket[]): string {
    const codes = tickets.map(({ code }) => code)
    const used = tickets.filter(({ timesUsed }) => timesUsed > 0).map(({ code }) => code)
    const ends =
      codes.length > mostListed
        ? t('orders.giveBack.endsMany', { count: codes.length })
        : t('orders.giveBack.ends', { tickets: ticketList(codes) }, codes.length)
    const warns = used.length === 0 ? [] : [t('orders.giveBack.used', { tickets: ticketList(used) })]
    return [...warns, ...ways(quote), ends].join(' ')
  }

  return { ways, does }
}
