import type { MailSettings, MailSettingsEdit } from '#shared/contract/settings-api'

export type SmtpSecurity = NonNullable<MailSettings['smtp']>['security']

/** The mail settings as they stand in the fields. The SMTP fields keep what was typed while they are switched off. */
export interface MailForm {
  fromName: string
  fromAddress: string
  way: 'outbox' | 'smtp'
  host: string
  port: string
  security: SmtpSecurity
  user: string
  /** Undefined keeps the stored password, null removes it. */
  password?: string | null | undefined
}

export type MailProblems = Partial<Record<'fromName' | 'fromAddress' | 'host' | 'port' | 'password', true>>

/** The port that mail servers use for each kind of security. */
export const usualPorts: Record<SmtpSecurity, string> = { starttls: '587', tls: '465', none: '25' }

export function formOfMail({ fromName, fromAddress, smtp }: MailSettings): MailForm {
  const way = smtp === null ? 'outbox' : 'smtp'
  const { host = '', port = 587, security = 'starttls', user = null } = smtp ?? {}
  return { fromName, fromAddress, way, host, port: String(port), security, user: user ?? '' }
}

/** Checks the fields and puts them together. `edit` is there when no field has a problem. */
export function readMailForm(form: MailForm): { problems: MailProblems; edit?: MailSettingsEdit } {
  const { way, security, password } = form
  const host = form.host.trim()
  const port = /^\d{1,5}$/.test(form.port.trim()) ? Number(form.port) : 0
  const problems: MailProblems = {}
  if (form.fromName.trim() === '') problems.fromName = true
  if (!/^\S+@\S+$/.test(form.fromAddress.trim())) problems.fromAddress = true
  if (way === 'smtp') {
    if (host === '') problems.host = true
    if (port < 1 || port > 65_535) problems.port = true
    if (password === '') problems.password = true
  }
  if (Object.keys(problems).length > 0) return { problems }
  const user = form.user.trim() === '' ? null : form.user.trim()
  return {
    problems,
    edit: {
      fromName: form.fromName.trim(),
      fromAddress: form.fromAddress.trim(),
      smtp: way === 'smtp' ? { host, port, security, user } : null,
      ...(password === undefined || way === 'outbox' ? {} : { password }),
    },
  }
}
