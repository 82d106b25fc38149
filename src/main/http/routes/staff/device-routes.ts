import type { FastifyInstance } from 'fastify'
import { IdInPath } from '#shared/contract/common'
import { Device, DeviceEdit, DeviceList, NewPairing, Pairing, PairingState } from '#shared/contract/device-api'
import type { DeviceEditRefusal, DeviceService } from '../../../services/devices/device-service'
import type { NewPairingRefusal, PairingService } from '../../../services/devices/pairing-service'
import { staffOf } from '../../plugins/access'
import { sendProblem, type ProblemTable } from '../../plugins/problem'

const refusals: ProblemTable<(DeviceEditRefusal | NewPairingRefusal)['code'] | 'pairing_not_found'> = {
  device_not_found: [404, 'There is no such device.'],
  pairing_not_found: [404, 'There is no such pairing.'],
  device_revoked: [409, 'This device was shut out for good.'],
  lan_closed: [409, 'HTTPS does not answer the network: open it in the settings first.'],
  door_not_found: [422, 'There is no such door in use.'],
  register_not_found: [422, 'There is no such register in use.'],
}

/** Which devices belong to this box office, and how another one comes to. */
export function registerDeviceRoutes(
  app: FastifyInstance,
  deps: { deviceService: DeviceService; pairings: PairingService },
): void {
  const { deviceService, pairings } = deps
  const editing = { access: 'edit_settings' } as const
  const supervising = { access: ['edit_settings', 'undo_check_in'] } as const

  app.post<{ Body: NewPairing }>(
    '/pairings',
    {
      config: editing,
      schema: { operationId: 'beginPairing', tags: ['door'], body: NewPairing, response: { 201: Pairing } },
    },
    async (request, reply) => {
      const result = await pairings.begin(request.body, staffOf(request).id)
      return result.ok ? reply.code(201).send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.get<{ Params: { id: string } }>(
    '/pairings/:id',
    {
      config: editing,
      schema: { operationId: 'getPairing', tags: ['door'], params: IdInPath, response: { 200: PairingState } },
    },
    async (request, reply) => {
      const state = await pairings.state(Number(request.params.id))
      return state === undefined ? sendProblem(reply, refusals, { code: 'pairing_not_found' }) : reply.send(state)
    },
  )

  app.get(
    '/devices',
    {
      config: supervising,
      schema: { operationId: 'listDevices', tags: ['door'], response: { 200: DeviceList } },
    },
    async () => ({ devices: await deviceService.list() }),
  )

  app.put<{ Params: { id: string }; Body: DeviceEdit }>(
    '/devices/:id',
    {
      config: editing,
      schema: {
        operationId: 'editDevice',
        tags: ['door'],
        params: IdInPath,
        body: DeviceEdit,
        response: { 200: Device },
      },
    },
    async (request, reply) => {
      const result = await deviceService.edit(Number(request.params.id), request.body)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/devices/:id',
    {
      config: editing,
      schema: { operationId: 'revokeDevice', tags: ['door'], params: IdInPath, response: { 200: Device } },
    },
    async (request, reply) => {
      const result = await deviceService.revoke(Number(request.params.id), staffOf(request).id)
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/devices/:id/unlocks',
    {
      config: supervising,
      schema: { operationId: 'unlockDevice', tags: ['door'], params: IdInPath, response: { 200: Device } },
    },
    async (request, reply) => {
      const result = await deviceService.unlock(Number(request.params.id))
      return result.ok ? reply.send(result.value) : sendProblem(reply, refusals, result.error)
    },
  )
}
