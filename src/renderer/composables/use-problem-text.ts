import { useI18n } from 'vue-i18n'
import { ApiError, NetworkError } from '#renderer/api/client'

/**
 * An error in words: the feature's own `<feature>.problems.<code>`, else the common `app.problems.<code>`, else a general
 * sentence. No answer at all is `network`. The server's details fill the placeholders.
 */
export function useProblemText(feature: string): (error: unknown) => string {
  const i18n = useI18n()
  return (error) => {
    const code = error instanceof NetworkError ? 'network' : error instanceof ApiError ? error.code : 'unexpected'
    const details = error instanceof ApiError ? error.details : {}
    const key = [`${feature}.problems.${code}`, `app.problems.${code}`].find((candidate) => i18n.te(candidate))
    return key === undefined ? i18n.t('app.problems.unexpected') : i18n.t(key, { ...details })
  }
}
