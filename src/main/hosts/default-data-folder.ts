import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where a venue's data is kept unless somebody says otherwise: LUCKA_DATA, or the place that the system has for such
 * things. Both hosts use it, so that the app and the server alone find the same data.
 */
export function defaultDataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  if (env['LUCKA_DATA']) return env['LUCKA_DATA']
  const home = homedir()
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'lucka')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'lucka')
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'lucka')
}
