import type { SwishSettings, SwishSettingsEdit } from '#shared/contract/settings-api'
import type { SwishEnvironment } from '#shared/contract/swish-payments-api'

/** Which Swish is used, in the order from nothing to real money. */
export const swishChoices = ['off', 'simulator', 'mss', 'production'] as const satisfies readonly (
  SwishEnvironment | 'off'
)[]
export type SwishChoice = (typeof swishChoices)[number]

/** The Swish settings as they stand in the fields. What is not used keeps what was typed. */
export interface SwishForm {
  choice: SwishChoice
  /** `123 000 00 00`, or as far as it has been typed. */
  number: string
  apiBase: string
  authority: string
  callbackUrl: string
  tls12Only: boolean
}

type SwishNumberProblem = 'not_digits' | 'too_short' | 'too_long'
export type SwishProblems = { number?: SwishNumberProblem } & Partial<
  Record<'apiBase' | 'authority' | 'callbackUrl', true>
>

const numberLength = 10
const longestAddress = 300
const longestAuthority = 20_000
const apiBasePattern = /^https?:\/\/[A-Za-z0-9.:[\]-]+(\/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-])?$/

export function formOfSwish(swish: SwishSettings): SwishForm {
  return {
    choice: swish.environment ?? 'off',
    number: spacedSwishNumber(swish.payeeAlias),
    apiBase: swish.apiBase ?? '',
    authority: swish.authority ?? '',
    callbackUrl: swish.callbackUrl ?? '',
    tls12Only: swish.tls12Only,
  }
}

const withoutSpaces = (typed: string): string => typed.replace(/[\s-]/g, '')

/** Writes ten digits as Swish does on its signs, `123 000 00 00`; anything else stays as it is. */
export function spacedSwishNumber(typed: string): string {
  const digits = withoutSpaces(typed)
  return digits.replace(/^(\d{3})(\d{3})(\d{2})(\d{2})$/, '$1 $2 $3 $4')
}

/** How many digits are still to be typed, 0 when none or more than enough are there. */
export function missingDigits(typed: string): number {
  const { length } = withoutSpaces(typed)
  return length === 0 ? 0 : Math.max(0, numberLength - length)
}

/** Numbers of organisations begin with 123; Swish does not promise it, so another is doubted and not refused. */
export function isUnusualNumber(typed: string): boolean {
  return /^(?!123)\d{10}$/.test(withoutSpaces(typed))
}

/** Checks the fields and puts them together. `edit` is there when no field has a problem. */
export function readSwishForm(form: SwishForm): { problems: SwishProblems; edit?: SwishSettingsEdit } {
  const payeeAlias = withoutSpaces(form.number)
  // The address is joined with paths that begin with a slash.
  const apiBase = form.apiBase.trim().replace(/\/+$/, '')
  const authority = form.authority.trim()
  const callbackUrl = form.callbackUrl.trim()
  const problems: SwishProblems = {}
  if (!/^\d*$/.test(payeeAlias)) problems.number = 'not_digits'
  else if (payeeAlias.length > numberLength) problems.number = 'too_long'
  else if (payeeAlias !== '' && payeeAlias.length < numberLength) problems.number = 'too_short'
  if (apiBase !== '' && (!apiBasePattern.test(apiBase) || apiBase.length > longestAddress)) problems.apiBase = true
  if (authority !== '' && (!authority.includes('-----BEGIN CERTIFICATE-----') || authority.length > longestAuthority)) {
    problems.authority = true
  }
  if (callbackUrl !== '' && (!/^https:\/\/\S+$/.test(callbackUrl) || callbackUrl.length > longestAddress)) {
    problems.callbackUrl = true
  }
  if (Object.keys(problems).length > 0) return { problems }
  return {
    problems,
    edit: {
      environment: form.choice === 'off' ? null : form.choice,
      payeeAlias,
      apiBase: apiBase === '' ? null : apiBase,
      authority: authority === '' ? null : authority,
      callbackUrl: callbackUrl === '' ? null : callbackUrl,
      tls12Only: form.tls12Only,
    },
  }
}
