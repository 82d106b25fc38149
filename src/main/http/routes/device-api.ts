import type { FastifyInstance, FastifyReply } from 'fastify'
import { PairedDevice, PairingCode } from '#shared/contract/device-api'
import type { DeviceBook, DeviceCredential } from '../../services/devices/device-book'
import type { PairingService } from '../../services/devices/pairing-service'
import type { DisplayService } from '../../services/display-service'
import { addressOf } from '../client-address'
import { guardAccess } from '../plugins/access'
import { answerErrors } from '../plugins/errors'
import type { GuessGuard } from '../plugins/guess-guard'
import { giveToken, shownDevice } from '../plugins/paired-device'
import { sendProblem, type ProblemTable } from '../plugins/problem'
import { staffApiWords } from './staff'

const refusals: ProblemTable<'https_only' | 'locked_out' | 'pairing_over' | 'not_paired' | 'device_revoked'> = {
  https_only: [403, 'A device is paired over HTTPS only.'],
  locked_out: [429, 'Too many wrong codes. Wait before trying again.'],
  pairing_over: [410, 'This code was used, or is too old, or never was one.'],
  not_paired: [401, 'This device is not paired.'],
  device_revoked: [410, 'This device was shut out.'],
}

/** What a device itself asks, before it is one of ours and after: the only part of the staff API that strangers reach. */
export async function deviceApi(
  app: FastifyInstance,
  deps: { devices: DeviceBook; pairings: PairingService; displays: DisplayService; pairingGuesses: GuessGuard },
): Promise<void> {
  const { devices, pairingGuesses: guesses } = deps
  answerErrors(app, staffApiWords)
  guardAccess(app)
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.header('cache-control', 'no-store')
    done()
  })

  async function viewOf({ id, name, role, doorId, registerId }: DeviceCredential): Promise<PairedDevice> {
    const key = registerId === null ? undefined : await deps.displays.keyOf(registerId)
    return { id, name, role, doorId, displayPath: key?.ok === true ? `/display/${key.value}` : null }
  }

  async function answer(reply: FastifyReply, device: DeviceCredential | undefined, status: 200 | 201) {
    if (device === undefined) return sendProblem(reply, refusals, { code: 'not_paired' })
    if (device.isRevoked) return sendProblem(reply, refusals, { code: 'device_revoked' })
    return reply.code(status).send(await viewOf(device))
  }

  app.post<{ Body: PairingCode }>(
    '/devices',
    {
      config: { access: 'anybody' },
      schema: { operationId: 'pairDevice', tags: ['door'], body: PairingCode, response: { 201: PairedDevice } },
    },
    async (request, reply) => {
      if (request.protocol !== 'https') return sendProblem(reply, refusals, { code: 'https_only' })
      const address = addressOf(request.socket)
      if (guesses.isLocked(address)) return sendProblem(reply, refusals, { code: 'locked_out' })
      const result = await deps.pairings.pair(request.body.code, address)
      if (!result.ok) {
        guesses.wrong(address)
        return sendProblem(reply, refusals, result.error)
      }
      guesses.right(address)
      giveToken(reply, result.value.token)
      return answer(reply, devices.get(result.value.deviceId), 201)
    },
  )

  app.get(
    '/devices/current',
    {
      config: { access: 'anybody' },
      schema: { operationId: 'getCurrentDevice', tags: ['door'], response: { 200: PairedDevice } },
    },
    (request, reply) => answer(reply, shownDevice(request, devices), 200),
  )
}
