import type { Admissions, ScanRequest, ScanVerdict, UndoneScan } from '#shared/contract/check-in-api'
import type { Door, DoorList } from '#shared/contract/door-api'
import type { DoorSearch, FoundTicket } from '#shared/contract/door-search-api'
import type { Approval } from '#shared/contract/order-api'
import { ApiError, NetworkError, request } from './client'

/**
 * What came of asking. `unreachable`: nobody knows whether the server admitted the ticket; ask again with the same key.
 * `failed`: the server answered, but with no verdict.
 */
export type CheckInAnswer =
  { kind: 'verdict'; verdict: ScanVerdict } | { kind: 'unreachable' } | { kind: 'failed'; code: string }

/** A queue of people waits: far sooner than this a healthy server has answered. */
const timeoutMs = 4_000
/** Answers of a server (or of something before it) that is just starting, stopping or swamped. */
const passingStatuses = new Set([429, 502, 503, 504])

/** Asks whether a ticket may enter and, if so, records that it has. Never throws. */
export async function postCheckIn(scan: ScanRequest, nonce: string): Promise<CheckInAnswer> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const verdict = await request<ScanVerdict>('POST', '/check-ins', { body: scan, idempotencyKey: nonce, signal })
    return { kind: 'verdict', verdict }
  } catch (error) {
    if (error instanceof NetworkError) return { kind: 'unreachable' }
    if (!(error instanceof ApiError)) return { kind: 'failed', code: 'unexpected' }
    return passingStatuses.has(error.status) ? { kind: 'unreachable' } : { kind: 'failed', code: error.code }
  }
}

/** Takes back what a scan has counted. @param approval of somebody else, when the server has asked for one */
export const undoScan = (nonce: string, approval: Approval | null) =>
  request<UndoneScan>('POST', '/check-ins/undos', {
    body: { nonce, ...(approval !== null && { approval }) },
  })

export const listDoors = async (): Promise<Door[]> => (await request<DoorList>('GET', '/doors')).doors

export const searchAtDoor = async (text: string, signal: AbortSignal): Promise<FoundTicket[]> =>
  (await request<DoorSearch>('GET', `/door-search?text=${encodeURIComponent(text)}`, { signal })).tickets

export const getAdmissions = (eventId: number) => request<Admissions>('GET', `/events/${String(eventId)}/admissions`)

/** Counts everybody of an event as gone. Used tickets stay used. */
export const countEveryoneOut = (eventId: number) =>
  request<Admissions>('POST', `/events/${String(eventId)}/everyone-out`)
