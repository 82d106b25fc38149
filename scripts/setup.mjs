// Prepares a checkout for `npm start`, `npm run serve` or `npm test`: does what is missing and only that.
import { ensureBuild } from './build.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { ensureElectron } from './electron.mjs'
import { SetupError, hasDisplay } from './project.mjs'
import { runMain } from './run-step.mjs'
import { ensureSystemPackages, testPackages, windowPackages } from './system-packages.mjs'

/** What each command needs. The tests build as one of their own steps. */
const needs = {
  start: { packages: hasDisplay() ? windowPackages : [], electron: hasDisplay(), build: true },
  serve: { packages: [], electron: false, build: true },
  'swish-simulator': { packages: [], electron: false, build: true },
  'check-journal': { packages: [], electron: false, build: true },
  test: { packages: testPackages, electron: true, build: false },
}

await runMain(async () => {
  const need = needs[process.argv[2]]
  if (need === undefined) throw new SetupError(`usage: node scripts/setup.mjs ${Object.keys(needs).join('|')}`)
  // Packages come first: where they are missing and cannot be installed, nobody should wait for the rest.
  await ensureSystemPackages(need.packages)
  await ensureDependencies()
  if (need.electron) await ensureElectron()
  if (need.build) await ensureBuild()
})
