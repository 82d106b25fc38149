import { useI18n } from 'vue-i18n'

/** Why money went back: a person's own words, or for money that found no seats what had happened to it. */
export function useReasonText(): (reason: string) => string {
  const i18n = useI18n()
  return (reason) => {
    const key = `orders.due.reasons.${reason}`
    return /^[a-z_]+$/.test(reason) && i18n.te(key) ? i18n.t(key) : reason
  }
}
