import type { FastifyInstance } from 'fastify'
import {
  ApproverList,
  ApproverQuery,
  SignInRequest,
  StaffSession,
  StaffUserList,
  type Permission,
} from '#shared/contract/session-api'
import type { StaffService } from '../../../services/staff-service'
import { addressOf } from '../../client-address'
import { sendJson } from '../../plugins/errors'
import { problem, sendProblem } from '../../plugins/problem'
import { beginSession, newSessionId } from '../../plugins/stored-session'

const refusals = {
  wrong_pin: [401, 'The PIN is wrong.'],
  locked_out: [429, 'Too many wrong PINs. Wait before trying again.'],
} as const

export function registerSessionRoutes(app: FastifyInstance, deps: { staff: StaffService }): void {
  app.get(
    '/staff-users',
    {
      config: { access: 'anybody' },
      schema: { operationId: 'listStaffUsers', tags: ['staff'], response: { 200: StaffUserList } },
    },
    async () => ({ staffUsers: await deps.staff.choices() }),
  )

  app.post<{ Body: SignInRequest }>(
    '/sessions',
    {
      config: { access: 'anybody' },
      schema: { operationId: 'signIn', tags: ['staff'], body: SignInRequest, response: { 201: StaffSession } },
    },
    async (request, reply) => {
      const sessionId = newSessionId()
      const signedIn = request.session.get('staff') !== undefined
      const result = await deps.staff.signIn({
        ...request.body,
        sessionId,
        earlierSessionId: signedIn ? request.session.sessionId : undefined,
        address: addressOf(request.socket),
        deviceId: request.device?.id ?? null,
      })
      if (!result.ok) return sendProblem(reply, refusals, result.error)
      await beginSession(request, sessionId, { staff: result.value })
      return reply.code(201).send(result.value)
    },
  )

  app.get(
    '/sessions/current',
    {
      config: { access: 'anybody' },
      schema: { operationId: 'getSession', tags: ['staff'], response: { 200: StaffSession } },
    },
    (request, reply) => {
      const staff = request.session.get('staff')
      if (staff !== undefined) return reply.send(staff)
      return sendJson(reply, 401, problem('not_signed_in', 'Sign in first.'))
    },
  )

  app.delete(
    '/sessions/current',
    { config: { access: 'anybody' }, schema: { operationId: 'signOut', tags: ['staff'] } },
    async (request, reply) => {
      if (request.session.get('staff') !== undefined) await deps.staff.signOut(request.session.sessionId)
      return reply.code(204).send()
    },
  )

  app.get<{ Querystring: { permission: Permission } }>(
    '/approvers',
    {
      config: { access: 'signed_in', devices: ['door'] },
      schema: {
        operationId: 'listApprovers',
        tags: ['staff'],
        querystring: ApproverQuery,
        response: { 200: ApproverList },
      },
    },
    async (request) => ({ approvers: await deps.staff.approvers(request.query.permission) }),
  )
}
