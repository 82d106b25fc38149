import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { staffClientHeader } from '#shared/contract/common'
import type { Permission, StaffSession } from '#shared/contract/session-api'
import type { ScannedBy } from '../../services/door/scan-service'
import type { Caller } from '../../services/staff-service'
import { isTrustedLoopback } from '../client-address'
import type { DeviceFinder } from '../paired-device'
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

/**
 * Staff screens and their API answer this machine, and over HTTPS the tills that were paired with it.
 *
 * @param deps.devices undefined on plain HTTP, where no device is believed
 * @param deps.isOpenToAll what else the same routes may answer
 */
export function refuseStrangers(
  app: FastifyInstance,
  deps: { devices: DeviceFinder | undefined; isOpenToAll?: (request: FastifyRequest) => boolean },
): void {
  const { devices } = deps
  const code = devices === undefined ? 'this_machine_only' : 'not_paired'
  const refuse = (reply: FastifyReply) =>
    sendJson(reply, 403, problem(code, 'Staff screens answer on the machine that runs Lucka and on its paired tills.'))

  app.addHook('onRequest', (request, reply, done) => {
    if (isTrustedLoopback(request) || deps.isOpenToAll?.(request) === true) done()
    else if (devices === undefined) void refuse(reply)
    else {
      devices.find(request).then(
        (device) => {
          if (device?.role === 'till') done()
          else void refuse(reply)
        },
        (error: unknown) => {
          done(error instanceof Error ? error : new Error('a device could not be looked up', { cause: error }))
        },
      )
    }
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

/** Who scans: a person who has signed in. */
export function scannerOf(request: FastifyRequest): ScannedBy {
  return { staffUserId: staffOf(request).id, deviceId: null }
}

function sessionOf(request: FastifyRequest): StaffSession {
  const staff = request.session.get('staff')
  if (staff === undefined) throw new Error(`${request.routeOptions.url ?? ''} was reached without signing in`)
  return staff
}
