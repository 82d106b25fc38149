import Fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import type { DeviceRole } from '#shared/contract/device-api'
import { refuseStrangers } from '#main/http/plugins/access'
import type {} from '#main/http/plugins/paired-device'

const app = Fastify()
afterEach(() => app.close())

test('a paired till sees everything, another device what names its role, a stranger nothing', async () => {
  app.decorateRequest('device', null)
  app.addHook('onRequest', (request, _reply, done) => {
    const role = request.headers['x-role'] as DeviceRole | undefined
    const device = {
      id: 1,
      name: 'Telefon',
      doorId: 1,
      registerId: null,
      tokenHash: '',
      isRevoked: false,
      isStopped: false,
    }
    request.device = role === undefined ? null : { ...device, role }
    done()
  })
  refuseStrangers(app)
  app.get('/staff', () => 'staff')
  app.get('/door', { config: { devices: ['door'] } }, () => 'door')
  const ask = async (url: string, role?: string, remoteAddress = '192.168.1.5') => {
    const headers = { host: remoteAddress, ...(role === undefined ? {} : { 'x-role': role }) }
    return (await app.inject({ url, headers, remoteAddress })).statusCode
  }
  for (const role of ['door', 'look_door', 'display', undefined]) expect(await ask('/staff', role), role).toBe(403)
  for (const role of ['look_door', 'display', undefined]) expect(await ask('/door', role), role).toBe(403)
  expect([await ask('/door', 'door'), await ask('/door', 'till'), await ask('/staff', 'till')]).toEqual([200, 200, 200])
  expect(await ask('/staff', undefined, '127.0.0.1')).toBe(200)
})
