import { listCredentials, recordSighting, type DeviceCredential } from '../../storage/repositories/device-repository'
import type { InTransaction, Read } from '../../storage/transaction'
import { secretHash } from './secret-hash'

export type { DeviceCredential }

/** How often it is written down that a device was there. */
const SIGHTING_EVERY_MS = 60_000

/** The paired devices, kept in memory: every request of theirs asks. */
export interface DeviceBook {
  /** Whose token it is, also of a device that was revoked; undefined for a token that nobody ever had. */
  find: (token: string) => DeviceCredential | undefined
  get: (id: number) => DeviceCredential | undefined
  /** Notes that it is there now. */
  seen: (id: number, address: string) => void
  /** Reads them anew: after a commit that has changed one. Ends whatever hangs on those that were revoked. */
  reload: () => Promise<void>
  /** Does the work when the device is revoked. @returns a function that calls it off */
  whenRevoked: (id: number, work: () => void) => () => void
}

export async function openDeviceBook(deps: {
  read: Read
  inTransaction: InTransaction
  now: () => string
  onError: (error: unknown) => void
}): Promise<DeviceBook> {
  let byHash = new Map<string, DeviceCredential>()
  let byId = new Map<number, DeviceCredential>()
  const written = new Map<number, { atMs: number; address: string }>()
  const waiting = new Map<number, Set<() => void>>()

  async function reload(): Promise<void> {
    const devices = await deps.read(listCredentials)
    byHash = new Map(devices.map((device) => [device.tokenHash, device]))
    byId = new Map(devices.map((device) => [device.id, device]))
    for (const [id, works] of waiting) {
      if (byId.get(id)?.isRevoked !== true) continue
      waiting.delete(id)
      for (const work of works) work()
    }
  }

  await reload()
  return {
    find: (token) => byHash.get(secretHash(token)),
    get: (id) => byId.get(id),
    reload,

    seen(id, address) {
      const at = deps.now()
      const last = written.get(id)
      const isFresh = last !== undefined && Date.parse(at) - last.atMs < SIGHTING_EVERY_MS
      if (isFresh && last.address === address) return
      written.set(id, { atMs: Date.parse(at), address })
      deps
        .inTransaction((trx) => {
          recordSighting(trx, id, { at, address })
          return Promise.resolve()
        })
        .catch(deps.onError)
    },

    whenRevoked(id, work) {
      const works = waiting.get(id) ?? new Set()
      waiting.set(id, works.add(work))
      return () => {
        works.delete(work)
        if (works.size === 0 && waiting.get(id) === works) waiting.delete(id)
      }
    },
  }
}
