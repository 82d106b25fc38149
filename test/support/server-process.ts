/**
 * Starts the built server (`out/main/serve.js`) the way a venue does: as a process of its own, on a data folder, over a
 * real port. Tests that use it see what a client sees and nothing else.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const projectFolder = fileURLToPath(new URL('../../', import.meta.url))
const nodeProgram = join(projectFolder, 'node_modules/.bin/node')
const serveScript = join(projectFolder, 'out/main/serve.js')

/** A start includes migrations and the page cache of a cold machine; measured 0.5 s, more while another core is busy. */
const startTimeoutMs = 20_000

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
}

/** An empty folder that disappears with the test. */
export async function createTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'lucka-test-'))
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }),
  }
}

export interface ServeOptions {
  dataFolder: string
  /** Default 0: the system picks a free one. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  demo?: boolean
  env?: Record<string, string>
  /** Options of Node itself, before the script. */
  nodeOptions?: string[]
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface ServerProcess extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly dataFolder: string
  /** The first line on standard output, exactly as it was written, without its end of line. */
  readonly readyLine: string
  /** Time from the start of the process to its ready line. */
  readonly startMs: number
  stdout(): string
  stderr(): string
  isAlive(): boolean
  /** Resolves when the process is gone, by its own doing or another's. */
  ended(): Promise<Exit>
  /** Ends the process at once, as a power cut would; resolves when it is gone. */
  kill(): Promise<void>
  /** Asks the process to end with SIGTERM; resolves when it is gone, whatever its exit code is. */
  stop(): Promise<Exit & { tookMs: number }>
}

/**
 * Starts a server and waits until it says that it is ready.
 *
 * @throws Error with the process's standard error when it ends or stays silent instead
 */
export async function startServerProcess(options: ServeOptions): Promise<ServerProcess> {
  const startedAt = performance.now()
  const { child, output } = spawnServe(serveArguments(options), options)
  const readyLine = await waitForReadyLine(child, output)
  const { url } = JSON.parse(readyLine) as { url: string }
  const exited = waitForExit(child)
  const isAlive = () => child.exitCode === null && child.signalCode === null
  const kill = async () => {
    if (isAlive()) child.kill('SIGKILL')
    await exited
  }

  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    dataFolder: options.dataFolder,
    readyLine,
    startMs: performance.now() - startedAt,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    isAlive,
    ended: () => exited,
    kill,
    async stop() {
      const askedAt = performance.now()
      child.kill('SIGTERM')
      return { ...(await exited), tookMs: performance.now() - askedAt }
    },
    [Symbol.asyncDispose]: kill,
  }
}

/** Runs the serve command to its end, for starts that must be refused. A server that runs instead is killed after `timeoutMs`. */
export async function runServeCommand(
  commandArguments: string[],
  timeoutMs = 15_000,
): Promise<Exit & { stdout: string; stderr: string; timedOut: boolean }> {
  const { child, output } = spawnServe(commandArguments)
  const exited = waitForExit(child)
  const timer = new AbortController()
  const timedOut = await Promise.race([
    exited.then(() => false),
    delay(timeoutMs, true, { signal: timer.signal }).catch(() => false),
  ])
  timer.abort()
  if (timedOut) child.kill('SIGKILL')
  return { ...(await exited), ...output, timedOut }
}

function serveArguments({ dataFolder, port = 0, host = '127.0.0.1', demo = false }: ServeOptions): string[] {
  const ports = ['--port', String(port), '--https-port', '0']
  return ['--data', dataFolder, ...ports, '--host', host, ...(demo ? ['--demo'] : [])]
}

interface Output {
  stdout: string
  stderr: string
}

function spawnServe(
  commandArguments: string[],
  { env = {}, nodeOptions = [] }: Pick<ServeOptions, 'env' | 'nodeOptions'> = {},
) {
  const child = spawn(nodeProgram, [...nodeOptions, serveScript, ...commandArguments], {
    cwd: projectFolder,
    env: { ...process.env, LUCKA_MDNS: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: Output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  return { child, output }
}

/** Resolves when the process has ended and everything it wrote has been read. */
async function waitForExit(child: ChildProcess): Promise<Exit> {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { code, signal }
}

async function waitForReadyLine(child: ChildProcess, output: Output): Promise<string> {
  const deadline = performance.now() + startTimeoutMs
  while (!output.stdout.includes('\n')) {
    const ended = child.exitCode !== null || child.signalCode !== null
    if (ended || performance.now() > deadline) {
      child.kill('SIGKILL')
      const what = ended ? `ended with code ${String(child.exitCode)}` : `said nothing for ${String(startTimeoutMs)} ms`
      throw new Error(`The server ${what}.\nstdout: ${output.stdout}\nstderr: ${output.stderr}`)
    }
    await delay(10)
  }
  return output.stdout.slice(0, output.stdout.indexOf('\n'))
}
