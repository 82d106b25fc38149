import { useI18n } from 'vue-i18n'
import { ApiError, NetworkError } from '#renderer/api/client'

/**
 * An error in words: the feature's own `<feature>.problems.<code>`, else the common `app.problems.<code>`, else a general
 * sentence. The server's details fill the placeholders.
 */
export function useProblemText(feature: string): (error: unknown) => string {
  const { t, te } = useI18n()
  return (error) => {
    if (error instanceof NetworkError) return t('app.problems.network')
    if (!(error instanceof ApiError)) return t('app.problems.unexpected')
    const key = [`${feature}.problems.${error.code}`, `app.problems.${error.code}`].find((candidate) => te(candidate))
    return key === undefined ? t('app.problems.unexpected') : t(key, { ...error.details })
  }
}
