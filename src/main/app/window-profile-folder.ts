import { createHash } from 'node:crypto'
import { join } from 'node:path'

/**
 * Where Chromium keeps its own things (cookies, caches) for a data folder. Each data folder has its own, because
 * Electron allows one running app for each: two venues on one machine do not shut each other out.
 */
export function windowProfileFolder(appDataFolder: string, dataFolder: string): string {
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)
  return join(appDataFolder, 'lucka', 'windows', name)
}
