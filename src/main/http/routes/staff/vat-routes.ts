import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import { NewVatClass, VatClass, VatClassList, VatRateEdit, VatRateInPath } from '#shared/contract/vat-api'
import type { NewVatClassRefusal, VatRefusal, VatService } from '../../../services/vat-service'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<(VatRefusal | NewVatClassRefusal)['code']> = {
  vat_class_not_found: [404, 'There is no such VAT class.'],
  vat_rate_not_found: [404, 'The class has no rate from that day.'],
  vat_rate_in_past: [422, 'A rate that has been valid is never edited.'],
  not_a_day: [422, 'There is no such day.'],
  name_taken: [409, 'Another class has this name.'],
}

/** VAT classes and their rates. */
export function registerVatRoutes(app: FastifyInstance, deps: { vat: VatService }): void {
  const { vat } = deps
  const editing = { access: 'edit_settings' } as const

  app.get(
    '/vat-classes',
    {
      config: { access: 'signed_in' },
      schema: { operationId: 'listVatClasses', tags: ['staff'], response: { 200: VatClassList } },
    },
    async () => ({ vatClasses: await vat.list() }),
  )

  app.post<{ Body: NewVatClass }>(
    '/vat-classes',
    {
      config: editing,
      schema: { operationId: 'createVatClass', tags: ['staff'], body: NewVatClass, response: { 201: VatClass } },
    },
    async (request, reply) => {
      const result = await vat.create(request.body)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.put<{ Params: Static<typeof VatRateInPath>; Body: Static<typeof VatRateEdit> }>(
    '/vat-classes/:id/rates/:validFrom',
    {
      config: editing,
      schema: {
        operationId: 'setVatRate',
        tags: ['staff'],
        params: VatRateInPath,
        body: VatRateEdit,
        response: { 200: VatClass },
      },
    },
    async ({ params, body }, reply) => {
      const result = await vat.setRate(Number(params.id), params.validFrom, body.rateBp)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.delete<{ Params: Static<typeof VatRateInPath> }>(
    '/vat-classes/:id/rates/:validFrom',
    {
      config: editing,
      schema: { operationId: 'withdrawVatRate', tags: ['staff'], params: VatRateInPath, response: { 200: VatClass } },
    },
    async ({ params }, reply) => {
      const result = await vat.withdrawRate(Number(params.id), params.validFrom)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )
}
