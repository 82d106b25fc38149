import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Refused, SwishError } from '../payment-provider'
import type { SwishAnswer } from '../transport'
import { jsonBody } from './json-body'

/** One entry of Swish's error array. Its texts may be null, empty or missing. */
const ErrorEntry = Type.Object({
  errorCode: Type.String({ minLength: 1, maxLength: 40 }),
  errorMessage: Type.Optional(Type.Unknown()),
  additionalInformation: Type.Optional(Type.Unknown()),
})

const maxTextLength = 300
/** Tokens, identifiers and instruction ids are this long and longer; no word is. */
const identifierLike = /[\w-]{30,}/g

/** A text of the other side as it may be logged and shown: no identifiers, and not without end. */
export function harmlessText(text: string): string {
  return text.replace(identifierLike, '…').slice(0, maxTextLength)
}

export function harmlessTextOrNull(text: unknown): string | null {
  return typeof text === 'string' && text !== '' ? harmlessText(text) : null
}

function entriesOf(body: string): SwishError[] {
  const entries = jsonBody(body)
  if (!Array.isArray(entries)) return []
  return entries
    .filter((entry) => Value.Check(ErrorEntry, entry))
    .map(({ errorCode, errorMessage, additionalInformation }) => ({
      code: errorCode,
      text: harmlessTextOrNull(errorMessage) ?? '',
      detail: harmlessTextOrNull(additionalInformation),
    }))
}

/** Statuses that are a no to the request itself, whatever stands beside them. */
const refusingStatuses: ReadonlySet<number> = new Set([400, 401, 403, 415, 422])

/**
 * Whether an answer to a create says that nothing has come of it. Any other 4xx (404, 408, 409, 429 …) without an error that
 * can be read may be a gateway's, which does not know what Swish did.
 */
export function isRefusal({ status, body }: SwishAnswer): boolean {
  return refusingStatuses.has(status) || (status >= 400 && status < 500 && entriesOf(body).length > 0)
}

/** Every error of a refusal. Where Swish gives none that can be read, the status stands for it: `HTTP403`. */
export function refusalOf({ status, body }: SwishAnswer): Refused {
  const [first, ...others] = entriesOf(body)
  const bare = { code: `HTTP${status}`, text: `Swish answered ${status} and gave no reason`, detail: null }
  return { kind: 'refused', errors: [first ?? bare, ...others] }
}

export function hasCode({ errors }: Refused, code: string): boolean {
  return errors.some((error) => error.code === code)
}
