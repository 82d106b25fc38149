import { randomUUID } from 'node:crypto'
import { idempotencyHeader, staffClientHeader } from '#shared/contract/common'
import type { DeviceRole, PairedDevice, Pairing } from '#shared/contract/device-api'
import { createCookieJar, type HttpAnswer, type HttpConnections } from './http-client'
import type { StaffApi } from './staff-api'

/** A phone or a till on the network with what it was given when it was paired. */
export interface TestDevice extends PairedDevice {
  cookie: () => string
  send: (method: string, path: string, json?: unknown, headers?: Record<string, string>) => Promise<HttpAnswer>
}

const doors: readonly DeviceRole[] = ['door', 'look_door']

/** Makes a code for a device of a role, at the first door or beside the first register. */
export const beginPairing = (manager: StaffApi, role: DeviceRole, name: string = role): Promise<Pairing> =>
  manager.call('POST', '/pairings', {
    ...{ name, role },
    doorId: doors.includes(role) ? 1 : null,
    registerId: role === 'display' ? 1 : null,
  })

export const codeOf = ({ url }: Pairing): string => url.split('#')[1] ?? ''

export const showCode = (secure: HttpConnections, code: string): Promise<HttpAnswer> =>
  secure.send('POST', '/api/v1/devices', {
    headers: { [staffClientHeader.name]: staffClientHeader.value },
    json: { code },
  })

/** Pairs a new device. @param secure connections over HTTPS, from its place on the network */
export async function pairDevice(manager: StaffApi, secure: HttpConnections, role: DeviceRole): Promise<TestDevice> {
  const answer = await showCode(secure, codeOf(await beginPairing(manager, role)))
  if (answer.status !== 201) throw new Error(`Pairing: ${String(answer.status)} ${answer.text}`)
  const cookies = createCookieJar()
  cookies.keepFrom(answer)
  return {
    ...(answer.json() as PairedDevice),
    cookie: () => cookies.header() ?? '',
    async send(method, path, json, headers = {}) {
      const write = { [staffClientHeader.name]: staffClientHeader.value, [idempotencyHeader]: randomUUID() }
      const sent = { cookie: cookies.header() ?? '', ...(method === 'GET' ? {} : write), ...headers }
      const reply = await secure.send(method, `/api/v1${path}`, { headers: sent, json })
      cookies.keepFrom(reply)
      return reply
    },
  }
}
