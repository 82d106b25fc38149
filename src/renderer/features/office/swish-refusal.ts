import { useI18n } from 'vue-i18n'
import { ApiError } from '#renderer/api/client'
import { useFormat } from '#renderer/composables/use-format'
import { useProblemText } from '#renderer/composables/use-problem-text'
import { spacedSwishNumber } from './swish-form'

/**
 * Why a certificate was refused, in words: what is wrong and what to do next.
 *
 * @param ourNumber the Swish number that is saved
 */
export function useSwishRefusal(ourNumber: () => string): (error: unknown) => string {
  const i18n = useI18n()
  const format = useFormat()
  const problemText = useProblemText('office')
  return (error) => {
    const key = error instanceof ApiError ? `office.swish.refusals.${error.code}` : ''
    if (!(error instanceof ApiError) || !i18n.te(key)) return problemText(error)
    const { validTo, number } = error.details
    return i18n.t(key, {
      date: typeof validTo === 'string' ? format.date(validTo) : '',
      number: typeof number === 'string' ? spacedSwishNumber(number) : '',
      ours: spacedSwishNumber(ourNumber()),
    })
  }
}
