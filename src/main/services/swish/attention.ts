import { countAttention } from '../../storage/repositories/swish-payments-repository'
import type { Viewpoint } from '../../storage/repositories/payment-attempt-repository'
import type { ServiceDeps } from '../service-deps'
import type { Timers } from '../timers'
import type { SwishConnection } from './swish-connection'

/** A payment can come to need a person by mere age. */
const LOOK_EVERY_MS = 15_000
/** A storm of news is one count. */
const GATHER_MS = 100

/** How many payments and refunds wait for a person. */
export interface SwishAttention {
  viewpoint: () => Viewpoint
  /** A payment, a refund or a decision has changed: counts anew and tells the screens. */
  changed: () => void
  stop: () => void
}

export function createSwishAttention(
  deps: Pick<ServiceDeps, 'read' | 'now'> & {
    timers: Timers
    connection: SwishConnection
    onError: (error: unknown) => void
  },
): SwishAttention {
  const { connection, timers } = deps
  const viewpoint = (): Viewpoint => ({ now: deps.now(), environment: connection.status().environment })
  let calledOff: (() => void) | undefined
  let plannedMs = Number.POSITIVE_INFINITY
  let stopped = false

  function lookIn(ms: number): void {
    const atMs = timers.monotonicMs() + ms
    if (stopped || atMs >= plannedMs) return
    calledOff?.()
    plannedMs = atMs
    calledOff = timers.after(ms, () => {
      plannedMs = Number.POSITIVE_INFINITY
      look().catch(deps.onError)
    })
  }

  async function look(): Promise<void> {
    try {
      connection.attentionChanged(await deps.read((db) => countAttention(db, viewpoint())))
    } finally {
      lookIn(LOOK_EVERY_MS)
    }
  }

  lookIn(GATHER_MS)
  return {
    viewpoint,
    changed: () => {
      lookIn(GATHER_MS)
    },
    stop: () => {
      stopped = true
      calledOff?.()
    },
  }
}
