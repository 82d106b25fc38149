import Fastify, { type FastifyRequest } from 'fastify'
import { afterEach, expect, test } from 'vitest'
import type { PairedDevice } from '#main/http/paired-device'
import { refuseStrangers } from '#main/http/plugins/access'

const app = Fastify()
afterEach(() => app.close())

test('over HTTPS a paired till sees the staff screens; every other device, and a till on plain HTTP, does not', async () => {
  const find = ({ headers }: FastifyRequest) => {
    const role = headers['x-role'] as PairedDevice['role'] | 'broken' | undefined
    if (role === 'broken') return Promise.reject(new Error('the store of devices is broken'))
    return Promise.resolve(role && { id: 1, role })
  }
  await app.register(async (secure) => {
    refuseStrangers(secure, { devices: { find } })
    secure.get('/secure', () => 'staff')
  })
  await app.register(async (plain) => {
    refuseStrangers(plain, { devices: undefined })
    plain.get('/plain', () => 'staff')
  })
  const ask = async (url: string, role?: string, remoteAddress = '192.168.1.5') => {
    const headers = { host: remoteAddress, ...(role === undefined ? {} : { 'x-role': role }) }
    return (await app.inject({ url, headers, remoteAddress })).statusCode
  }
  for (const role of ['door', 'look_door', 'display', undefined]) expect(await ask('/secure', role), role).toBe(403)
  expect(await ask('/secure', 'till')).toBe(200)
  expect(await ask('/secure', 'broken')).toBe(500)
  expect(await ask('/secure', undefined, '127.0.0.1')).toBe(200)
  expect([await ask('/plain', 'till'), await ask('/plain', undefined, '127.0.0.1')]).toEqual([403, 200])
})
