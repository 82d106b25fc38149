import { randomBytes } from 'node:crypto'
import type { NewPairing, Pairing, PairingState } from '#shared/contract/device-api'
import { err, ok, type Result } from '#shared/domain/result'
import { insertDevice, listDevices } from '../../storage/repositories/device-repository'
import {
  findPairing,
  findPairingByCode,
  insertPairing,
  usePairing,
} from '../../storage/repositories/pairing-repository'
import type { ServiceDeps } from '../service-deps'
import type { DeviceBook } from './device-book'
import { placeRefusalOf, type PlaceRefusal } from './device-place'
import { secretHash } from './secret-hash'

const GOOD_FOR_MS = 10 * 60_000
const CODE_BYTES = 16
const TOKEN_BYTES = 32

export type NewPairingRefusal = PlaceRefusal | { code: 'lan_closed' }
type PairRefusal = { code: 'pairing_over' }

export interface PairingService {
  begin: (pairing: NewPairing, staffUserId: number) => Promise<Result<Pairing, NewPairingRefusal>>
  /** Undefined for a pairing that there never was. */
  state: (id: number) => Promise<PairingState | undefined>
  /** Makes whoever shows a good code one of our devices. @returns its id and the token that it is known by from now on */
  pair: (code: string, address: string) => Promise<Result<{ deviceId: number; token: string }, PairRefusal>>
}

/** How a device becomes one of ours: somebody who may makes a code, and the device shows it once within ten minutes. */
export function createPairingService(
  deps: ServiceDeps & {
    devices: DeviceBook
    /** `https://…` of this machine for other devices; undefined while HTTPS does not answer the network. */
    address: () => string | undefined
    renderPageQr: (address: string) => Promise<string>
  },
): PairingService {
  const { inTransaction, read, now } = deps

  return {
    async begin(pairing, staffUserId) {
      const address = deps.address()
      if (address === undefined) return err({ code: 'lan_closed' })
      const code = randomBytes(CODE_BYTES).toString('base64url')
      const expiresAt = new Date(Date.parse(now()) + GOOD_FOR_MS).toISOString()
      const made = await inTransaction(async (trx): Promise<Result<number, PlaceRefusal>> => {
        const refusal = await placeRefusalOf(trx.db, pairing)
        if (refusal !== undefined) return err(refusal)
        const name = pairing.name.trim()
        const stored = { ...pairing, name, createdBy: staffUserId, expiresAt, codeHash: secretHash(code) }
        return ok(await insertPairing(trx, stored, now()))
      })
      if (!made.ok) return made
      const url = `${address}/pair#${code}`
      return ok({ id: made.value, url, qrSvg: await deps.renderPageQr(url), expiresAt })
    },

    state: (id) =>
      read(async (db) => {
        const pairing = await findPairing(db, id)
        if (pairing === undefined) return undefined
        const device = (await listDevices(db)).find((it) => it.id === pairing.deviceId)
        return { expiresAt: pairing.expiresAt, device: device ?? null }
      }),

    async pair(code, address) {
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      const result = await inTransaction(
        async (trx): Promise<Result<{ deviceId: number; token: string }, PairRefusal>> => {
          const pairing = await findPairingByCode(trx.db, secretHash(code))
          const isOver = pairing === undefined || pairing.deviceId !== null || pairing.expiresAt <= now()
          if (isOver) return err({ code: 'pairing_over' })
          const { name, role, doorId, registerId, createdBy: pairedBy } = pairing
          const device = { name, role, doorId, registerId, pairedBy, tokenHash: secretHash(token), address }
          const deviceId = await insertDevice(trx, device, now())
          if (!(await usePairing(trx, pairing.id, deviceId, now()))) throw new Error('a pairing was used twice')
          return ok({ deviceId, token })
        },
      )
      if (result.ok) {
        await deps.devices.reload()
        deps.news.publish('doors', {})
      }
      return result
    },
  }
}
