/** Starts the built simulator (`out/main/swish-simulator.js`) the way people do: as a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request as requestTls } from 'node:https'
import { request as requestPlain } from 'node:http'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../support/server-process'

const nodeProgram = join(projectFolder, 'node_modules/.bin/node')
const program = join(projectFolder, 'out/main/swish-simulator.js')

/** Its ready line. The certificates' files are there with TLS only. */
export interface Ready {
  ready: true
  url: string
  qr?: string
  control: string
  ca: string
  certificate: string
  key: string
  p12: string
  p12Password: string
}

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

function spawnSimulator(commandArguments: string[], parentsChannel: boolean) {
  const child = spawn(nodeProgram, [program, ...commandArguments], {
    stdio: ['ignore', 'pipe', 'pipe', ...(parentsChannel ? (['ipc'] as const) : [])],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const ended = once(child, parentsChannel ? 'exit' : 'close').then(([code]): Ended => ({
    code: code as number | null,
    ...output,
  }))
  return { child, output, ended }
}

/** Runs it to its end, for starts that must be refused. */
export function runSimulator(...commandArguments: string[]): Promise<Ended> {
  return spawnSimulator(commandArguments, false).ended
}

export interface SimulatorProcess extends AsyncDisposable {
  ready: Ready
  output: { stdout: string; stderr: string }
  /** Sends a signal, and resolves when the process is gone. */
  end: (signal: NodeJS.Signals) => Promise<Ended>
  /** Goes without a word, as a parent that was killed. */
  cutChannel: () => Promise<Ended>
}

/** Starts it on a free port and waits for its ready line. */
export async function startSimulator(...commandArguments: string[]): Promise<SimulatorProcess> {
  const { child, output, ended } = spawnSimulator(['--port', '0', ...commandArguments], true)
  const line = new Promise<void>((resolve) => {
    child.stdout?.on('data', () => {
      if (output.stdout.includes('\n')) resolve()
    })
  })
  await Promise.race([
    line,
    ended.then(({ stderr }) => {
      throw new Error(`The simulator ended instead: ${stderr}`)
    }),
  ])
  return {
    ready: JSON.parse(output.stdout) as Ready,
    output,
    end: (signal) => {
      child.kill(signal)
      return ended
    },
    cutChannel: () => {
      child.disconnect()
      return ended
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

export interface HttpAnswer {
  status: number
  /** As on the wire: names and values by turns. */
  rawHeaders: string[]
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

/** What a client trusts and shows. */
export function certificatesOf(ready: Ready) {
  return {
    ca: readFileSync(ready.ca),
    cert: readFileSync(ready.certificate),
    key: readFileSync(ready.key),
  }
}

/** One request on a connection of its own. */
export async function send(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string; tls?: object } = {},
): Promise<HttpAnswer> {
  const { method = 'GET', headers = {}, body, tls = {} } = options
  return new Promise((resolve, reject) => {
    const sent = url.startsWith('https:')
      ? requestTls(url, { method, headers, agent: new Agent(tls) })
      : requestPlain(url, { method, headers, agent: false })
    sent.on('error', reject)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode: status = 0, rawHeaders } = response
        resolve({ status, rawHeaders, headers: response.headers, body: Buffer.concat(chunks) })
      })
    })
    sent.end(body)
  })
}

export const sendJson = (url: string, method: string, content: unknown, tls: object = {}) =>
  send(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content), tls })
