import type { FastifyInstance } from 'fastify'
import { IdInPath } from '#shared/contract/common'
import { PaymentAttempt } from '#shared/contract/order-api'
import { EmptyBody, HandSettlement } from '#shared/contract/swish-payments-api'
import type { SettleRefusal, SwishService } from '../../../services/swish/swish-service'
import { edgeLimits } from '../../edge-limits'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<SettleRefusal['code']> = {
  payment_attempt_not_found: [404, 'There is no such payment attempt.'],
  already_settled: [409, 'This payment has been settled already.'],
  not_waiting_for_person: [409, 'Swish still has to answer; ask again in a while.'],
}

/** What a person may do about one try to be paid by Swish. */
export function registerPaymentAttemptRoutes(app: FastifyInstance, deps: { swish: SwishService }): void {
  const { swish } = deps
  const response = { 200: PaymentAttempt }

  app.delete<{ Params: { id: string } }>(
    '/payment-attempts/:id',
    {
      config: { access: 'sell' },
      schema: { operationId: 'cancelPaymentAttempt', tags: ['staff'], params: IdInPath, response },
      handlerTimeout: edgeLimits.swishTimeoutMs,
    },
    async (request, reply) => {
      const attempt = await swish.cancel(Number(request.params.id), staffOf(request).id)
      return attempt ?? sendProblem(reply, refusals, { code: 'payment_attempt_not_found' })
    },
  )

  app.post<{ Params: { id: string } }>(
    '/payment-attempts/:id/reads',
    {
      config: { access: 'sell' },
      schema: { operationId: 'readPaymentAttempt', tags: ['staff'], params: IdInPath, body: EmptyBody, response },
      handlerTimeout: edgeLimits.swishTimeoutMs,
    },
    async (request, reply) => {
      const attempt = await swish.readNow(Number(request.params.id))
      return attempt ?? sendProblem(reply, refusals, { code: 'payment_attempt_not_found' })
    },
  )

  app.post<{ Params: { id: string }; Body: HandSettlement }>(
    '/payment-attempts/:id/settlements',
    {
      config: { access: 'settle_payments' },
      schema: {
        operationId: 'settlePaymentAttempt',
        tags: ['staff'],
        params: IdInPath,
        body: HandSettlement,
        response,
      },
    },
    async (request, reply) => {
      const { outcome, note } = request.body
      const by = { staffUserId: staffOf(request).id, note }
      const result = await swish.settleByHand(Number(request.params.id), outcome, by)
      return result.ok ? result.value : sendProblem(reply, refusals, result.error)
    },
  )
}
