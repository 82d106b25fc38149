/**
 * The field rules of Swish's Commerce API, each with the code that answers a field which breaks it. Wider than what we send
 * ourselves: the sources differ on the character sets, and a stand-in must not refuse what Swish takes. Fields that are
 * null count as absent.
 *
 * Source: our Swish reference, sections 4 and 7, read 2026-11-23. It knows no code for a malformed id or callback
 * identifier; PA01, "Parameter is not correct", is ours.
 */

export interface FieldRules {
  lowestAmountOre: number
  loopbackCallbacks: boolean
  strictMessage: boolean
}

interface CommonFields {
  amountOre: number
  callbackUrl: string
  callbackIdentifier: string | null
  message: string | null
}

export interface PaymentFields extends CommonFields {
  payeeAlias: string
  /** Null: paid by token. */
  payerAlias: string | null
  payeePaymentReference: string | null
}

export interface RefundFields extends CommonFields {
  originalPaymentReference: string
  payerAlias: string
  payeeAlias: string | null
  payerPaymentReference: string | null
}

/** `misnamed`: our own number is no Swish number, which Swish answers with 403 and nothing else. */
export type Reading<T> = { kind: 'read'; fields: T } | { kind: 'misnamed' } | { kind: 'invalid'; codes: string[] }

const patterns = {
  instructionId: /^[0-9A-F]{32}$/,
  swishNumber: /^123[0-9]{7}$/,
  payerAlias: /^[1-9][0-9]{7,14}$/,
  personalNumber: /^(?:[0-9]{2})?[0-9]{6}[-+]?[0-9]{4}$/,
  ageLimit: /^[1-9][0-9]?$/,
  callbackIdentifier: /^[0-9A-Za-z-]{32,36}$/,
  reference: /^[A-Za-z0-9\-_.+*/]{1,36}$/,
  /** Letters with accents in Latin-1 and Latin Extended-A. */
  message: /^[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f :;.,?!()"-]{0,50}$/,
  narrowMessage: /^[A-Za-z0-9ÅÄÖåäö :;.,?!()"]{0,50}$/,
  amountText: /^0*([0-9]+)(?:\.([0-9]{2}))?$/,
  /** A number has lost the noughts at its end. */
  amountNumber: /^([0-9]+)(?:\.([0-9]{1,2}))?$/,
}

/** Kronor have twelve digits at most. */
const mostKronorDigits = 12

export const isInstructionId = (text: string) => patterns.instructionId.test(text)
export const isSwishNumber = (text: string) => patterns.swishNumber.test(text)

type Body = Readonly<Record<string, unknown>>
type Field<T> = { ok: true; value: T } | { ok: false; code: string }

const valid = <T>(value: T): Field<T> => ({ ok: true, value })
const invalid = (code: string): Field<never> => ({ ok: false, code })
const isAbsent = (value: unknown) => value === undefined || value === null

function optionalText(value: unknown, pattern: RegExp, code: string): Field<string | null> {
  if (isAbsent(value)) return valid(null)
  return typeof value === 'string' && pattern.test(value) ? valid(value) : invalid(code)
}

function amount(value: unknown, lowestOre: number, tooHigh: string): Field<number> {
  if (typeof value !== 'string' && typeof value !== 'number') return invalid('PA02')
  if (typeof value === 'number' && value >= 10 ** mostKronorDigits) return invalid(tooHigh)
  const pattern = typeof value === 'string' ? patterns.amountText : patterns.amountNumber
  const [, kronor, decimals = ''] = pattern.exec(String(value)) ?? []
  if (kronor === undefined) return invalid('PA02')
  if (kronor.length > mostKronorDigits) return invalid(tooHigh)
  const ore = Number(kronor) * 100 + Number(decimals.padEnd(2, '0'))
  return ore < lowestOre ? invalid('AM06') : valid(ore)
}

function ageLimit(value: unknown): Field<null> {
  if (isAbsent(value)) return valid(null)
  const isText = typeof value === 'string' || typeof value === 'number'
  return isText && patterns.ageLimit.test(String(value)) ? valid(null) : invalid('VR01')
}

function callbackUrl(value: unknown, rules: FieldRules): Field<string> {
  if (typeof value !== 'string' || !URL.canParse(value)) return invalid('RP03')
  const { protocol, hostname } = new URL(value)
  if (/^https:\/\//i.test(value) && protocol === 'https:') return valid(value)
  return rules.loopbackCallbacks && protocol === 'http:' && isLoopbackHost(hostname) ? valid(value) : invalid('RP03')
}

/** As a URL names it: IPv6 in brackets. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(hostname)
}

function commonFields(body: Body, rules: FieldRules, tooHigh: string) {
  return {
    amountOre: amount(body['amount'], rules.lowestAmountOre, tooHigh),
    currency: body['currency'] === 'SEK' ? valid(null) : invalid('AM03'),
    callbackUrl: callbackUrl(body['callbackUrl'], rules),
    callbackIdentifier: optionalText(body['callbackIdentifier'], patterns.callbackIdentifier, 'PA01'),
    message: optionalText(body['message'], rules.strictMessage ? patterns.narrowMessage : patterns.message, 'RP02'),
  }
}

/** Our own number: the payee of a payment, the payer of a refund. */
function ownAlias(value: unknown): Field<string> | 'misnamed' {
  if (isAbsent(value) || value === '') return invalid('RP01')
  return typeof value === 'string' && isSwishNumber(value) ? valid(value) : 'misnamed'
}

type Values<F> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never }

function gather<F extends Record<string, Field<unknown>>>(fields: F): Reading<Values<F>> {
  const codes: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    if (field.ok) values[name] = field.value
    else codes.push(field.code)
  }
  return codes.length > 0 ? { kind: 'invalid', codes } : { kind: 'read', fields: values as Values<F> }
}

/** Reads the body of a payment's create; the codes are in the order of Swish's table. */
export function readPaymentFields(body: Body, rules: FieldRules): Reading<PaymentFields> {
  const payeeAlias = ownAlias(body['payeeAlias'])
  if (payeeAlias === 'misnamed') return { kind: 'misnamed' }
  const { message, ...common } = commonFields(body, rules, 'AM02')
  return gather({
    payeeAlias,
    payerAlias: optionalText(body['payerAlias'], patterns.payerAlias, 'BE18'),
    payerSSN: optionalText(body['payerSSN'], patterns.personalNumber, 'VR02'),
    ageLimit: ageLimit(body['ageLimit']),
    ...common,
    payeePaymentReference: optionalText(body['payeePaymentReference'], patterns.reference, 'FF08'),
    message,
  })
}

/** As `readPaymentFields`, of a refund. An amount beyond all bounds is RF08 there. */
export function readRefundFields(body: Body, rules: FieldRules): Reading<RefundFields> {
  const payerAlias = ownAlias(body['payerAlias'])
  if (payerAlias === 'misnamed') return { kind: 'misnamed' }
  const original = body['originalPaymentReference']
  const { message, ...common } = commonFields(body, rules, 'RF08')
  return gather({
    originalPaymentReference: typeof original === 'string' && original !== '' ? valid(original) : invalid('RF02'),
    payerAlias,
    payeeAlias: optionalText(body['payeeAlias'], patterns.payerAlias, 'BE18'),
    ...common,
    payerPaymentReference: optionalText(body['payerPaymentReference'], patterns.reference, 'FF08'),
    message,
  })
}
