// Which Electron runs the app here. The official one wins; where it cannot be downloaded, a substitute made from the
// package registry serves for development, tests and demonstration. Venues get packaged apps and never this.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ensureFallbackElectron, fallbackExecutable, isFallbackPossible } from './electron-fallback/electron.mjs'
import { ensureFallbackBinding, fallbackBinding } from './electron-fallback/sqlite-binding.mjs'
import { SetupError, modulesFolder, ownNode, readNote, toolEnvironment, writeNote } from './project.mjs'
import { run, say, step } from './run-step.mjs'

const packageFolder = join(modulesFolder, 'electron')
const noteName = 'electron.json'

/**
 * The Electron to run, or undefined where there is none yet.
 *
 * `sqliteBinding` is the file for LUCKA_SQLITE_BINDING, only where this Electron is too old for better-sqlite3's own.
 *
 * @returns {{ executable: string, distFolder: string, sqliteBinding?: string, fallback: boolean } | undefined}
 */
export function resolveElectron() {
  const official = officialExecutable()
  if (official !== undefined) return { executable: official, distFolder: dirname(official), fallback: false }
  const executable = fallbackExecutable()
  const sqliteBinding = fallbackBinding()
  if (!existsSync(executable) || !existsSync(sqliteBinding)) return undefined
  return { executable, distFolder: dirname(executable), sqliteBinding, fallback: true }
}

/**
 * Sees to it that there is an Electron, and notes which for the tests (node_modules/.lucka/electron.json).
 *
 * @throws SetupError when there is no way to get one
 */
export async function ensureElectron() {
  const electron = resolveElectron() ?? (await fetchElectron())
  const note = JSON.stringify(electron)
  if (readNote(noteName) !== note) writeNote(noteName, note)
}

async function fetchElectron() {
  // Half of a substitute is no reason to try the download again: it has failed here before.
  if (!existsSync(fallbackExecutable())) {
    const problem = await tryOfficialDownload()
    const official = resolveElectron()
    if (official !== undefined) return official
    if (!isFallbackPossible) throw new SetupError(`Electron cannot be downloaded: ${problem}`)
    say(
      "Electron's own download does not work here: an older Electron from the package registry stands in (development only).",
    )
  }
  await ensureFallbackElectron()
  await ensureFallbackBinding()
  const fallback = resolveElectron()
  if (fallback === undefined)
    throw new SetupError('there is no Electron, although it was just made: is the cache folder writable?')
  return fallback
}

/** Runs the electron package's own installer, whose download cache lies outside the checkout. Gives what went wrong. */
async function tryOfficialDownload() {
  try {
    await step('Downloading Electron', () =>
      run(ownNode, [join(packageFolder, 'install.js')], { env: toolEnvironment() }),
    )
    return 'nothing was installed'
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    return error.message
  }
}

/** The official Electron's program, if it is there in the version that is installed. */
function officialExecutable() {
  const pathFile = join(packageFolder, 'path.txt')
  const versionFile = join(packageFolder, 'dist', 'version')
  if (!existsSync(pathFile) || !existsSync(versionFile)) return undefined
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  if (readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') !== version) return undefined
  const executable = join(packageFolder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(executable) ? executable : undefined
}
