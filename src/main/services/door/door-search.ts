import { shortestDoorSearch, type FoundTicket } from '#shared/contract/door-search-api'
import { decideScan } from '#shared/domain/check-in/decide-scan'
import { maskedAddress } from '#shared/text/masked-address'
import {
  searchTicketsAtDoor,
  type DoorSearchTerms,
  type FoundTicketRecord,
} from '../../storage/repositories/door-search-repository'
import type { ServiceDeps } from '../service-deps'

/** Finds tickets for somebody who has none to show. @param wholeAddresses the caller may see the buyers' addresses */
export type DoorSearch = (text: string, wholeAddresses: boolean) => Promise<FoundTicket[]>

const MOST_FOUND = 20

/** The database knows the case of A–Z only. */
const withSmallLetters = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

function waysToWrite(name: string): string[] {
  const small = name.toLowerCase()
  const named = small.charAt(0).toUpperCase() + small.slice(1)
  return [...new Set([name, small, named, name.toUpperCase()].map(withSmallLetters))]
}

function termsOf(text: string): DoorSearchTerms | undefined {
  const number = /^#?([1-9][0-9]{0,14})$/.exec(text)?.[1]
  if (number === undefined && text.length < shortestDoorSearch) return undefined
  return {
    ...(number !== undefined && { number: Number(number) }),
    ...(/^[A-Za-z]{3,6}$/.test(text) && { codeStart: text.toUpperCase() }),
    emailStarts: /\s/.test(text) ? [] : [...new Set([text, text.toLowerCase()])],
    names: waysToWrite(text),
  }
}

export function createDoorSearch(
  deps: Pick<ServiceDeps, 'read' | 'now'> & {
    /** The door day of an instant. */
    dayOf: (at: string) => string
  },
): DoorSearch {
  /** At a door that takes everything: the door that it is found at says what else speaks against it. */
  function reasonNow(found: FoundTicketRecord, at: string): FoundTicket['reason'] {
    const status = found.refundId !== null ? 'refunded' : found.blockedAt !== null ? 'failed_admin' : found.orderStatus
    const ticket = { ...found, status, admit: { times: found.admitTimes, per: found.admitPer } }
    const anywhere = { eventIds: [], ticketTypeIds: [], eventId: null, mode: 'look' as const }
    const decision = decideScan(ticket, anywhere, { at, day: deps.dayOf(at) })
    return decision.ok ? null : decision.error
  }

  return async (text, wholeAddresses) => {
    const terms = termsOf(text.trim())
    if (terms === undefined) return []
    const found = await deps.read((db) => searchTicketsAtDoor(db, terms, MOST_FOUND))
    const at = deps.now()
    return found.map((ticket) => {
      const { code, ticketTypeTitle, eventId, eventTitle, eventAt, orderNumber, name, email, inside } = ticket
      return {
        ...{ code, ticketTypeTitle, eventId, eventTitle, eventAt, orderNumber, name },
        email: email === null || wholeAddresses ? email : maskedAddress(email),
        reason: reasonNow(ticket, at),
        inside,
        firstUse: ticket.firstUsedAt === null ? null : { at: ticket.firstUsedAt, doorName: ticket.firstDoorName },
      }
    })
  }
}
