import type { FastifyInstance } from 'fastify'
import { IdempotencyHeaders, idempotencyHeader, IdInPath } from '#shared/contract/common'
import { NewPerson, Person, PersonEdit, PersonList, PinEdit } from '#shared/contract/staff-api'
import type {
  NewPersonRefusal,
  PeopleService,
  PersonEditRefusal,
  PinEditRefusal,
} from '../../../services/people-service'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<(NewPersonRefusal | PersonEditRefusal | PinEditRefusal)['code']> = {
  person_not_found: [404, 'There is no such person.'],
  name_taken: [409, 'Somebody who works here has this name already.'],
  weak_pin: [422, 'This PIN is among the first that anybody guesses.'],
  edit_conflict: [409, 'Somebody else has saved this person since it was read.'],
  last_manager: [409, 'Nobody would be left who may edit people.'],
  not_yourself: [409, 'One neither disables oneself nor gives up the right to edit people.'],
  idempotency_key_reused: [422, 'This idempotency key was used for something else.'],
}

/** Who works here and what each may do. */
export function registerPeopleRoutes(app: FastifyInstance, deps: { people: PeopleService }): void {
  const { people } = deps
  const config = { access: 'edit_staff' } as const
  const tags = ['staff']
  const params = IdInPath

  app.get(
    '/people',
    { config, schema: { operationId: 'listPeople', tags, response: { 200: PersonList } } },
    async () => ({ people: await people.list() }),
  )

  app.post<{ Body: NewPerson }>(
    '/people',
    {
      config,
      schema: {
        operationId: 'createPerson',
        tags,
        headers: IdempotencyHeaders,
        body: NewPerson,
        response: { 201: Person },
      },
    },
    async (request, reply) => {
      const result = await people.create(request.body, String(request.headers[idempotencyHeader]))
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.put<{ Params: { id: string }; Body: PersonEdit }>(
    '/people/:id',
    { config, schema: { operationId: 'editPerson', tags, params, body: PersonEdit, response: { 200: Person } } },
    async (request, reply) => {
      const result = await people.edit(Number(request.params.id), request.body, staffOf(request).id)
      return result.ok ? result.value : sendProblem(reply, refusals, result.error)
    },
  )

  app.put<{ Params: { id: string }; Body: PinEdit }>(
    '/people/:id/pin',
    { config, schema: { operationId: 'changePin', tags, params, body: PinEdit } },
    async (request, reply) => {
      const result = await people.changePin(Number(request.params.id), request.body.pin, staffOf(request).id)
      return result.ok ? reply.code(204).send() : sendProblem(reply, refusals, result.error)
    },
  )
}
