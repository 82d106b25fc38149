import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { IdInPath } from '#shared/contract/common'
import { Order, OrderList, OrderSearch } from '#shared/contract/order-api'
import { OrderScanList } from '#shared/contract/order-scan-api'
import type { OrderService } from '../../../services/order-service'
import type { SwishService } from '../../../services/swish/swish-service'
import { sendProblem } from '../../plugins/problem'
import { orderNotFound } from './order-refusals'

const LISTED_UNLESS_ASKED = 50

/** Orders as they are found and shown, with their tickets. */
export function registerOrderRoutes(
  app: FastifyInstance,
  deps: {
    swish: SwishService
    orders: OrderService
    renderTicketQr: (code: string) => Promise<string>
  },
): void {
  const { swish, orders } = deps
  const viewing = { access: 'view_orders' } as const

  app.get<{ Querystring: { search?: string; limit?: string } }>(
    '/orders',
    {
      config: viewing,
      schema: { operationId: 'searchOrders', tags: ['staff'], querystring: OrderSearch, response: { 200: OrderList } },
    },
    async (request) => {
      const { search = '', limit = String(LISTED_UNLESS_ASKED) } = request.query
      return { orders: await orders.search(search, Number(limit)) }
    },
  )

  app.get<{ Params: { id: string } }>(
    '/orders/:id',
    {
      config: viewing,
      schema: { operationId: 'getOrder', tags: ['staff'], params: IdInPath, response: { 200: Order } },
    },
    async (request, reply) => {
      const order = await orders.find(Number(request.params.id))
      if (order === undefined)
        return sendProblem(reply, { order_not_found: orderNotFound }, { code: 'order_not_found' })
      // A screen that looks at a waiting payment has somebody before it.
      swish.watch(order.paymentAttempt)
      return order
    },
  )

  app.get<{ Params: { id: string } }>(
    '/orders/:id/scans',
    {
      config: viewing,
      schema: {
        operationId: 'listOrderScans',
        tags: ['door'],
        params: IdInPath,
        response: { 200: OrderScanList },
      },
    },
    async (request, reply) => {
      const scans = await orders.scans(Number(request.params.id))
      if (scans !== undefined) return reply.send({ scans })
      return sendProblem(reply, { order_not_found: orderNotFound }, { code: 'order_not_found' })
    },
  )

  app.get<{ Params: { id: string } }>(
    '/orders/:id/tickets.pdf',
    {
      config: viewing,
      schema: { operationId: 'getTicketsPdf', tags: ['staff'], params: IdInPath, produces: ['application/pdf'] },
    },
    async (request, reply) => {
      const pdf = await orders.ticketsPdf(Number(request.params.id))
      if (pdf !== undefined) return reply.type('application/pdf').send(pdf)
      return sendProblem(reply, { no_tickets: [404, 'There is no paid order here.'] }, { code: 'no_tickets' })
    },
  )

  app.get<{ Params: { code: string } }>(
    '/tickets/:code/qr.svg',
    {
      config: viewing,
      schema: {
        operationId: 'getTicketQr',
        tags: ['staff'],
        params: Type.Object({ code: Type.String({ pattern: '^[A-Z]{6}$' }) }),
        produces: ['image/svg+xml'],
      },
    },
    async (request, reply) =>
      reply.type('image/svg+xml; charset=utf-8').send(await deps.renderTicketQr(request.params.code)),
  )
}
