import type { Layout } from '#renderer/scanning/keyboard-layouts'
import type { ScannerReport } from '#renderer/scanning/scanner-report'

/** One line of the test card: what was found, whether it is as it should be, and what to set when it is not. */
export interface Finding {
  about: string
  good: boolean
  found: string
  /** Empty: nothing has to be done. */
  advice: string
}

type Text = (key: string, values?: Record<string, unknown>) => string

/** @param text gives the words under `scanning.test` */
export function findingsOf(report: ScannerReport, text: Text): Finding[] {
  const { arrived, typed, added, scannerLayout, computerLayout, end, msPerKey, slow } = report

  const finding = (topic: string, state: string, good: boolean, values: Record<string, unknown> = {}): Finding => ({
    about: text(`${topic}.about`),
    good,
    found: text(`${topic}.${state}`, values),
    advice: good ? '' : text(`${topic}.${state}Advice`, values),
  })
  const nameOf = (layout: Layout | null) => text(`layouts.${layout ?? 'computer'}`)

  const ofSpeech = [
    finding('end', end, end !== 'pause'),
    finding('pace', slow ? 'slow' : 'quick', !slow, { ms: msPerKey }),
  ]
  // A code that is not known tells nothing of layout and case.
  if (arrived === 'other') return [finding('code', 'other', false, { typed }), ...ofSpeech]
  const names = { scanner: nameOf(scannerLayout), computer: nameOf(computerLayout) }
  const oneCase = arrived === 'caps_lock' || arrived === 'one_case' ? arrived : 'kept'
  return [
    finding('code', added === '' ? 'right' : 'added', added === '', { added }),
    finding('layout', arrived === 'layout' ? 'differs' : 'same', arrived !== 'layout', names),
    finding('case', oneCase, arrived !== 'caps_lock'),
    ...ofSpeech,
  ]
}
