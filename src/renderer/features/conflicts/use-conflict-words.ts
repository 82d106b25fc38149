import { useI18n } from 'vue-i18n'
import { useFormat } from '#renderer/composables/use-format'
import type { ScanConflict } from '#shared/contract/scan-upload-api'

interface Admission {
  at: string
  doorName: string | null
  deviceName: string | null
  staffName: string | null
  offline: boolean
}

/** One admission of the ticket, as a sentence. */
export interface ToldAdmission {
  at: string
  sentence: string
}

/** What happened at the doors, in words. */
export function useConflictWords() {
  const i18n = useI18n()
  const { t } = i18n
  const format = useFormat()

  const keyOf = ({ reason }: ScanConflict, part: 'what' | 'why') =>
    i18n.te(`conflicts.${part}.${reason}`) ? `conflicts.${part}.${reason}` : `conflicts.${part}.other`

  function tell({ at, doorName, deviceName, staffName, offline }: Admission): ToldAdmission {
    if (doorName === null) return { at, sentence: t('conflicts.letInElsewhere') }
    const names = [deviceName, staffName].filter((name) => name !== null)
    const by = names.length === 0 ? '' : t('conflicts.by', { names: names.join(', ') })
    return { at, sentence: t(offline ? 'conflicts.letInOffline' : 'conflicts.letIn', { door: doorName, by }) }
  }

  return {
    what: (conflict: ScanConflict) => t(keyOf(conflict, 'what')),
    why: (conflict: ScanConflict) => t(keyOf(conflict, 'why')),

    /** Both admissions by the clock: the one that the server learned of first need not have been first. */
    admissions({ scan, earlierUse }: ScanConflict): ToldAdmission[] {
      const told = tell({ ...scan, offline: true })
      const sameDay = format.day(scan.at) === format.day(scan.receivedAt)
      const time = sameDay ? format.clock(scan.receivedAt) : format.dayAndClock(scan.receivedAt)
      const received = t('conflicts.received', { time })
      const own = { ...told, sentence: `${told.sentence} ${received}` }
      const all = earlierUse === null ? [own] : [tell(earlierUse), own]
      return all.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
    },
  }
}
