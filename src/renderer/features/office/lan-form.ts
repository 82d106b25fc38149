import type { LanSettings, LanSettingsEdit } from '#shared/contract/settings-api'

/** The LAN settings as they stand in the fields: lists as lines of text. */
export interface LanForm {
  open: boolean
  secure: boolean
  hostNames: string
  allowedOrigins: string
  /** Undefined keeps the stored password, null removes it. */
  doorPassword?: string | null | undefined
}

/** The first entry that is wrong, so that the sentence can name it. */
export type LanProblems = Partial<Record<'hostNames' | 'allowedOrigins' | 'doorPassword', string>>

export const shortestDoorPassword = 8
const mostEntries = 20
const hostName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/
const origin = /^https?:\/\/[a-z0-9.-]+(:[0-9]{1,5})?$/

export function formOfLan({ open, secure, hostNames, allowedOrigins }: LanSettings): LanForm {
  return { open, secure, hostNames: hostNames.join('\n'), allowedOrigins: allowedOrigins.join('\n') }
}

function entriesOf(typed: string): string[] {
  const entries = typed.split(/[\s,]+/).map((entry) => entry.toLowerCase())
  return [...new Set(entries.filter((entry) => entry !== ''))]
}

/** Browsers send an origin without a path; people copy addresses with one. */
function withoutSlash(entry: string): string {
  return entry.replace(/\/+$/, '')
}

/** Checks the fields and puts them together. `edit` is there when no field has a problem. */
export function readLanForm(form: LanForm): { problems: LanProblems; edit?: LanSettingsEdit } {
  const { open, secure, doorPassword } = form
  const hostNames = entriesOf(form.hostNames)
  const allowedOrigins = entriesOf(form.allowedOrigins).map(withoutSlash)
  const problems: LanProblems = {}
  const wrongHost = hostNames.find((entry) => !hostName.test(entry)) ?? hostNames[mostEntries]
  const wrongOrigin = allowedOrigins.find((entry) => !origin.test(entry)) ?? allowedOrigins[mostEntries]
  if (wrongHost !== undefined) problems.hostNames = wrongHost
  if (wrongOrigin !== undefined) problems.allowedOrigins = wrongOrigin
  if (typeof doorPassword === 'string' && doorPassword.length < shortestDoorPassword) problems.doorPassword = ''
  if (Object.keys(problems).length > 0) return { problems }
  return {
    problems,
    edit: { open, secure, hostNames, allowedOrigins, ...(doorPassword === undefined ? {} : { doorPassword }) },
  }
}
