import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DeviceBook, DeviceCredential } from '../../services/devices/device-book'
import { addressOf } from '../client-address'

declare module 'fastify' {
  interface FastifyRequest {
    /** The paired device that calls; null for everybody else, and always on plain HTTP, where anybody could read its token. */
    device: DeviceCredential | null
  }
}

const COOKIE = '__Host-lucka_device'
/** As long as browsers keep one: a phone that is used each summer stays paired. */
const MAX_AGE_SECONDS = 400 * 24 * 3_600
const TOKEN = new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`)

/** The device whose token a request shows, also one that was revoked; undefined without one. */
export function shownDevice(request: FastifyRequest, devices: DeviceBook): DeviceCredential | undefined {
  if (request.protocol !== 'https') return undefined
  const token = TOKEN.exec(request.headers.cookie ?? '')?.[1]
  return token === undefined ? undefined : devices.find(token)
}

/** Recognises paired devices by their cookie before any guard asks. */
export function recogniseDevices(app: FastifyInstance, deps: { devices: DeviceBook }): void {
  app.decorateRequest('device', null)
  app.addHook('onRequest', (request, _reply, done) => {
    const device = shownDevice(request, deps.devices)
    if (device !== undefined && !device.isRevoked) {
      request.device = device
      deps.devices.seen(device.id, addressOf(request.socket))
    }
    done()
  })
}

/** Gives a device what it is known by from now on. No page can read it, and no other host can set it. */
export function giveToken(reply: FastifyReply, token: string): void {
  const flags = `Path=/; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; Secure; SameSite=Strict`
  void reply.header('set-cookie', `${COOKIE}=${token}; ${flags}`)
}
