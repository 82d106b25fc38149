/* The server inside the desktop app: a worker thread, so that the window stays smooth whatever the LAN does. */
import { parentPort, workerData } from 'node:worker_threads'
import { createLogger } from '#main/hosts/create-logger'
import type { MessageFromWorker, MessageToWorker, WorkerOptions } from '#main/hosts/worker-messages'
import { ServerStartError, startServer, type RunningServer } from '#main/server/start-server'

if (parentPort === null) throw new Error('worker.js is for a worker thread; the server alone is serve.js')
const port = parentPort

/** LUCKA_SQLITE_BINDING: a binding for Electrons that are too old for better-sqlite3's own; only development has it. */
const nativeBinding = process.env['LUCKA_SQLITE_BINDING']

const { logger, flush } = createLogger(process.env)

function tell(message: MessageFromWorker): void {
  port.postMessage(message)
}

async function run(options: WorkerOptions): Promise<void> {
  const starting = startServer({ ...options, logger, ...(nativeBinding ? { nativeBinding } : {}) })
  port.once('message', (_close: MessageToWorker) => {
    starting.then(close, () => undefined) // A start that failed is told below; there is nothing to close then.
  })
  try {
    const { whenBroken, close: _, ...facts } = await starting
    tell({ type: 'ready', ...facts })
    void whenBroken.then((failure) => {
      logger.fatal(failure, 'the disk has failed: the server starts again and checks the data')
      flush()
      process.exit(1) // Of this thread; the window starts a new one.
    })
  } catch (error) {
    const code = error instanceof ServerStartError ? error.code : 'unexpected'
    if (code === 'unexpected') logger.fatal(error, 'the server could not be started')
    tell({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) })
    finish()
  }
}

async function close(running: RunningServer): Promise<void> {
  try {
    await running.close()
  } catch (error) {
    logger.error(error, 'the server did not close cleanly')
  }
  tell({ type: 'closed' })
  finish()
}

/** Lets go of the parent, so that the thread can end by itself. */
function finish(): void {
  flush()
  port.close()
}

void run(workerData as WorkerOptions)
