import {
  afterUnknownCode,
  delayMs,
  isTooMany,
  noUnknownCodes,
  type UnknownCodes,
} from '#shared/domain/access/unknown-codes'
import { setStopped } from '../../storage/repositories/device-repository'
import type { ServiceDeps } from '../service-deps'
import type { Timers } from '../timers'
import type { DeviceBook } from './device-book'

/** Addresses and devices remembered at most; the longest unseen is forgotten. */
const MOST_REMEMBERED = 10_000

/** Who shows codes: a paired device, or somebody at an address with the door password. */
export type CodeSource = { deviceId: number } | { address: string }

/**
 * Slows who guesses at ticket codes. A device that was stopped waits for a person, also after a restart; an address waits until
 * its hour is over. Nobody on this machine is asked.
 */
export interface CodeGuard {
  isStopped: (source: CodeSource) => boolean
  /** Counts an unknown code, and comes back when the answer may be given. */
  unknown: (source: CodeSource) => Promise<void>
  forget: (deviceId: number) => void
}

const keyOf = (source: CodeSource) => ('deviceId' in source ? `device ${source.deviceId}` : `address ${source.address}`)

export function createCodeGuard(
  deps: Pick<ServiceDeps, 'inTransaction' | 'now' | 'news'> & { devices: DeviceBook; timers: Timers },
): CodeGuard {
  const { timers, devices } = deps
  const shown = new Map<string, UnknownCodes>()

  async function stop(deviceId: number): Promise<void> {
    if (devices.get(deviceId)?.isStopped === true) return
    await deps.inTransaction((trx) => setStopped(trx, deviceId, deps.now()))
    await devices.reload()
    deps.news.publish('doors', {})
  }

  return {
    isStopped(source) {
      if ('deviceId' in source) return devices.get(source.deviceId)?.isStopped ?? true
      return isTooMany(shown.get(keyOf(source)) ?? noUnknownCodes, timers.monotonicMs())
    },

    async unknown(source) {
      const key = keyOf(source)
      const nowMs = timers.monotonicMs()
      const codes = afterUnknownCode(shown.get(key) ?? noUnknownCodes, nowMs)
      shown.delete(key)
      shown.set(key, codes)
      const [oldest] = shown.keys()
      if (shown.size > MOST_REMEMBERED && oldest !== undefined) shown.delete(oldest)
      if ('deviceId' in source && isTooMany(codes, nowMs)) await stop(source.deviceId)
      const lateMs = delayMs(codes, nowMs)
      if (lateMs > 0) await new Promise<void>((resolve) => void timers.after(lateMs, resolve))
    },

    forget: (deviceId) => void shown.delete(keyOf({ deviceId })),
  }
}
