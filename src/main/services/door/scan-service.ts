import type { ScanOutcome, ScanReason, ScanRequest, ScanVerdict } from '#shared/contract/check-in-api'
import type { DecidedScan, UploadedScans } from '#shared/contract/scan-upload-api'
import { afterPassage, decideScan, type DoorTicket, type Passage } from '#shared/domain/check-in/decide-scan'
import { err, ok, type Result } from '#shared/domain/result'
import { readTicketText } from '#shared/domain/tickets/ticket-text'
import { recordAdmission, recordMovement } from '../../storage/repositories/check-in-repository'
import type { DoorRecord } from '../../storage/repositories/door-repository'
import { findScan, insertScan, openConflict } from '../../storage/repositories/scan-repository'
import { findTicket, type TicketRecord } from '../../storage/repositories/ticket-repository'
import type { Transaction } from '../../storage/transaction'
import type { SeatNews } from '../seat-news'
import type { ServiceDeps } from '../service-deps'
import type { TicketSigning } from '../ticket-signing'
import { rulesOf, type DoorBook } from './door-book'
import { doorTicketOf, firstUseOf, shownTicket } from './ticket-at-door'

/** Who stands at the door: a person who has signed in, or a paired device. */
export interface ScannedBy {
  staffUserId: number | null
  deviceId: number | null
}

type ScanRefusal = { code: 'door_not_found' } | { code: 'idempotency_key_reused' }

export interface ScanService {
  /** Decides about a scan and counts it, once for its nonce: a scan that is sent again gets the same verdict. */
  scan: (request: ScanRequest, nonce: string, by: ScannedBy) => Promise<Result<ScanVerdict, ScanRefusal>>
  /** Takes over what a door without contact has decided: as it happened, with whoever should not have passed listed. */
  upload: (scans: readonly DecidedScan[], by: ScannedBy) => Promise<Result<UploadedScans, { code: 'door_not_found' }>>
}

/** A scan whose door is known, at its time. */
interface Scan extends ScanRequest, ScannedBy {
  nonce: string
  door: DoorRecord
  at: string
  receivedAt: string
  day: string
}

interface Decided {
  ticket: TicketRecord | undefined
  doorTicket: DoorTicket | undefined
  decision: Result<Passage, ScanReason>
}

const passes = (outcome: ScanOutcome): outcome is Passage => outcome !== 'refused' && outcome !== 'undecided'

