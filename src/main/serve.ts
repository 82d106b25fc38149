/*
 * The server alone, on plain Node: for a venue's always-on box, for machines without a display, and for every black-box
 * test. Standard output carries nothing but the line that says it is ready; logs and refusals go to standard error.
 */
import { join } from 'node:path'
import { createLogger } from '#main/hosts/create-logger'
import { OptionError, parseServeOptions, type ServeOptions } from '#main/hosts/host-options'
import { continueInOwnNode, endWithParent, isNodeTooOld } from '#main/hosts/newer-node'
import type { RunningServer } from '#main/server/start-server'

/** Everything has to end within 5 s of a SIGTERM; what has been answered is on the disk long before. */
const closeTimeoutMs = 4_500

const projectFolder = join(import.meta.dirname, '..', '..')

const exitCodes = { stopped: 0, broken: 1, refused: 2 }

function refuse(message: string): never {
  process.stderr.write(`lucka: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`)
  process.exit(exitCodes.refused)
}

function readOptions(): ServeOptions {
  const { env } = process
  // `npm run serve` works in the project's folder, but people mean folders from where they stand.
  const workingFolder = env['npm_lifecycle_event'] === 'serve' ? (env['INIT_CWD'] ?? process.cwd()) : process.cwd()
  try {
    return parseServeOptions(process.argv.slice(2), env, workingFolder)
  } catch (error) {
    if (error instanceof OptionError) refuse(error.message)
    throw error
  }
}

function describeForPeople(running: RunningServer): string {
  const { url, port, requestedPort, lanUrls, secureUrls, dataFolder } = running
  return [
    `Lucka is running. Staff screens, in a browser on this machine: ${url}/`,
    ...(requestedPort !== 0 && requestedPort !== port
      ? [`Port ${requestedPort} was taken by another program, so this is port ${port}.`]
      : []),
    ...(lanUrls.length > 0 ? [`Ticket API for other devices: ${lanUrls.join(' ')}`] : []),
    ...(secureUrls.length > 0 ? [`Phones and tills, over HTTPS: ${secureUrls.join(' ')}`] : []),
    `Data folder: ${dataFolder}`,
    'Ctrl+C stops it.',
  ].join('\n')
}

function describeForPrograms({ url, httpsPort, secureUrls, dataFolder }: RunningServer): string {
  return JSON.stringify({ ready: true, url, data: dataFolder, httpsPort, secureUrls })
}

async function serve({ ready, ...options }: ServeOptions): Promise<void> {
  // Loaded only now: an older Node must not get as far as the database's binding.
  const { ServerStartError, startServer } = await import('#main/server/start-server')
  const { logger, flush } = createLogger(process.env)

  const exit = (code: number): never => {
    flush()
    process.exit(code)
  }
  const starting = startServer({
    ...options,
    pagesFolder: join(projectFolder, 'out', 'renderer'),
    resourcesFolder: join(projectFolder, 'resources'),
    logger,
  })

  const stopping = new AbortController()
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping.signal.aborted) return // npm and the terminal may both pass the same signal on.
    stopping.abort()
    logger.info({ signal }, 'stopping')
    setTimeout(() => {
      logger.warn('some connections did not end in time')
      exit(exitCodes.stopped)
    }, closeTimeoutMs)
    starting
      .then((running) => running.close())
      .then(
        () => exit(exitCodes.stopped),
        (error: unknown) => {
          logger.error(error, 'the server did not close cleanly')
          exit(exitCodes.broken)
        },
      )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.stdout.on('error', () => undefined) // Whoever started us may have stopped listening.

  try {
    const running = await starting
    if (stopping.signal.aborted) return
    void running.whenBroken.then((failure) => {
      logger.fatal(failure, 'the disk has failed: selling stops here, start again to check the data')
      exit(exitCodes.broken)
    })
    process.stdout.write(`${ready === 'plain' ? describeForPeople(running) : describeForPrograms(running)}\n`)
  } catch (error) {
    if (error instanceof ServerStartError) refuse(error.message)
    logger.fatal(error, 'the server could not be started')
    exit(exitCodes.broken)
  }
}

if (isNodeTooOld()) {
  continueInOwnNode(projectFolder)
} else {
  endWithParent()
  void serve(readOptions())
}
