import type { FastifyInstance, FastifyReply } from 'fastify'
import { IdInPath } from '#shared/contract/common'
import { Order, TicketBlock } from '#shared/contract/order-api'
import type { Result } from '#shared/domain/result'
import type { BlockRefusal, TicketBlocks } from '../../../services/door/ticket-blocks'
import type { OrderService } from '../../../services/order-service'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<BlockRefusal['code']> = {
  ticket_not_found: [404, 'There is no such ticket.'],
  not_blockable: [409, 'Only a ticket that would be let in can be blocked.'],
}

/** One ticket that no door lets in, and lets in again. */
export function registerTicketBlockRoutes(
  app: FastifyInstance,
  deps: { ticketBlocks: TicketBlocks; orders: OrderService },
): void {
  const config = { access: 'block_ticket' } as const

  async function answer(reply: FastifyReply, result: Result<number, BlockRefusal>) {
    return result.ok ? reply.send(await deps.orders.find(result.value)) : sendProblem(reply, refusals, result.error)
  }

  app.post<{ Params: { id: string }; Body: TicketBlock }>(
    '/tickets/:id/blocks',
    {
      config,
      schema: {
        operationId: 'blockTicket',
        tags: ['door'],
        params: IdInPath,
        body: TicketBlock,
        response: { 200: Order },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      return answer(reply, await deps.ticketBlocks.block(Number(id), request.body.reason, staffOf(request).id))
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/tickets/:id/blocks',
    {
      config,
      schema: { operationId: 'unblockTicket', tags: ['door'], params: IdInPath, response: { 200: Order } },
    },
    async (request, reply) =>
      answer(reply, await deps.ticketBlocks.unblock(Number(request.params.id), staffOf(request).id)),
  )
}
