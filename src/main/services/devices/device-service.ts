import type { Device, DeviceEdit } from '#shared/contract/device-api'
import { err, ok, type Result } from '#shared/domain/result'
import { listDevices, revokeDevice, setStopped, updateDevice } from '../../storage/repositories/device-repository'
import { endSessionsOfDevice } from '../../storage/repositories/session-repository'
import type { Transaction } from '../../storage/transaction'
import type { ServiceDeps } from '../service-deps'
import type { DeviceBook } from './device-book'
import { placeRefusalOf, type PlaceRefusal } from './device-place'

type NotFound = { code: 'device_not_found' }
export type DeviceEditRefusal = NotFound | { code: 'device_revoked' } | PlaceRefusal

export interface DeviceService {
  /** The living ones first. */
  list: () => Promise<Device[]>
  /** Renames a device, or moves it to another door or register. */
  edit: (id: number, edit: DeviceEdit) => Promise<Result<Device, DeviceEditRefusal>>
  /** Shuts a device out at once and for good: its next call is refused, its streams and what was signed in on it end. */
  revoke: (id: number, staffUserId: number) => Promise<Result<Device, NotFound>>
  /** Lets a device go on that has shown too many unknown codes. */
  unlock: (id: number) => Promise<Result<Device, NotFound>>
}

export function createDeviceService(
  deps: ServiceDeps & {
    devices: DeviceBook
    /** Forgets what a device has been counted for. */
    onUnlocked: (id: number) => void
  },
): DeviceService {
  const { inTransaction, read, now } = deps

  async function change<E>(
    id: number,
    work: (trx: Transaction, device: Device) => Promise<E | undefined>,
  ): Promise<Result<Device, E | NotFound>> {
    const result = await inTransaction(async (trx): Promise<Result<Device, E | NotFound>> => {
      const device = (await listDevices(trx.db)).find((it) => it.id === id)
      if (device === undefined) return err({ code: 'device_not_found' })
      const refusal = await work(trx, device)
      if (refusal !== undefined) return err(refusal)
      return ok((await listDevices(trx.db)).find((it) => it.id === id) ?? device)
    })
    if (result.ok) {
      await deps.devices.reload()
      deps.news.publish('doors', {})
    }
    return result
  }

  return {
    list: () => read(listDevices),

    edit: (id, edit) =>
      change<Exclude<DeviceEditRefusal, NotFound>>(id, async (trx, device) => {
        if (device.revokedAt !== null) return { code: 'device_revoked' }
        const place = { role: device.role, doorId: edit.doorId, registerId: edit.registerId }
        const refusal = await placeRefusalOf(trx.db, place)
        if (refusal !== undefined) return refusal
        await updateDevice(trx, id, { ...edit, name: edit.name.trim() })
        return undefined
      }),

    revoke: (id, staffUserId) =>
      change<never>(id, async (trx) => {
        await revokeDevice(trx, id, { at: now(), staffUserId })
        await endSessionsOfDevice(trx, id, now())
        return undefined
      }),

    unlock: async (id) => {
      const result = await change<never>(id, async (trx) => {
        await setStopped(trx, id, null)
        return undefined
      })
      if (result.ok) deps.onUnlocked(id)
      return result
    },
  }
}
