import type { CheckInAnswer } from '#renderer/api/check-in-api'
import type { ScanRequest } from '#shared/contract/check-in-api'

/** An answer that ends a scan: the server was reached. */
export type ReachedAnswer = Exclude<CheckInAnswer, { kind: 'unreachable' }>

export interface CheckInQueueDeps {
  ask: (request: ScanRequest, key: string) => Promise<CheckInAnswer>
  /** A key stays with its scan through all tries, so that no try can admit twice. */
  newKey: () => string
  onAsking: (request: ScanRequest) => void
  onAnswer: (request: ScanRequest, answer: ReachedAnswer) => void
  /** After every try that found no server. */
  onUnreachable: () => void
}

export interface CheckInQueue {
  add: (request: ScanRequest) => void
  /** Tries again now instead of after the pause. */
  retry: () => void
  /** Gives up what waits. An answer that still comes for it is dropped. */
  giveUp: () => void
}

/** Pauses between the tries of one scan; the last one repeats. */
const retryPausesMs = [500, 1_000, 2_000, 3_000]

/** Asks for one scan at a time, in the order in which they were scanned, until each has its answer. */
export function createCheckInQueue(deps: CheckInQueueDeps): CheckInQueue {
  let waiting: ScanRequest[] = []
  let running = false
  let endPause: (() => void) | undefined

  async function pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    endPause = undefined
  }

  async function askFor(request: ScanRequest): Promise<void> {
    const key = deps.newKey()
    deps.onAsking(request)
    for (let tries = 0; waiting[0] === request; tries++) {
      const answer = await deps.ask(request, key)
      if (waiting[0] !== request) return
      if (answer.kind !== 'unreachable') {
        waiting.shift()
        deps.onAnswer(request, answer)
        return
      }
      deps.onUnreachable()
      await pause(retryPausesMs[Math.min(tries, retryPausesMs.length - 1)] ?? 0)
    }
  }

  async function run(): Promise<void> {
    if (running) return
    running = true
    for (let request = waiting[0]; request !== undefined; request = waiting[0]) await askFor(request)
    running = false
  }

  return {
    add: (request) => {
      // A copy: the same ticket scanned twice is two scans, told apart by identity above.
      waiting.push({ ...request })
      void run()
    },
    retry: () => {
      endPause?.()
    },
    giveUp: () => {
      waiting = []
      endPause?.()
    },
  }
}
