import type { ScannedTicket, ScanVerdict } from '#shared/contract/check-in-api'
import type { DoorTicket } from '#shared/domain/check-in/decide-scan'
import type { OrderStatus } from '#shared/domain/orders/order-status'
import { findLiveAttempt } from '../../storage/repositories/payment-attempt-repository'
import type { TicketRecord } from '../../storage/repositories/ticket-repository'
import type { Transaction } from '../../storage/transaction'

/** By rule, not by waiting for a job: a reservation whose time is out counts as expired. */
export async function statusNow(trx: Transaction, ticket: TicketRecord, now: string): Promise<OrderStatus> {
  if (ticket.status !== 'reserved' || ticket.orderExpiresAt > now) return ticket.status
  return (await findLiveAttempt(trx.db, ticket.orderId)) === undefined ? 'expired' : 'reserved'
}

/** What the rule of the door needs to know of a ticket. */
export async function doorTicketOf(trx: Transaction, ticket: TicketRecord, now: string): Promise<DoorTicket> {
  return {
    eventId: ticket.eventId,
    ticketTypeId: ticket.ticketTypeId,
    status: await statusNow(trx, ticket, now),
    timesUsed: ticket.timesUsed,
    usedDay: ticket.usedDay,
    usedOnDay: ticket.usedOnDay,
    inside: ticket.inside,
    steppedOut: ticket.steppedOut,
    admit: { times: ticket.admitTimes, per: ticket.admitPer },
    doorsOpenAt: ticket.doorsOpenAt,
  }
}

/** What the door shows of a ticket, its uses as they are in `after`. */
export function shownTicket(ticket: TicketRecord, after: DoorTicket, day: string): ScannedTicket {
  const { times, per } = after.admit
  const usedToday = after.usedDay === day ? after.usedOnDay : 0
  return {
    code: ticket.code,
    ticketTypeTitle: ticket.ticketTypeTitle,
    doorNote: ticket.doorNote,
    name: ticket.orderName,
    eventId: ticket.eventId,
    eventTitle: ticket.eventTitle,
    eventAt: ticket.eventAt,
    doorsOpenAt: ticket.doorsOpenAt,
    uses: { used: per === 'day' ? usedToday : after.timesUsed, allowed: times, per },
  }
}

/** When and where a ticket was first used. */
export const firstUseOf = ({ firstUsedAt, firstDoorName }: TicketRecord): ScanVerdict['firstUse'] =>
  firstUsedAt === null ? null : { at: firstUsedAt, doorName: firstDoorName }
