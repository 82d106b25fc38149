import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { electronInstall, projectFolder } from './electron-install'

export interface DesktopApp {
  app: ElectronApplication
  window: Page
  dataFolder: string
  close: () => Promise<void>
}

/** Starts the real desktop app on a data folder of its own, which goes with it. */
export async function launchDesktopApp(
  options: { demo?: boolean; cameraFile?: string; dataFolder?: string } = {},
): Promise<DesktopApp> {
  const { executable, sqliteBinding } = electronInstall()
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'lucka-desktop-'))
  const app = await _electron.launch({
    executablePath: executable,
    args: [
      // A fake camera for every test: a machine that runs tests has none, and must never ask.
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(options.cameraFile === undefined ? [] : [`--use-file-for-fake-video-capture=${options.cameraFile}`]),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      projectFolder,
      `--data=${dataFolder}`,
      '--port=0',
      ...(options.demo === true ? ['--demo'] : []),
    ],
    cwd: projectFolder,
    env: {
      ...(process.env as Record<string, string>),
      ...(sqliteBinding === undefined ? {} : { LUCKA_SQLITE_BINDING: sqliteBinding }),
    },
  })
  const window = await app.firstWindow()
  return {
    app,
    window,
    dataFolder,
    async close() {
      await app.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
