import type { SwishTransport } from '../transport'
import { createSimulatorEngine } from './engine'
import { createInProcessTransport } from './in-process-transport'
import { createSimulatorControl, type SimulatorControl } from './simulator-control'
import type { After } from './timers'

export interface LocalSimulatorDeps {
  /** ISO 8601, UTC. */
  now: () => string
  after: After
  /** Hands a callback over, as Swish would to the callback route. A rejection counts as not acknowledged: it comes again. */
  deliverCallback: (callback: { identifier: string; body: string }) => Promise<void>
  /** The control's state is another than before: a payment waits for its customer, or no longer; mode or line was changed. */
  onChanged: () => void
}

/** The Swish inside Lucka: for demonstrations, training and tests. */
export interface LocalSimulator {
  transport: SwishTransport
  control: SimulatorControl
  /** Ends its timers. */
  close: () => void
}

/** Makes an empty simulator of this process: automatic, its line up, payments paid after four seconds. */
export function createLocalSimulator({ now, after, deliverCallback, onChanged }: LocalSimulatorDeps): LocalSimulator {
  const engine = createSimulatorEngine({
    now,
    after,
    onChanged,
    sendCallback: async ({ identifier, body }) => {
      await deliverCallback({ identifier: identifier ?? '', body })
      return true
    },
  })
  return {
    transport: createInProcessTransport(engine),
    control: createSimulatorControl(engine),
    close: engine.close,
  }
}
