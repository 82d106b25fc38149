import { pino, type Logger } from 'pino'

/** The most that may wait for a slow reader of standard error, bytes; beyond it lines are dropped, never a sale. */
const maxWaitingBytes = 1_048_576

export interface HostLogger {
  logger: Logger
  /** Writes out what still waits; to be called before the process ends. */
  flush: () => void
}

/** A logger on standard error that never makes the server wait for whoever reads it. LUCKA_LOG_LEVEL sets the level. */
export function createLogger(env: NodeJS.ProcessEnv): HostLogger {
  const destination = pino.destination({ fd: 2, sync: false, maxLength: maxWaitingBytes })
  destination.on('error', () => undefined) // Nobody is left to read it.
  const logger = pino({ level: env['LUCKA_LOG_LEVEL'] ?? 'info', base: null }, destination)
  return {
    logger,
    flush: () => {
      try {
        destination.flushSync()
      } catch {
        // The destination is not open yet or already gone; there is nothing to save then.
      }
    },
  }
}
