import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const projectFolder = join(import.meta.dirname, '..', '..', '..')

export interface ElectronInstall {
  executable: string
  /** better-sqlite3's binary, where this Electron is too old for its own. */
  sqliteBinding?: string
}

/** The Electron that the set-up has found or fetched. */
export function electronInstall(): ElectronInstall {
  return JSON.parse(
    readFileSync(join(projectFolder, 'node_modules', '.lucka', 'electron.json'), 'utf8'),
  ) as ElectronInstall
}
