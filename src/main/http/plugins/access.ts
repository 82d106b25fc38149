import type { FastifyInstance, FastifyRequest } from 'fastify'
import { staffClientHeader } from '#shared/contract/common'
import type { Permission, StaffSession } from '#shared/contract/session-api'
import type { Caller } from '../../services/staff-service'
import { isTrustedLoopback } from '../client-address'
import { sendJson } from './errors'
import { problem } from './problem'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call a route of the staff API. A route that does not say fails the start: rights are denied by default. */
    access?: Permission | 'anybody' | 'signed_in'
  }
}

const READING = new Set(['GET', 'HEAD'])

/** Guards the staff API: this machine only, a header that no form can send on writes, and a right for each route. */
export function guardAccess(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined)
      throw new Error(`${String(route.method)} ${route.url} does not say who may call it`)
  })
  app.addHook('preValidation', (request, reply, done) => {
    const refusal = refusalOf(request)
    if (refusal === undefined) done()
    else void sendJson(reply, refusal.status, refusal.body)
  })
}

/** Staff screens and their API answer this machine only. @param isOpenToAll what else the same routes may answer */
export function refuseStrangers(app: FastifyInstance, isOpenToAll?: (request: FastifyRequest) => boolean): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (isTrustedLoopback(request) || isOpenToAll?.(request) === true) done()
    else
      void sendJson(
        reply,
        403,
        problem('this_machine_only', 'Staff screens answer on the machine that runs Lucka only.'),
      )
  })
}

function refusalOf(request: FastifyRequest): { status: number; body: unknown } | undefined {
  if (!READING.has(request.method) && request.headers[staffClientHeader.name] !== staffClientHeader.value) {
    return { status: 403, body: problem('not_a_staff_screen', `Writes need the header ${staffClientHeader.name}.`) }
  }
  const { access } = request.routeOptions.config
  if (access === 'anybody') return undefined
  const staff = request.session.get('staff')
  if (staff === undefined) return { status: 401, body: problem('not_signed_in', 'Sign in first.') }
  if (access === 'signed_in' || access === undefined || staff.permissions.includes(access)) return undefined
  return {
    status: 403,
    body: problem('not_permitted', `${staff.staffUser.name} may not do this.`, { permission: access }),
  }
}

/** Who calls a route that only signed-in staff reach. */
export function staffOf(request: FastifyRequest): StaffSession['staffUser'] {
  return sessionOf(request).staffUser
}

/** What the caller of such a route may do. */
export function permissionsOfCaller(request: FastifyRequest): readonly Permission[] {
  return sessionOf(request).permissions
}

/** Who calls and what they may do alone: what an approval is asked for with. */
export function callerOf(request: FastifyRequest): Caller {
  const { staffUser, permissions } = sessionOf(request)
  return { staffUserId: staffUser.id, permissions }
}

function sessionOf(request: FastifyRequest): StaffSession {
  const staff = request.session.get('staff')
  if (staff === undefined) throw new Error(`${request.routeOptions.url ?? ''} was reached without signing in`)
  return staff
}
