import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const projectFolder = fileURLToPath(new URL('..', import.meta.url))

/**
 * Starts a Node program of this project and waits for its first line of JSON.
 *
 * @param {string} script path below the project
 * @param {string[]} programArguments
 */
export async function startServer(script, programArguments) {
  const child = spawn(process.execPath, [script, ...programArguments], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr = (stderr + text).slice(-4_000)))
  const lines = createInterface({ input: child.stdout })
  const [line] = await Promise.race([once(lines, 'line'), once(child, 'exit')])
  if (typeof line !== 'string') throw new Error(`${script} ended before it was ready:\n${stderr}`)
  return {
    url: JSON.parse(line).url,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

/** Runs one leg of load (see load.mjs) and gives its result. */
export async function runLeg(leg) {
  const child = spawn(process.execPath, ['bench/load.mjs', JSON.stringify(leg)], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`load.mjs ended with code ${code}`)
  return JSON.parse(output)
}
