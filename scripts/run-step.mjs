// Long steps, one at a time: what is being done, a sign of life, and how long it took. All of it on standard error,
// since standard output belongs to the program that is started afterwards (`serve` prints one line of JSON there).
import { spawn } from 'node:child_process'
import { SetupError, root } from './project.mjs'

const signOfLifeMs = 15_000
/** What is kept of a program's output, at its beginning and at its end, to show if it fails. */
const keptOutputChars = 2_000

export function say(line) {
  process.stderr.write(`lucka: ${line}\n`)
}

/** A duration for people: `0.4 s`, `73 s`. */
export function inSeconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(milliseconds < 9_950 ? 1 : 0)} s`
}

/** Does `work` under a heading and gives its result. */
export async function step(title, work) {
  const startedAt = Date.now()
  say(`${title} …`)
  const signOfLife = setInterval(() => say(`  still working, ${inSeconds(Date.now() - startedAt)}`), signOfLifeMs)
  try {
    const result = await work()
    say(`  done in ${inSeconds(Date.now() - startedAt)}`)
    return result
  } finally {
    clearInterval(signOfLife)
  }
}

/**
 * Runs a program quietly and gives what it printed on standard output; what it printed is shown if it fails.
 *
 * @throws SetupError when it cannot be started or ends with anything but 0
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let stdout = ''
    let beginning = ''
    let end = ''
    const keep = (chunk) => {
      const room = keptOutputChars - beginning.length
      beginning += chunk.slice(0, room)
      end = (end + chunk.slice(room)).slice(-keptOutputChars)
    }
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk
      keep(chunk)
    })
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', (error) => reject(new SetupError(`${program} cannot be started: ${error.message}`)))
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout)
      else
        reject(
          new SetupError(`${[program, ...args].join(' ')} ended with ${code ?? signal}:\n${(beginning + end).trim()}`),
        )
    })
  })
}

/**
 * Runs npm: the very one that runs this script, where there is one.
 *
 * @throws SetupError as `run`
 */
export function runNpm(args, options) {
  const { npm_execpath: npmScript, npm_node_execpath: npmNode } = process.env
  if (npmScript) return run(npmNode || process.execPath, [npmScript, ...args], options)
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    shell: process.platform === 'win32',
    ...options,
  })
}

/** Runs a script's main part; what people can mend is shown as one message, and ends with exit code 1. */
export async function runMain(main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    process.exit(1)
  }
}
