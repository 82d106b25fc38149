/** Real multicast on this machine: a second program looks for the box office as a phone would. */
import Bonjour, { type Service } from 'bonjour-service'
import { afterEach, expect, test } from 'vitest'
import type { ServerStatus } from '#shared/contract/server-api'
import { startSourceServer, type SourceServer } from '../support/source-server'
import { signInAsDemoManager } from '../support/staff-api'
import { waitUntil } from '../support/wait-until'

const open: Bonjour[] = []
afterEach(() => {
  for (const bonjour of open.splice(0)) bonjour.destroy()
})

/** The box offices of that port that are told now, by their names. */
function lookAround(type: string, port: number) {
  const found = new Map<string, Service>()
  const bonjour = new Bonjour()
  open.push(bonjour)
  const browser = bonjour.find({ type })
  browser.on('up', (service: Service) => {
    if (service.port === port) found.set(service.name, service)
  })
  browser.on('down', (service: Service) => found.delete(service.name))
  return { names: () => [...found.keys()], get: (name: string) => found.get(name) }
}

const isAdvertised = async ({ connections }: SourceServer) =>
  ((await connections.send('GET', '/api/v1/server')).json() as ServerStatus).advertised

test('the box office is found, follows its name and its settings, and takes its leave', async () => {
  const server = await startSourceServer({ host: '0.0.0.0', mdns: true })
  const staff = await signInAsDemoManager(server.connections)
  const { venue, lan } = await staff.call<{ venue: { name: string }; lan: object }>('GET', '/settings')
  const phone = lookAround('lucka', server.httpsPort)
  const other = lookAround('https', server.httpsPort)

  await waitUntil('the box office', () => Promise.resolve(phone.names().length > 0 && other.names().length > 0))
  expect(phone.names()).toEqual([venue.name])
  expect(other.names()).toEqual([venue.name])
  const service = phone.get(venue.name)
  expect(service?.txt).toMatchObject({ path: '/door/', version: expect.stringMatching(/^\d/) as string })
  expect(service?.host).toMatch(/\.local$/)
  expect(await isAdvertised(server)).toBe(true)

  await staff.call('PUT', '/settings/venue', { ...venue, name: 'Scen 2. Övre foajén' })
  await waitUntil('the new name', () => Promise.resolve(phone.names().join() === 'Scen 2  Övre foajén'))

  const { open: plain, hostNames, allowedOrigins } = lan as { open: boolean; hostNames: []; allowedOrigins: [] }
  await staff.putLanSettings({ open: plain, hostNames, allowedOrigins, secure: false })
  await waitUntil('its leave', () => Promise.resolve(phone.names().length === 0))
  expect(await isAdvertised(server)).toBe(false)

  await staff.putLanSettings({ open: plain, hostNames, allowedOrigins, secure: true })
  await waitUntil('its return', () => Promise.resolve(phone.names().length === 1))
  await server[Symbol.asyncDispose]()
  await waitUntil('its end', () => Promise.resolve(phone.names().length === 0))
})

test('nothing is told when it is turned off', async () => {
  await using server = await startSourceServer()
  expect(await isAdvertised(server)).toBe(false)
})
