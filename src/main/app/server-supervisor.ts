import { Worker } from 'node:worker_threads'
import type {
  MessageFromWorker,
  MessageToWorker,
  ServerFailed,
  ServerReady,
  WorkerOptions,
} from '#main/hosts/worker-messages'

/** Some libraries load ES modules by require. Electron's Node does so by itself from 22.12, an older one when told. */
const execArgv =
  Number.parseInt(process.versions.node, 10) < 22 ? ['--experimental-require-module', '--no-warnings'] : []

const firstPauseMs = 200
const longestPauseMs = 10_000
/** A server that has run this long was healthy: the next pause is a short one again. */
const healthyAfterMs = 60_000
const closeTimeoutMs = 5_000

export interface ServerSupervisor {
  /** Ends the server for good; resolves when it is closed, or after 5 s at the latest. */
  close(): Promise<void>
}

/**
 * Runs the server in a worker thread and starts it again whenever it dies.
 *
 * A restarted server keeps its ports where it can, and never makes demo data a second time.
 */
export function superviseServer(deps: {
  workerFile: string
  options: WorkerOptions
  /** Called at every start, so also after a crash. */
  onReady: (ready: ServerReady) => void
  /** Called when the first start fails; later failures are tried again. */
  onFailed: (failure: ServerFailed) => void
  onTrouble: (message: string) => void
}): ServerSupervisor {
  let options = deps.options
  let worker: Worker | undefined
  let pause: NodeJS.Timeout | undefined
  let pauseMs = firstPauseMs
  let hasBeenReady = false
  let isClosing = false

  function start(): void {
    const startedAt = Date.now()
    let failure: ServerFailed | undefined
    const started = new Worker(deps.workerFile, { workerData: options, execArgv })
    worker = started
    started.on('message', (message: MessageFromWorker) => {
      if (message.type === 'failed') failure = message
      if (message.type === 'ready') {
        hasBeenReady = true
        const { port, httpsPort } = message
        options = { ...options, port, httpsPort, portFallback: 'next_free', demo: false, restoreNewestBackup: false }
        deps.onReady(message)
      }
    })
    started.on('error', (error: unknown) => {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
      failure ??= { type: 'failed', code: 'unexpected', message: reason }
    })
    started.on('exit', () => {
      worker = undefined
      if (isClosing) return
      const problem = failure ?? { type: 'failed', code: 'unexpected', message: 'the server ended by itself' }
      if (!hasBeenReady) {
        deps.onFailed(problem)
        return
      }
      if (Date.now() - startedAt > healthyAfterMs) pauseMs = firstPauseMs
      deps.onTrouble(`the server stopped and starts again in ${pauseMs} ms: ${problem.message}`)
      pause = setTimeout(start, pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    })
  }

  async function close(): Promise<void> {
    isClosing = true
    clearTimeout(pause)
    const closing = worker
    if (closing === undefined) return
    const ended = new Promise<void>((resolve) => {
      closing.once('exit', () => {
        resolve()
      })
    })
    const timeout = setTimeout(() => void closing.terminate(), closeTimeoutMs)
    closing.postMessage({ type: 'close' } satisfies MessageToWorker)
    await ended
    clearTimeout(timeout)
  }

  start()
  return { close }
}
