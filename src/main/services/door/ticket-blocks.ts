import { err, ok, type Result } from '#shared/domain/result'
import { findTicketToBlock, setBlock } from '../../storage/repositories/ticket-block-repository'
import { recordTimeline } from '../../storage/repositories/timeline-repository'
import type { ServiceDeps } from '../service-deps'

export type BlockRefusal = { code: 'ticket_not_found' } | { code: 'not_blockable' }

export interface TicketBlocks {
  /** Stops one ticket at every door: stolen, sold on, shared. @returns the order's id */
  block: (ticketId: number, reason: string, staffUserId: number) => Promise<Result<number, BlockRefusal>>
  /** Lets it in again. @returns the order's id */
  unblock: (ticketId: number, staffUserId: number) => Promise<Result<number, BlockRefusal>>
}

export function createTicketBlocks({ inTransaction, now, news }: ServiceDeps): TicketBlocks {
  async function change(
    ticketId: number,
    staffUserId: number,
    reason: string | null,
  ): Promise<Result<number, BlockRefusal>> {
    const result = await inTransaction(async (trx): Promise<Result<number, BlockRefusal>> => {
      const ticket = await findTicketToBlock(trx, ticketId)
      if (ticket === undefined) return err({ code: 'ticket_not_found' })
      const { orderId, code } = ticket
      if ((ticket.blockedAt !== null) === (reason !== null)) return ok(orderId)
      if (reason !== null && (ticket.orderStatus !== 'paid' || ticket.refundId !== null)) {
        return err({ code: 'not_blockable' })
      }
      const at = now()
      await setBlock(trx, ticketId, reason === null ? null : { at, staffUserId, reason })
      const kind = reason === null ? 'ticket_unblocked' : 'ticket_blocked'
      const detail = { ticket: code, ...(reason !== null && { note: reason }) }
      recordTimeline(trx, { orderId, at, kind, staffUserId, detail })
      return ok(orderId)
    })
    if (result.ok) news.publish('order', { orderId: result.value, status: 'paid' })
    return result
  }

  return {
    block: (ticketId, reason, staffUserId) => change(ticketId, staffUserId, reason.trim()),
    unblock: (ticketId, staffUserId) => change(ticketId, staffUserId, null),
  }
}
