// Stands in for `exec`, which Node 20 does not have: the child gets our terminal, our signals and our exit code.
import { spawn } from 'node:child_process'

/** Signal numbers for the exit code that a shell would report. */
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

/** Runs a program in our place and ends with its exit code. */
export function becomeChild(program, args, env) {
  const child = spawn(program, args, { env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`lucka: ${program} cannot be started: ${error.message}\n`)
    process.exit(1)
  })
  child.on('close', (code, signal) => process.exit(code ?? 128 + (signalNumbers[signal] ?? 0)))
}
