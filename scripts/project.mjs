// Where things are, and what this machine has. Everything in this folder runs before `npm ci`, so it may use Node 20 and
// nothing else; what runs afterwards is started with `ownNode`.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const modulesFolder = join(root, 'node_modules')
const programsFolder = join(modulesFolder, '.bin')

/** Notes about what the set-up has done; they live and die with node_modules. */
const notesFolder = join(modulesFolder, '.lucka')

const isWindows = process.platform === 'win32'
const isLinux = process.platform === 'linux'
export const isRoot = process.getuid?.() === 0

/** The Node that package.json pins, whatever the machine itself has. */
export const ownNode = join(modulesFolder, 'node', 'bin', isWindows ? 'node.exe' : 'node')

/** A problem whose message is all that a person needs: shown without a stack. */
export class SetupError extends Error {}

/** Whether a window can be opened. Only Linux machines commonly have no display. */
export function hasDisplay() {
  return !isLinux || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)
}

/** Where large fetched things are kept: outside the checkout, shared by all checkouts of one user. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lucka')
}

export function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path) && statSync(path).isFile())
}

/** The environment for a program of this project: its own Node and tools come first. */
export function toolEnvironment() {
  return { ...process.env, PATH: [programsFolder, dirname(ownNode), process.env.PATH].join(delimiter) }
}

/** The text of a note, or undefined where it was never written. */
export function readNote(name) {
  const path = join(notesFolder, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

export function writeNote(name, text) {
  mkdirSync(notesFolder, { recursive: true })
  writeFileSync(join(notesFolder, name), text)
}
