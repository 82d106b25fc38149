import type { CheckInVerdict } from '#shared/contract/check-in-api'
import type { OrderAdmission } from '#shared/contract/order-api'
import { decideCheckIn } from '#shared/domain/check-in/decide-check-in'
import type { OrderStatus } from '#shared/domain/orders/order-status'
import { err, ok, type Result } from '#shared/domain/result'
import { normaliseTicketCode } from '#shared/domain/tickets/ticket-code'
import { findEvent } from '../storage/repositories/event-repository'
import { findOrder } from '../storage/repositories/order-repository'
import {
  countAdmitted,
  countTicketUse,
  findTicket,
  listTicketsOfOrder,
  recordAdmission,
  type TicketRecord,
} from '../storage/repositories/ticket-repository'
import { findLiveAttempt } from '../storage/repositories/payment-attempt-repository'
import { recordTimeline } from '../storage/repositories/timeline-repository'
import type { Transaction } from '../storage/transaction'
import { onceOnly, type KeyReused } from './idempotency'
import type { SeatNews } from './seat-news'
import type { ServiceDeps } from './service-deps'

/** What the ticket API tells of a ticket. `timesUsed` counts the uses before this call. */
interface Validation {
  code: string
  timesUsed: number
  orderStatus: OrderStatus
  eventTitle: string
}

export type AdmissionRefusal = KeyReused | { code: 'order_not_found' } | { code: 'not_paid' }

export interface CheckInService {
  /** The ticket API's call: counts a use of a paid ticket unless only looking. Undefined for an unknown ticket. */
  validate: (externalId: string, useTicket: boolean) => Promise<Validation | undefined>
  /** The door's call: admits a ticket once. The same key gets the same verdict. */
  checkIn: (
    scanned: string,
    eventId: number | null,
    by: { staffUserId: number; key: string },
  ) => Promise<Result<CheckInVerdict, KeyReused>>
  /** Lets in everybody of a paid order who is not in yet: sold to people who stand at the door. */
  admitOrder: (
    orderId: number,
    by: { staffUserId: number; key: string },
  ) => Promise<Result<OrderAdmission, AdmissionRefusal>>
  admissions: (eventId: number) => Promise<{ admitted: number; sold: number } | undefined>
}

export function createCheckInService(deps: ServiceDeps & { seatNews: SeatNews }): CheckInService {
  const { inTransaction, read, now } = deps

  /** By rule, not by waiting for a job: a reservation whose time is out counts as expired. */
  async function statusNow(trx: Transaction, ticket: TicketRecord): Promise<OrderStatus> {
    if (ticket.orderStatus !== 'reserved' || ticket.orderExpiresAt > now()) return ticket.orderStatus
    return (await findLiveAttempt(trx.db, ticket.orderId)) === undefined ? 'expired' : 'reserved'
  }

  async function look(trx: Transaction, code: string): Promise<Validation | undefined> {
    const ticket = findTicket(trx, code)
    if (ticket === undefined) return undefined
    return {
      code,
      timesUsed: ticket.timesUsed,
      orderStatus: await statusNow(trx, ticket),
      eventTitle: ticket.eventTitle,
    }
  }

  async function admit(
    trx: Transaction,
    scanned: string,
    eventId: number | null,
    staffUserId: number,
  ): Promise<{ verdict: CheckInVerdict; admittedTo?: number }> {
    const at = now()
    const code = normaliseTicketCode(scanned)
    const ticket = code === undefined ? undefined : findTicket(trx, code)
    const refused = { verdict: 'refused' as const, firstCheckedInAt: null, at }
    if (ticket === undefined) return { verdict: { ...refused, reason: 'unknown_code', ticket: null } }
    const { ticketTypeTitle, eventTitle, eventAt } = ticket
    const shown = { code: ticket.code, ticketTypeTitle, eventTitle, eventAt }
    const decision = decideCheckIn({ ...ticket, orderStatus: await statusNow(trx, ticket) }, eventId)
    if (!decision.ok) {
      const first = decision.error.code === 'already_checked_in' ? decision.error.firstCheckedInAt : null
      return { verdict: { ...refused, reason: decision.error.code, ticket: shown, firstCheckedInAt: first } }
    }
    if (!recordAdmission(trx, { ticketId: ticket.id, eventId: ticket.eventId, at, staffUserId })) {
      throw new Error(`ticket ${ticket.id} was used while it was being admitted`)
    }
    return {
      verdict: { verdict: 'admitted', reason: null, ticket: shown, firstCheckedInAt: null, at },
      admittedTo: ticket.eventId,
    }
  }

  return {
    async validate(externalId, useTicket) {
      const code = normaliseTicketCode(externalId)
      if (code === undefined) return undefined
      if (!useTicket) return inTransaction((trx) => look(trx, code))
      const at = now()
      const result = await inTransaction(async (trx) => {
        const used = countTicketUse(trx, code, at)
        if (used === undefined) return { validation: await look(trx, code) }
        const { eventId, eventTitle, timesUsed } = used
        return {
          admittedTo: timesUsed === 1 ? eventId : undefined,
          validation: { code, timesUsed: timesUsed - 1, orderStatus: 'paid' as const, eventTitle },
        }
      })
      if (result.admittedTo !== undefined) deps.seatNews.admitted(result.admittedTo)
      return result.validation
    },

    async checkIn(scanned, eventId, { staffUserId, key }) {
      let admittedTo: number | undefined
      const result = await inTransaction((trx) =>
        onceOnly<CheckInVerdict, never>(
          trx,
          { scope: 'check-in', key, body: { scanned, eventId } },
          now(),
          async () => {
            const decided = await admit(trx, scanned, eventId, staffUserId)
            admittedTo = decided.admittedTo
            return ok(decided.verdict)
          },
        ),
      )
      if (admittedTo !== undefined) deps.seatNews.admitted(admittedTo)
      return result
    },

    async admitOrder(orderId, { staffUserId, key }) {
      let admittedTo: number | undefined
      const result = await inTransaction((trx) =>
        onceOnly<OrderAdmission, AdmissionRefusal>(
          trx,
          { scope: 'admit-order', key, body: { orderId } },
          now(),
          async () => {
            const order = findOrder(trx, orderId)
            if (order === undefined) return err({ code: 'order_not_found' })
            if (order.status !== 'paid') return err({ code: 'not_paid' })
            const at = now()
            const { eventId } = order
            const living = (await listTicketsOfOrder(trx.db, orderId)).filter(({ refundId }) => refundId === null)
            const admitted = living.filter(({ id }) => recordAdmission(trx, { ticketId: id, eventId, at, staffUserId }))
            if (admitted.length > 0) {
              const detail = { ticketCount: admitted.length }
              recordTimeline(trx, { orderId, at, kind: 'admitted', staffUserId, detail })
              admittedTo = eventId
            }
            return ok({ admitted: admitted.length, alreadyIn: living.length - admitted.length })
          },
        ),
      )
      if (admittedTo !== undefined) deps.seatNews.admitted(admittedTo)
      return result
    },

    admissions: (eventId) =>
      read(async (db) => {
        const event = await findEvent(db, eventId)
        if (event === undefined) return undefined
        return { admitted: await countAdmitted(db, eventId), sold: event.ticketsSold }
      }),
  }
}
