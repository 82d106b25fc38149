import { shallowRef, watch, type Ref } from 'vue'
import { quoteRefund } from '#renderer/api/swish-payments-api'
import type { RefundQuote } from '#shared/contract/order-api'

/** What giving these tickets back would do, asked anew whenever the choice changes; null while nobody knows. */
export function useRefundQuote(
  orderId: () => number,
  choice: () => { codes: readonly string[]; evenUsed: boolean },
): { quote: Ref<RefundQuote | null>; failure: Ref<unknown> } {
  const quote = shallowRef<RefundQuote | null>(null)
  const failure = shallowRef<unknown>(null)
  let asked = 0

  watch(
    () => JSON.stringify(choice()),
    async () => {
      const turn = ++asked
      const { codes, evenUsed } = choice()
      quote.value = null
      failure.value = null
      if (codes.length === 0) return
      try {
        const answer = await quoteRefund(orderId(), { ticketCodes: [...codes], ...(evenUsed && { evenUsed }) })
        if (turn === asked) quote.value = answer
      } catch (error) {
        if (turn === asked) failure.value = error
      }
    },
    { immediate: true },
  )
  return { quote, failure }
}
