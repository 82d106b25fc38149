import type { Admissions } from '#shared/contract/check-in-api'
import type { OrderAdmission } from '#shared/contract/order-api'
import type { OrderStatus } from '#shared/domain/orders/order-status'
import { err, ok, type Result } from '#shared/domain/result'
import { readTicketText, type TicketText } from '#shared/domain/tickets/ticket-text'
import { countAdmissions, recordAdmission } from '../storage/repositories/check-in-repository'
import { findEvent } from '../storage/repositories/event-repository'
import { findOrder } from '../storage/repositories/order-repository'
import {
  countTicketUse,
  findTicket,
  listTicketsOfOrder,
  type TicketRecord,
} from '../storage/repositories/ticket-repository'
import { recordTimeline } from '../storage/repositories/timeline-repository'
import type { Transaction } from '../storage/transaction'
import { statusNow } from './door/ticket-at-door'
import { onceOnly, type KeyReused } from './idempotency'
import type { SeatNews } from './seat-news'
import type { ServiceDeps } from './service-deps'
import type { TicketSigning } from './ticket-signing'

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
  /** Lets in everybody of a paid order who is not in yet: sold to people who stand at the door. */
  admitOrder: (
    orderId: number,
    by: { staffUserId: number; key: string },
  ) => Promise<Result<OrderAdmission, AdmissionRefusal>>
  admissions: (eventId: number) => Promise<Admissions | undefined>
}

export function createCheckInService(
  deps: ServiceDeps & {
    seatNews: SeatNews
    signing: Pick<TicketSigning, 'isForged'>
    /** The door day of an instant. */
    dayOf: (at: string) => string
  },
): CheckInService {
  const { inTransaction, read, now } = deps

  /** None for a forged text, though its six letters are a ticket's. */
  function findScanned(trx: Transaction, text: TicketText): TicketRecord | undefined {
    const ticket = findTicket(trx, text.code)
    return ticket === undefined || deps.signing.isForged(text, ticket) ? undefined : ticket
  }

  async function look(trx: Transaction, text: TicketText): Promise<Validation | undefined> {
    const ticket = findScanned(trx, text)
    if (ticket === undefined) return undefined
    const { code, timesUsed, eventTitle } = ticket
    return { code, timesUsed, orderStatus: await statusNow(trx, ticket, now()), eventTitle }
  }

  return {
    async validate(externalId, useTicket) {
      const text = readTicketText(externalId)
      if (text === undefined) return undefined
      if (!useTicket) return inTransaction((trx) => look(trx, text))
      const at = now()
      const { code } = text
      const result = await inTransaction(async (trx) => {
        const forged = text.signed !== undefined && findScanned(trx, text) === undefined
        const used = forged ? undefined : countTicketUse(trx, code, { at, day: deps.dayOf(at) })
        if (used === undefined) return { validation: await look(trx, text) }
        const { eventId, eventTitle, timesUsed } = used
        return {
          admittedTo: timesUsed === 1 ? eventId : undefined,
          validation: { code, timesUsed: timesUsed - 1, orderStatus: 'paid' as const, eventTitle },
        }
      })
      if (result.admittedTo !== undefined) deps.seatNews.admitted(result.admittedTo)
      return result.validation
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
            const time = { at, day: deps.dayOf(at) }
            const { eventId } = order
            const living = (await listTicketsOfOrder(trx.db, orderId)).filter(({ mayEnter }) => mayEnter)
            const waiting = living.filter(({ timesUsed }) => timesUsed === 0)
            for (const { id } of waiting) {
              const by = { staffUserId, deviceId: null, doorId: null }
              recordAdmission(trx, { id, eventId, timesUsed: 0 }, time, by)
            }
            if (waiting.length > 0) {
              const detail = { ticketCount: waiting.length }
              recordTimeline(trx, { orderId, at, kind: 'admitted', staffUserId, detail })
              admittedTo = eventId
            }
            return ok({ admitted: waiting.length, alreadyIn: living.length - waiting.length })
          },
        ),
      )
      if (admittedTo !== undefined) deps.seatNews.admitted(admittedTo)
      return result
    },

    admissions: (eventId) =>
      read(async (db) => {
        const event = await findEvent(db, eventId)
        return event && { ...(await countAdmissions(db, eventId)), sold: event.ticketsSold }
      }),
  }
}
