import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { ReceiptService } from '../../services/receipts/receipt-service'
import { slipPagePolicy } from '../../services/receipts/receipt-service'
import { sendJson } from '../plugins/errors'

/**
 * The receipt's page behind the QR that a customer scans at the till. It answers whoever has its key, which nobody guesses, and
 * is kept by no cache and found by no search.
 */
export async function receiptPage(app: FastifyInstance, deps: { receipts: ReceiptService }): Promise<void> {
  app.get<{ Params: { pageKey: string } }>(
    '/receipts/:pageKey',
    { config: { allow: 'GET, HEAD' }, schema: { hide: true, params: Type.Object({ pageKey: Type.String() }) } },
    async (request, reply) => {
      const { pageKey } = request.params
      const page = /^[A-Za-z0-9_-]{22,64}$/.test(pageKey) ? await deps.receipts.page(pageKey) : undefined
      if (page === undefined) return sendJson(reply, 404, 'NotFound')
      return reply
        .type('text/html; charset=utf-8')
        .headers({
          'cache-control': 'no-store',
          'content-security-policy': slipPagePolicy,
          'referrer-policy': 'no-referrer',
          'x-robots-tag': 'noindex, nofollow',
        })
        .send(page)
    },
  )
}
