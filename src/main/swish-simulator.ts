/*
 * A stand-in for Swish's Merchant Swish Simulator, alone: for development, for tests, and for other people's clients. Standard
 * output carries nothing but the line that says it is ready.
 */
import { join } from 'node:path'
import { OptionError } from '#main/hosts/host-options'
import { continueInOwnNode, endWithParent, isNodeTooOld } from '#main/hosts/newer-node'
import { parseSimulatorOptions } from '#main/hosts/swish-simulator-options'
import {
  startStandalone,
  type RunningStandalone,
  type StandaloneOptions,
} from '#main/swish/simulator/standalone/start-standalone'

const exitCodes = { stopped: 0, refused: 2 }

function refuse(message: string): never {
  process.stderr.write(`swish-simulator: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`)
  process.exit(exitCodes.refused)
}

function readOptions(): StandaloneOptions {
  const { env } = process
  const isNpmScript = env['npm_lifecycle_event'] === 'swish-simulator'
  // An npm script works in the project's folder, but people mean folders from where they stand.
  const workingFolder = isNpmScript ? (env['INIT_CWD'] ?? process.cwd()) : process.cwd()
  try {
    return parseSimulatorOptions(process.argv.slice(2), env, workingFolder)
  } catch (error) {
    if (error instanceof OptionError) refuse(error.message)
    throw error
  }
}

async function start(options: StandaloneOptions): Promise<RunningStandalone> {
  try {
    return await startStandalone(options)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') refuse(`port ${options.port} is taken by another program`)
    if (typeof code === 'string') refuse(error instanceof Error ? error.message : code)
    throw error
  }
}

async function run(): Promise<void> {
  const options = readOptions()
  const starting = start(options)
  const stop = () => {
    void starting.then(({ close }) => {
      close()
      process.exit(exitCodes.stopped)
    })
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.stdout.on('error', () => undefined) // Whoever started us may have stopped listening.
  const { url, qr, control, files } = await starting
  process.stdout.write(`${JSON.stringify({ ready: true, url, qr, ...files, control })}\n`)
}

if (isNodeTooOld()) {
  continueInOwnNode(join(import.meta.dirname, '..', '..'))
} else {
  endWithParent()
  void run()
}
