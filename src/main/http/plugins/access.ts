import type { FastifyInstance, FastifyRequest } from 'fastify'
import { staffClientHeader } from '#shared/contract/common'
import type { DeviceRole } from '#shared/contract/device-api'
import type { Permission, StaffSession } from '#shared/contract/session-api'
import type { ScannedBy } from '../../services/door/scan-service'
import type { Caller } from '../../services/staff-service'
import { isTrustedLoopback } from '../client-address'
import { sendJson } from './errors'
import { problem } from './problem'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call a route of the staff API. A route that does not say fails the start: rights are denied by default. */
    access?: Permission | readonly Permission[] | 'anybody' | 'signed_in'
    /** Which paired devices may call it without anybody signed in on them. None unless given. */
    devices?: readonly DeviceRole[]
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
 * Staff screens and their API answer this machine, and over HTTPS what was paired with it: a till everything, another device the
 * routes that name its role. @param isOpenToAll what else the same routes may answer
 */
export function refuseStrangers(app: FastifyInstance, isOpenToAll?: (request: FastifyRequest) => boolean): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (isTrustedLoopback(request) || isOpenToAll?.(request) === true || mayReach(request)) done()
    else {
      const code = request.protocol === 'https' ? 'not_paired' : 'this_machine_only'
      const words = 'Staff screens answer on the machine that runs Lucka and on its paired tills.'
      void sendJson(reply, 403, problem(code, words))
    }
  })
}

function mayReach({ device, routeOptions }: FastifyRequest): boolean {
  if (device === null) return false
  return device.role === 'till' || routeOptions.config.devices?.includes(device.role) === true
}

function refusalOf(request: FastifyRequest): { status: number; body: unknown } | undefined {
  if (!READING.has(request.method) && request.headers[staffClientHeader.name] !== staffClientHeader.value) {
    return { status: 403, body: problem('not_a_staff_screen', `Writes need the header ${staffClientHeader.name}.`) }
  }
  const { access, devices } = request.routeOptions.config
  if (access === 'anybody') return undefined
  if (request.device !== null && devices?.includes(request.device.role) === true) return undefined
  const staff = request.session.get('staff')
  if (staff === undefined) return { status: 401, body: problem('not_signed_in', 'Sign in first.') }
  if (access === 'signed_in' || access === undefined) return undefined
  const [permission, ...others] = typeof access === 'string' ? [access] : access
  if ([permission, ...others].some((it) => it !== undefined && staff.permissions.includes(it))) return undefined
  return {
    status: 403,
    body: problem('not_permitted', `${staff.staffUser.name} may not do this.`, { permission }),
  }
}

/** Who calls a route that only signed-in staff reach. */
export function staffOf(request: FastifyRequest): StaffSession['staffUser'] {
  return sessionOf(request).staffUser
}

/** Who calls and what they may do alone: what an approval is asked for with. */
export function callerOf(request: FastifyRequest): Caller {
  const { staffUser, permissions } = sessionOf(request)
  return { staffUserId: staffUser.id, permissions }
}

/** What the caller may do alone; a device by itself nothing that a right is needed for. */
export function permissionsAtDoor(request: FastifyRequest): readonly Permission[] {
  return request.session.get('staff')?.permissions ?? []
}

/** Who scans: a person who has signed in, a paired device, or the one on the other. */
export function scannerOf(request: FastifyRequest): ScannedBy {
  const deviceId = request.device?.id ?? null
  if (deviceId === null) return { staffUserId: staffOf(request).id, deviceId }
  return { staffUserId: request.session.get('staff')?.staffUser.id ?? null, deviceId }
}

function sessionOf(request: FastifyRequest): StaffSession {
  const staff = request.session.get('staff')
  if (staff === undefined) throw new Error(`${request.routeOptions.url ?? ''} was reached without signing in`)
  return staff
}
