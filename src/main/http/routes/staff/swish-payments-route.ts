import type { FastifyInstance } from 'fastify'
import { SwishPaymentList, SwishPaymentsQuery } from '#shared/contract/swish-payments-api'
import type { PaymentsView } from '../../../services/swish/payments-view'

const LISTED_UNLESS_ASKED = 50

/** The Payments view. */
export function registerSwishPaymentsRoute(app: FastifyInstance, deps: { payments: PaymentsView }): void {
  app.get<{ Querystring: { before?: string; limit?: string } }>(
    '/swish-payments',
    {
      config: { access: 'sell' },
      schema: {
        operationId: 'listSwishPayments',
        tags: ['staff'],
        querystring: SwishPaymentsQuery,
        response: { 200: SwishPaymentList },
      },
    },
    (request) => {
      const { before, limit = String(LISTED_UNLESS_ASKED) } = request.query
      return deps.payments.list({ before, limit: Number(limit) })
    },
  )
}
