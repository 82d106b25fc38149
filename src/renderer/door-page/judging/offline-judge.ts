import type { ScanReason, ScannedTicket, ScanVerdict } from '#shared/contract/check-in-api'
import type { DoorFacts } from '#shared/contract/door-list-api'
import { afterPassage, decideScan, type DoorRules, type DoorTicket } from '#shared/domain/check-in/decide-scan'
import type { DoorRow } from '#shared/domain/check-in/door-row'
import { readTicketText, type TicketText } from '#shared/domain/tickets/ticket-text'
import type { SignedCode } from '#shared/domain/tickets/signed-code'
import { openRow } from '#shared/sealing/door-row-seal'
import type { DoorStorage, LocalPassage } from '../storage/door-storage'
import type { FindRow } from './find-row'
import type { DoorScan, Judge, Judgement } from './judge'
import { passageOf } from './passage-of'

/** `none`: six letters without one. `unknown`: by a key that this door has not. */
export type Signature = 'none' | 'valid' | 'forged' | 'unknown'

/** The list in this device decides, by the server's own rule and with what has passed here since the list was made. */
export function createOfflineJudge(deps: {
  storage: Pick<DoorStorage, 'rowOf' | 'passagesOf'>
  findRow: FindRow
  verify: (text: TicketText) => Promise<Signature>
}): Judge {
  const { storage } = deps

  return {
    async judge(scan) {
      const text = readTicketText(scan.scanned)
      if (text === undefined) return stopped(scan, 'not_a_ticket')
      const signature = await deps.verify(text)
      if (signature === 'forged') return stopped(scan, 'forged_code')
      const found = await deps.findRow(scan.scanned, scan.at)
      if (found?.list.eventId !== scan.eventId) return stopped(scan, 'undecided_not_in_list')
      const { facts } = found.list
      const door = facts.doors.find(({ id }) => id === scan.doorId)
      if (door?.needsSignature === true && signature === 'none') return stopped(scan, 'signature_needed')
      const { name } = found.keys
      const [content, passages] = await Promise.all([storage.rowOf(name), storage.passagesOf(name)])
      if (content === undefined) {
        const ofThisEvent = signature === 'valid' && text.signed?.eventId === facts.event.id
        return judgeUnlisted(scan, passages, ofThisEvent, facts)
      }
      const row = await openRow(found.keys, content)
      if (text.signed !== undefined && !isFor(text.signed, facts, row)) return stopped(scan, 'forged_code')
      const ticket = passages.reduce(
        (before, { passage, day }) => afterPassage(before, passage, day),
        doorTicketOf(row, facts),
      )
      const rules: DoorRules = {
        eventIds: door?.eventIds ?? [],
        ticketTypeIds: door?.ticketTypeIds ?? [],
        ...{ eventId: scan.eventId, mode: scan.mode },
      }
      const decision = decideScan(ticket, rules, { at: scan.at, day: found.day })
      const after = decision.ok ? afterPassage(ticket, decision.value, found.day) : ticket
      const passage = decision.ok ? passageOf(decision.value) : undefined
      return {
        kind: 'verdict',
        by: 'list',
        verdict: {
          ...{ nonce: scan.nonce, at: scan.at },
          outcome: decision.ok ? decision.value : 'refused',
          reason: decision.ok ? null : decision.error,
          ticket: shownTicket(text.code, after, facts, found.day),
          firstUse: firstUseOf(row, passages, facts),
        },
        passed: passage && { name: found.keys.name, passage, day: found.day },
      }
    },
  }
}

const undecided = new Set<ScanReason>(['undecided_not_in_list', 'undecided_sold_later'])

const stopped = (
  scan: DoorScan,
  reason: ScanReason,
  firstUse: ScanVerdict['firstUse'] = null,
): Extract<Judgement, { kind: 'verdict' }> => ({
  kind: 'verdict',
  by: 'list',
  verdict: {
    ...{ nonce: scan.nonce, outcome: undecided.has(reason) ? 'undecided' : 'refused', reason },
    ...{ ticket: null, firstUse, at: scan.at },
  },
  passed: undefined,
})

/** A ticket that the list does not know may have been let in here all the same, by a person's word. */
function judgeUnlisted(
  scan: DoorScan,
  passages: readonly LocalPassage[],
  isGenuine: boolean,
  facts: DoorFacts,
): Judgement {
  const [first] = passages
  if (first === undefined) {
    return stopped(scan, isGenuine ? 'undecided_sold_later' : 'undecided_not_in_list')
  }
  return stopped(scan, 'already_used', { at: first.at, doorName: nameOfDoor(facts, first.doorId) })
}

/** Whether a signature is this ticket's own: a good one from another ticket vouches for nothing here. */
const isFor = (signed: SignedCode, facts: DoorFacts, row: DoorRow) =>
  signed.eventId === facts.event.id && signed.ticketTypeId === row.ticketTypeId

const typeOf = (facts: DoorFacts, id: number) => facts.ticketTypes.find((type) => type.id === id)

const nameOfDoor = (facts: DoorFacts, id: number | null) => facts.doors.find((door) => door.id === id)?.name ?? null

function doorTicketOf(row: DoorRow, facts: DoorFacts): DoorTicket {
  const { ticketTypeId, status, timesUsed, usedDay, usedOnDay, inside, steppedOut } = row
  return {
    ...{ ticketTypeId, status, timesUsed, usedDay, usedOnDay, inside, steppedOut },
    eventId: facts.event.id,
    admit: typeOf(facts, ticketTypeId)?.admit ?? { times: 1, per: 'ticket' },
    doorsOpenAt: facts.event.doorsOpenAt,
  }
}

function shownTicket(code: string, after: DoorTicket, facts: DoorFacts, day: string): ScannedTicket {
  const type = typeOf(facts, after.ticketTypeId)
  const { times, per } = after.admit
  const usedToday = after.usedDay === day ? after.usedOnDay : 0
  return {
    ...{ code, ticketTypeTitle: type?.title ?? '', doorNote: type?.doorNote ?? '', name: null },
    ...{ eventId: facts.event.id, eventTitle: facts.event.title, eventAt: facts.event.eventAt },
    doorsOpenAt: facts.event.doorsOpenAt,
    uses: { used: per === 'day' ? usedToday : after.timesUsed, allowed: times, per },
  }
}

function firstUseOf(row: DoorRow, passages: readonly LocalPassage[], facts: DoorFacts): ScanVerdict['firstUse'] {
  if (row.firstUsedAt !== null) return { at: row.firstUsedAt, doorName: nameOfDoor(facts, row.firstDoorId) }
  const first = passages.find(({ passage }) => passage === 'admitted')
  return first === undefined ? null : { at: first.at, doorName: nameOfDoor(facts, first.doorId) }
}
