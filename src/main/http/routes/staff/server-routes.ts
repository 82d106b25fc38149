import type { FastifyInstance } from 'fastify'
import { SetUpRequest, ServerStatus } from '#shared/contract/server-api'
import type { News } from '../../../services/news'
import type { SettingsService } from '../../../services/settings-service'
import type { SetUpService } from '../../../services/set-up-service'
import type { DeviceBook } from '../../../services/devices/device-book'
import { permissionsAtDoor } from '../../plugins/access'
import { streamNews } from '../../plugins/sse'
import { sendProblem } from '../../plugins/problem'

/** What only the running server knows. */
export interface ServerFacts {
  version: string
  port: number
  requestedPort: number
  lanUrls: string[]
  httpsPort: number
  secureUrls: string[]
  /** Of the authority that signed the HTTPS certificate: SHA-256, `AA:BB:…`. */
  authorityFingerprint: string
  /** Whether the network is told where this box office is. */
  advertised: boolean
}

export function registerServerRoutes(
  app: FastifyInstance,
  deps: {
    settings: SettingsService
    setUp: SetUpService
    news: News
    devices: DeviceBook
    serverFacts: () => ServerFacts
    now: () => string
  },
): void {
  app.get(
    '/server',
    {
      config: { access: 'anybody', devices: ['door', 'look_door', 'display'] },
      schema: { operationId: 'getServer', tags: ['staff'], response: { 200: ServerStatus } },
    },
    (): ServerStatus => {
      const { venue } = deps.settings.current()
      return {
        ...deps.serverFacts(),
        demo: deps.setUp.isDemo(),
        setUpNeeded: deps.setUp.needed(),
        venueName: venue.name,
        language: venue.language,
        zone: venue.zone,
        now: deps.now(),
      }
    },
  )

  app.post<{ Body: SetUpRequest }>(
    '/set-up',
    { config: { access: 'anybody' }, schema: { operationId: 'setUp', tags: ['staff'], body: SetUpRequest } },
    async (request, reply) => {
      const result = await deps.setUp.run(request.body)
      if (result.ok) return reply.code(201).send()
      return sendProblem(reply, { already_set_up: [409, 'This data folder is already in use.'] }, result.error)
    },
  )

  const streams = new Set<{ end: () => void }>()
  app.addHook('preClose', (done) => {
    for (const stream of streams) stream.end()
    done()
  })
  app.get(
    '/stream',
    {
      config: { access: 'signed_in', devices: ['door', 'look_door'] },
      schema: { operationId: 'streamNews', tags: ['staff'] },
    },
    (request, reply) => {
      const { news, now } = deps
      const { device } = request
      const isDoor = device !== null && device.role !== 'till'
      const stream = streamNews(reply, { news, now, permissions: isDoor ? 'door' : permissionsAtDoor(request) })
      streams.add(stream)
      const callOff = device === null ? undefined : deps.devices.whenRevoked(device.id, stream.end)
      reply.raw.once('close', () => {
        streams.delete(stream)
        callOff?.()
      })
    },
  )
}
