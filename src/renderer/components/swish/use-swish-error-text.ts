import { useI18n } from 'vue-i18n'
import { reactionTo, type SwishErrorReaction } from '#shared/domain/payments/swish-error-codes'

/** What a code of Swish's means, and what to do next: one sentence or two each, for whoever stands at the counter. */
export interface SwishErrorText {
  means: string
  next: string
  /** Swish's own words, where we have none. */
  swishSays: string | null
}

/** Not one of Swish's codes: the request never got there. */
export const notSentCode = 'NOT_SENT'

/** In a refund the customer is the payee: what is our agreement's matter in a payment is the customer's there. */
const reactionsToRefunds: Readonly<Record<string, SwishErrorReaction>> = {
  ACMT07: 'refund_otherwise',
  BE18: 'refund_otherwise',
}

/** Explains Swish's codes in the screen's language; one that is in no list is shown as it is, with Swish's own text. */
export function useSwishErrorText() {
  const i18n = useI18n()

  return (kind: 'payment' | 'refund', code: string, text: string | null = null): SwishErrorText => {
    const other = kind === 'payment' ? 'refund' : 'payment'
    const key = [`swish.${kind}.${code}`, `swish.${other}.${code}`].find((candidate) => i18n.te(candidate))
    const reaction =
      code === notSentCode ? 'retry' : ((kind === 'refund' ? reactionsToRefunds[code] : undefined) ?? reactionTo(code))
    return {
      means: key === undefined ? i18n.t('swish.otherCode', { code }) : i18n.t(key),
      next: i18n.t(`swish.next.${kind}.${reaction}`),
      swishSays: key === undefined && text !== null && text !== '' ? i18n.t('swish.swishSays', { text }) : null,
    }
  }
}
