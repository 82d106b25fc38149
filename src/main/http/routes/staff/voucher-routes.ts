import type { FastifyInstance } from 'fastify'
import { IdempotencyHeaders, idempotencyHeader, IdInPath } from '#shared/contract/common'
import { NewVoucher, Voucher, VoucherEdit, VoucherList } from '#shared/contract/voucher-api'
import type { NewVoucherRefusal, VoucherEditRefusal, VoucherService } from '../../../services/voucher-service'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<(NewVoucherRefusal | VoucherEditRefusal)['code']> = {
  voucher_not_found: [404, 'There is no such voucher.'],
  event_not_found: [404, 'There is no such event.'],
  code_taken: [409, 'Another voucher has this code.'],
  edit_conflict: [409, 'Somebody else has saved this voucher since it was read.'],
  invalid_voucher: [422, 'A field of the voucher does not fit the others.'],
  idempotency_key_reused: [422, 'This idempotency key was used for something else.'],
}

/** Voucher codes; the till takes them through the discount of an order. */
export function registerVoucherRoutes(app: FastifyInstance, deps: { vouchers: VoucherService }): void {
  const { vouchers } = deps
  const config = { access: 'edit_events' } as const
  const tags = ['staff']

  app.get(
    '/vouchers',
    { config, schema: { operationId: 'listVouchers', tags, response: { 200: VoucherList } } },
    async () => ({ vouchers: await vouchers.list() }),
  )

  app.post<{ Body: NewVoucher }>(
    '/vouchers',
    {
      config,
      schema: {
        operationId: 'createVoucher',
        tags,
        headers: IdempotencyHeaders,
        body: NewVoucher,
        response: { 201: Voucher },
      },
    },
    async (request, reply) => {
      const result = await vouchers.create(request.body, String(request.headers[idempotencyHeader]))
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.put<{ Params: { id: string }; Body: VoucherEdit }>(
    '/vouchers/:id',
    {
      config,
      schema: { operationId: 'editVoucher', tags, params: IdInPath, body: VoucherEdit, response: { 200: Voucher } },
    },
    async (request, reply) => {
      const result = await vouchers.edit(Number(request.params.id), request.body)
      return result.ok ? result.value : sendProblem(reply, refusals, result.error)
    },
  )
}
