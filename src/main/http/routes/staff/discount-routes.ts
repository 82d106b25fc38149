import type { FastifyInstance } from 'fastify'
import { IdInPath } from '#shared/contract/common'
import { DiscountRequest, Order } from '#shared/contract/order-api'
import type { DiscountRefusal } from '../../../services/till/discount-service'
import type { ApprovalRefusal, StaffService } from '../../../services/staff-service'
import type { TillService } from '../../../services/till-service'
import { staffOf } from '../../plugins/access'
import { approvalRefusals, askedBy } from '../../plugins/approval'
import { sendProblem, type ProblemTable } from '../../plugins/problem'
import { inProgress, notPayable, orderNotFound, partPaid } from './order-refusals'

const refusals: ProblemTable<DiscountRefusal['code'] | ApprovalRefusal['code']> = {
  ...approvalRefusals,
  order_not_found: orderNotFound,
  not_payable: notPayable,
  payment_in_progress: inProgress,
  part_paid: partPaid,
  voucher_unknown: [409, 'There is no such voucher.'],
  voucher_used_up: [409, 'The voucher has been used up.'],
  voucher_not_valid_now: [409, 'The voucher is not valid now.'],
  voucher_for_other_event: [409, 'The voucher is for another event.'],
}

/** One discount for a whole order. */
export function registerDiscountRoutes(
  app: FastifyInstance,
  { till, staff }: { till: TillService; staff: StaffService },
): void {
  const config = { access: 'sell' } as const
  const schema = { tags: ['staff'], params: IdInPath, response: { 200: Order } }

  app.put<{ Params: { id: string }; Body: DiscountRequest }>(
    '/orders/:id/discount',
    { config, schema: { ...schema, operationId: 'putDiscount', body: DiscountRequest } },
    async (request, reply) => {
      const wanted = request.body
      let approvedBy: number | null = null
      // Whoever made the voucher has allowed it.
      if (wanted.kind !== 'voucher') {
        const permission = wanted.kind === 'complimentary' ? 'complimentary' : 'discount'
        const allowed = await staff.approve({ ...askedBy(request, wanted.approval), permission })
        if (!allowed.ok) return sendProblem(reply, refusals, allowed.error)
        approvedBy = allowed.value.approvedBy
      }
      const by = { staffUserId: staffOf(request).id, approvedBy }
      const result = await till.putDiscount(Number(request.params.id), wanted, by)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/orders/:id/discount',
    { config, schema: { ...schema, operationId: 'removeDiscount' } },
    async (request, reply) => {
      const result = await till.removeDiscount(Number(request.params.id), staffOf(request).id)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )
}
