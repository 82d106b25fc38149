import { useI18n } from 'vue-i18n'
import type { PrintJob } from '#shared/contract/printing-api'

type Told = Pick<PrintJob, 'state' | 'errorCode'>

/** How a print job stands, in words. */
export function usePrintWords() {
  const { t } = useI18n()
  return {
    state: ({ state, errorCode }: Told): string =>
      t(`printing.states.${state === 'queued' && errorCode !== null ? 'struggling' : state}`),
    /** Why it is not printed; empty while nothing is wrong. */
    fault: ({ state, errorCode }: Told): string =>
      errorCode === null || state === 'done' || state === 'cancelled' ? '' : t(`printing.faults.${errorCode}`),
  }
}
