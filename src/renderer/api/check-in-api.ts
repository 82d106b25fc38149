import type { Admissions, CheckInRequest, CheckInVerdict } from '#shared/contract/check-in-api'
import { ApiError, NetworkError, request } from './client'

/**
 * What came of asking. `unreachable`: nobody knows whether the server admitted the ticket; ask again with the same key.
 * `failed`: the server answered, but with no verdict.
 */
export type CheckInAnswer =
  { kind: 'verdict'; verdict: CheckInVerdict } | { kind: 'unreachable' } | { kind: 'failed'; code: string }

/** A queue of people waits: far sooner than this a healthy server has answered. */
const timeoutMs = 4_000
/** Answers of a server (or of something before it) that is just starting, stopping or swamped. */
const passingStatuses = new Set([429, 502, 503, 504])

/** Asks whether a ticket may enter and, if so, records that it has. Never throws. */
export async function postCheckIn(scan: CheckInRequest, idempotencyKey: string): Promise<CheckInAnswer> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const verdict = await request<CheckInVerdict>('POST', '/check-ins', { body: scan, idempotencyKey, signal })
    return { kind: 'verdict', verdict }
  } catch (error) {
    if (error instanceof NetworkError) return { kind: 'unreachable' }
    if (!(error instanceof ApiError)) return { kind: 'failed', code: 'unexpected' }
    return passingStatuses.has(error.status) ? { kind: 'unreachable' } : { kind: 'failed', code: error.code }
  }
}

export const getAdmissions = (eventId: number) => request<Admissions>('GET', `/events/${String(eventId)}/admissions`)
