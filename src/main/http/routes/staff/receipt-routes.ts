import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import { IdInPath } from '#shared/contract/common'
import { Mail } from '#shared/contract/mail-api'
import { PrintJob, PrintRequest, ReceiptMailRequest } from '#shared/contract/printing-api'
import type { TicketPrintRefusal, TicketPrints } from '../../../services/printing/ticket-prints'
import type { CopyRefusal, ReceiptService } from '../../../services/receipts/receipt-service'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'
import type { ServerFacts } from './server-routes'

const noPrinter = [409, 'This register has no printer for that.'] as const
const receiptRefusals: ProblemTable<CopyRefusal['code'] | 'invalid_email' | 'lan_closed'> = {
  receipt_not_found: [404, 'There is no such receipt.'],
  copied_already: [409, 'There is a copy of this receipt already.'],
  no_printer: noPrinter,
  invalid_email: [422, 'This is not one e-mail address.'],
  lan_closed: [409, 'No other device reaches this computer.'],
}
const ticketRefusals: ProblemTable<TicketPrintRefusal['code']> = {
  order_not_found: [404, 'There is no such order.'],
  no_printer: noPrinter,
  nothing_to_print: [409, 'The order has no valid tickets.'],
}

export function registerReceiptRoutes(
  app: FastifyInstance,
  deps: {
    receipts: ReceiptService
    ticketPrints: TicketPrints
    renderPageQr: (text: string) => Promise<string>
    serverFacts: () => ServerFacts
  },
): void {
  const { receipts, ticketPrints } = deps
  const config = { access: 'sell' } as const
  const tags = ['staff']
  const params = IdInPath

  app.post<{ Params: { id: string }; Body: Static<typeof PrintRequest> }>(
    '/receipts/:id/copies',
    {
      config,
      schema: { operationId: 'printReceiptCopy', tags, params, body: PrintRequest, response: { 201: PrintJob } },
    },
    async (request, reply) => {
      const by = { registerId: request.body.registerId, staffUserId: staffOf(request).id }
      const result = await receipts.copy(Number(request.params.id), by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, receiptRefusals, result.error)
    },
  )

  app.post<{ Params: { id: string }; Body: Static<typeof ReceiptMailRequest> }>(
    '/receipts/:id/mails',
    {
      config,
      schema: { operationId: 'mailReceipt', tags, params, body: ReceiptMailRequest, response: { 201: Mail } },
    },
    async (request, reply) => {
      const result = await receipts.mail(Number(request.params.id), request.body.toAddress)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, receiptRefusals, result.error)
    },
  )

  app.get<{ Params: { id: string } }>(
    '/receipts/:id/page.svg',
    { config, schema: { operationId: 'getReceiptPageQr', tags, params, produces: ['image/svg+xml'] } },
    async (request, reply) => {
      const path = await receipts.pagePath(Number(request.params.id))
      if (path === undefined) return sendProblem(reply, receiptRefusals, { code: 'receipt_not_found' })
      const [lanUrl] = deps.serverFacts().lanUrls
      if (lanUrl === undefined) return sendProblem(reply, receiptRefusals, { code: 'lan_closed' })
      return reply.type('image/svg+xml; charset=utf-8').send(await deps.renderPageQr(`${lanUrl}${path}`))
    },
  )

  app.post<{ Params: { id: string }; Body: Static<typeof PrintRequest> }>(
    '/orders/:id/ticket-prints',
    {
      config,
      schema: { operationId: 'printTickets', tags, params, body: PrintRequest, response: { 201: PrintJob } },
    },
    async (request, reply) => {
      const by = { registerId: request.body.registerId, staffUserId: staffOf(request).id }
      const result = await ticketPrints.print(Number(request.params.id), by)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, ticketRefusals, result.error)
    },
  )
}
