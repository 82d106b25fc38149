import type { CallbackFault } from './script'
import type { After } from './timers'

/** What Swish sends to whoever made a payment or a refund. */
export interface Callback {
  url: string
  /** Null when the request named none. */
  identifier: string | null
  /** The whole object; empty only by a script. */
  body: string
}

/** @returns whether it was acknowledged, which only status 200 does. A rejection counts as no. */
export type SendCallback = (callback: Callback) => Promise<boolean>

export interface CallbackSender {
  send: (callback: Callback, fault: CallbackFault | undefined) => void
}

/** The longest that a callback waits for another one to overtake it. */
const longestHoldMs = 30_000

/** Sends callbacks, each again after every one of `pausesMs` until it is acknowledged. */
export function createCallbackSender(deps: {
  sendCallback: SendCallback
  pausesMs: readonly number[]
  after: After
}): CallbackSender {
  const { sendCallback, pausesMs, after } = deps
  let held: (() => void)[] = []

  async function isAcknowledged(callback: Callback): Promise<boolean> {
    try {
      return await sendCallback(callback)
    } catch {
      return false
    }
  }

  async function sendUntilAcknowledged(callback: Callback, pauses: readonly number[]): Promise<void> {
    if (await isAcknowledged(callback)) return
    const [pauseMs, ...later] = pauses
    if (pauseMs !== undefined) after(pauseMs, () => void sendUntilAcknowledged(callback, later))
  }

  function start(callback: Callback): void {
    void sendUntilAcknowledged(callback, pausesMs)
    const overtaken = held
    held = []
    for (const release of overtaken) release()
  }

  /** A held callback goes out after the next one has, and is not overtaken twice. */
  function hold(callback: Callback): void {
    const release = () => {
      callOff()
      held = held.filter((other) => other !== release)
      void sendUntilAcknowledged(callback, pausesMs)
    }
    const callOff = after(longestHoldMs, release)
    held.push(release)
  }

  return {
    send(callback, fault) {
      switch (fault?.kind) {
        case undefined:
          start(callback)
          return
        case 'lost':
          return
        case 'late':
          after(fault.ms, () => {
            start(callback)
          })
          return
        case 'duplicated':
          start(callback)
          start(callback)
          return
        case 'reordered':
          hold(callback)
          return
        case 'empty_body':
          start({ ...callback, body: '' })
      }
    },
  }
}
