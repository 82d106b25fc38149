import type { SwishAnswer } from '../transport'
import { simulatedErrorText } from './simulated-errors'

/** One entry of the array in which Swish gives its reasons. */
export interface ErrorEntry {
  errorCode: string
  errorMessage: string
  additionalInformation: string | null
}

export function errorEntry(errorCode: string, additionalInformation?: string): ErrorEntry {
  return {
    errorCode,
    errorMessage: simulatedErrorText(errorCode),
    additionalInformation: additionalInformation ?? (errorCode === 'PA01' ? '' : null),
  }
}

function withBody(status: number, body: string): SwishAnswer {
  const length = String(Buffer.byteLength(body))
  return { status, headers: { 'content-type': 'application/json', 'content-length': length }, body }
}

export function bareAnswer(status: number, headers: Record<string, string> = {}): SwishAnswer {
  return { status, headers: { ...headers, 'content-length': '0' }, body: '' }
}

/** A refusal with its reasons. */
export function errorAnswer(status: number, ...entries: ErrorEntry[]): SwishAnswer {
  return withBody(status, JSON.stringify(entries))
}

/** 200 with a payment or refund object. */
export function objectAnswer(body: string): SwishAnswer {
  return withBody(200, body)
}

/** The answer to a create. `Location` is the v1 resource also of what was made by v2. */
export function createdAnswer(location: string, token: string | null): SwishAnswer {
  return bareAnswer(201, { location, ...(token !== null && { paymentrequesttoken: token }) })
}