export function createScanService(
  deps: ServiceDeps & {
    seatNews: SeatNews
    doors: DoorBook
    signing: Pick<TicketSigning, 'isForged'>
    /** The door day of an instant. */
    dayOf: (at: string) => string
    onConflict: () => void
  },
): ScanService {
  const { inTransaction, now, doors } = deps

  const stopped = (reason: ScanReason): Decided => ({ ticket: undefined, doorTicket: undefined, decision: err(reason) })

  async function decide(trx: Transaction, scan: Scan): Promise<Decided> {
    const text = readTicketText(scan.scanned)
    if (text === undefined) return stopped('not_a_ticket')
    const ticket = findTicket(trx, text.code)
    if (ticket === undefined) return stopped('unknown_code')
    // Not that ticket's scan: whoever has the real one must not find it used.
    if (deps.signing.isForged(text, ticket)) return stopped('forged_code')
    if (scan.door.needsSignature && text.signed === undefined) return stopped('signature_needed')
    const doorTicket = await doorTicketOf(trx, ticket, scan.at)
    return { ticket, doorTicket, decision: decideScan(doorTicket, rulesOf(scan.door, scan), scan) }
  }

  /** @returns the check-in's id where a use was counted */
  function apply(trx: Transaction, scan: Scan, ticket: TicketRecord, passage: Passage): number | null {
    const doorId = scan.door.id
    if (passage === 'valid') return null
    if (passage === 'admitted') {
      const by = { staffUserId: scan.staffUserId, deviceId: scan.deviceId, doorId }
      const checkInId = recordAdmission(trx, ticket, scan, by)
      if (checkInId !== undefined) return checkInId
    } else if (recordMovement(trx, ticket, passage, doorId)) return null
    throw new Error(`ticket ${ticket.id} changed while it was being let through`)
  }

  function verdictOf(scan: Scan, { ticket, doorTicket, decision }: Decided): ScanVerdict {
    const { nonce, at, day } = scan
    const passed = decision.ok ? decision.value : undefined
    const after = doorTicket && passed ? afterPassage(doorTicket, passed, day) : doorTicket
    return {
      nonce,
      outcome: passed ?? 'refused',
      reason: decision.ok ? null : decision.error,
      ticket: ticket && after ? shownTicket(ticket, after, day) : null,
      firstUse: ticket ? firstUseOf(ticket) : null,
      at,
    }
  }

  function store(
    trx: Transaction,
    scan: Scan,
    ticket: TicketRecord | undefined,
    facts: { verdict: ScanVerdict; checkInId: number | null; offline: 0 | 1 },
  ): number {
    const { nonce, at, receivedAt, mode, door, deviceId, staffUserId, scanned } = scan
    return insertScan(trx, {
      ...{ nonce, at, receivedAt, mode, doorId: door.id, deviceId, staffUserId },
      ticketId: ticket?.id ?? null,
      code: readTicketText(scanned)?.code ?? null,
      ...{ outcome: facts.verdict.outcome, reason: facts.verdict.reason, offline: facts.offline },
      ...{ checkInId: facts.checkInId, answer: JSON.stringify(facts.verdict) },
    })
  }

  function tell(ticket: TicketRecord | undefined, outcome: ScanOutcome): void {
    if (ticket !== undefined && outcome !== 'valid' && passes(outcome)) deps.seatNews.admitted(ticket.eventId)
  }

  /** What happened cannot be undone by the server's knowing better: it is counted all the same, and listed for a person. */
  async function takeOver(trx: Transaction, scan: Scan, decided: DecidedScan): Promise<ScanReason | null> {
    const { ticket, decision } = await decide(trx, scan)
    const passed = passes(decided.outcome) ? decided.outcome : undefined
    const cameIn = passed === 'admitted' || passed === 'returned'
    const counted = passed && (decision.ok ? decision.value : cameIn ? 'admitted' : undefined)
    const checkInId = ticket && counted ? apply(trx, scan, ticket, counted) : null
    const verdict: ScanVerdict = {
      ...{ nonce: scan.nonce, outcome: decided.outcome, reason: decided.reason, ticket: null },
      ...{ firstUse: ticket ? firstUseOf(ticket) : null, at: scan.at },
    }
    const scanId = store(trx, scan, ticket, { verdict, checkInId, offline: 1 })
    if (!cameIn || decision.ok) return null
    await openConflict(trx, scanId, decision.error, scan.receivedAt)
    return decision.error
  }

  return {
    async scan(request, nonce, by) {
      const door = doors.find(request.doorId)
      if (door === undefined) return err({ code: 'door_not_found' })
      const at = now()
      const scan: Scan = { ...request, ...by, nonce, door, at, receivedAt: at, day: deps.dayOf(at) }
      const result = await inTransaction(
        async (trx): Promise<Result<Decided & { verdict: ScanVerdict }, ScanRefusal>> => {
          const known = findScan(trx, nonce)
          if (known !== undefined) {
            const same =
              known.mode === request.mode &&
              known.doorId === door.id &&
              known.code === (readTicketText(request.scanned)?.code ?? null)
            if (!same) return err({ code: 'idempotency_key_reused' })
            const verdict = JSON.parse(known.answer) as ScanVerdict
            return ok({ verdict, ticket: undefined, doorTicket: undefined, decision: err('unknown_code') })
          }
          const decided = await decide(trx, scan)
          const { ticket, decision } = decided
          const checkInId = ticket && decision.ok ? apply(trx, scan, ticket, decision.value) : null
          const verdict = verdictOf(scan, decided)
          store(trx, scan, ticket, { verdict, checkInId, offline: 0 })
          return ok({ ...decided, verdict })
        },
      )
      if (!result.ok) return result
      tell(result.value.ticket, result.value.verdict.outcome)
      return ok(result.value.verdict)
    },

    async upload(scans, by) {
      const found = scans.map((scan) => ({ scan, door: doors.find(scan.doorId) ?? doors.list()[0] }))
      const receivedAt = now()
      const uploaded: UploadedScans['scans'] = []
      const changed = new Set<number>()
      for (const { scan: decided, door } of found) {
        if (door === undefined) return err({ code: 'door_not_found' })
        const { nonce, mode, scanned, eventId } = decided
        // A door's clock that is ahead does not make the future.
        const at = decided.at < receivedAt ? decided.at : receivedAt
        const scan: Scan = {
          ...{ nonce, scanned, eventId, mode, doorId: door.id, door, ...by },
          ...{ at, receivedAt, day: deps.dayOf(at) },
        }
        const conflict = await inTransaction(async (trx) => {
          const known = findScan(trx, nonce)
          // Its first try got here, but the answer did not get back, and the door decided otherwise.
          const decidedTwice = known?.outcome === 'refused' && known.offline === 0 && passes(decided.outcome)
          const ownNonce = decidedTwice ? `${nonce}:offline` : nonce
          if (findScan(trx, ownNonce) !== undefined) return null
          const ticket = findTicket(trx, readTicketText(scanned)?.code ?? '')
          if (ticket !== undefined) changed.add(ticket.eventId)
          return takeOver(trx, { ...scan, nonce: ownNonce }, decided)
        })
        uploaded.push({ nonce, conflict })
        if (conflict !== null) deps.onConflict()
      }
      for (const eventId of changed) deps.seatNews.admitted(eventId)
      return ok({ scans: uploaded })
    },
  }
}
