/*
 * The database's binding needs Node-API 10 and takes an older Node down with it. Machines that have only Node 20 have
 * this project's own Node in node_modules; `serve` then runs there, also when it was started directly.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const neededNodeApi = 10

export function isNodeTooOld(): boolean {
  return Number(process.versions['napi']) < neededNodeApi
}

/** Runs this program again in the project's own Node, with the same arguments, streams, signals and exit code. */
export function continueInOwnNode(projectFolder: string): void {
  const ownNode = join(projectFolder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(ownNode)) {
    process.stderr.write(`lucka: this needs Node 22.14 or newer, not ${process.version}\n`)
    process.exit(2)
  }
  // The channel is only there to be cut: if this process is killed, its child ends as well (see endWithParent).
  const child = spawn(ownNode, process.argv.slice(1), { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`lucka: ${ownNode} cannot be started: ${error.message}\n`)
    process.exit(1)
  })
  child.on('close', (code) => process.exit(code ?? 1))
}

/** In the child of an older Node: dies as suddenly as its parent did. */
export function endWithParent(): void {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.channel?.unref()
}
