// npm packages: installed when they are missing or differ from the lock file.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError, modulesFolder, ownNode, readNote, root, writeNote } from './project.mjs'
import { runNpm, step } from './run-step.mjs'

const noteName = 'lock-hash'

/** @throws SetupError when npm fails */
export async function ensureDependencies() {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const lockHash = createHash('sha256').update(lockText).digest('hex')
  if (readNote(noteName) === lockHash && existsSync(ownNode)) return
  if (!existsSync(ownNode) || !agreesWithLock(lockText)) {
    await step('Installing npm packages (npm ci)', () => runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']))
    if (!existsSync(ownNode))
      throw new SetupError('npm ci left no Node in node_modules: its "node" package is incomplete')
  }
  writeNote(noteName, lockHash)
}

/** Whether what npm noted in node_modules is what the lock file asks for, as after an `npm install` by hand. */
function agreesWithLock(lockText) {
  const installedFile = join(modulesFolder, '.package-lock.json')
  if (!existsSync(installedFile)) return false
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  const { '': ownPackage, ...wanted } = JSON.parse(lockText).packages
  return (
    ownPackage !== undefined &&
    Object.entries(wanted).every(([path, { version, integrity, optional, peer }]) => {
      const found = installed[path]
      if (found === undefined) return optional === true || peer === true // Another platform's, or nobody's need here.
      return found.version === version && found.integrity === integrity
    })
  )
}
