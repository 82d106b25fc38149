import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { IdInPath } from '#shared/contract/common'
import { NewRegister, Register, RegisterEdit, RegisterList } from '#shared/contract/shift-api'
import type { NewRegisterRefusal, RegisterEditRefusal, RegisterService } from '../../../services/register-service'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<(NewRegisterRefusal | RegisterEditRefusal)['code']> = {
  register_not_found: [404, 'There is no such register.'],
  edit_conflict: [409, 'Somebody else has saved this register since it was read.'],
  name_taken: [409, 'Another register has this name.'],
  shift_open: [409, 'The register has an open shift.'],
  last_register: [409, 'There is no other register to sell on.'],
}

/** Points of sale. */
export function registerRegisterRoutes(app: FastifyInstance, deps: { registers: RegisterService }): void {
  const { registers } = deps
  const editing = { access: 'edit_settings' } as const

  app.get<{ Querystring: { archived?: string } }>(
    '/registers',
    {
      config: { access: 'sell' },
      schema: {
        operationId: 'listRegisters',
        tags: ['staff'],
        querystring: Type.Object({ archived: Type.Optional(Type.Literal('true')) }),
        response: { 200: RegisterList },
      },
    },
    async (request) => ({ registers: await registers.list({ archived: request.query.archived === 'true' }) }),
  )

  app.post<{ Body: NewRegister }>(
    '/registers',
    {
      config: editing,
      schema: { operationId: 'createRegister', tags: ['staff'], body: NewRegister, response: { 201: Register } },
    },
    async (request, reply) => {
      const result = await registers.create(request.body)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.put<{ Params: { id: string }; Body: RegisterEdit }>(
    '/registers/:id',
    {
      config: editing,
      schema: {
        operationId: 'editRegister',
        tags: ['staff'],
        params: IdInPath,
        body: RegisterEdit,
        response: { 200: Register },
      },
    },
    async (request, reply) => {
      const result = await registers.edit(Number(request.params.id), request.body)
      return result.ok ? result.value : sendProblem(reply, refusals, result.error)
    },
  )
}
