// The built app in out/: made again when anything it is made from has changed.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { modulesFolder, ownNode, root, toolEnvironment } from './project.mjs'
import { run, step } from './run-step.mjs'

const sources = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.json',
]
const stampFile = join(root, 'out', '.sources')

/** @throws SetupError when the build fails */
export async function ensureBuild() {
  const hash = hashSources()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return
  await step('Building Lucka', async () => {
    rmSync(stampFile, { force: true }) // A build that fails half-way must not pass for a whole one.
    const builder = join(modulesFolder, 'electron-vite', 'bin', 'electron-vite.js')
    await run(ownNode, [builder, 'build', '--logLevel', 'warn'], { env: toolEnvironment() })
    writeFileSync(stampFile, hash)
  })
}

function hashSources() {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const path of filesBelow(source))
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(root, path)))
        .update('\0')
  }
  return hash.digest('hex')
}

/** All files of a path, itself included, in an order that never changes. */
function filesBelow(path) {
  const absolute = join(root, path)
  if (!existsSync(absolute)) return []
  if (!statSync(absolute).isDirectory()) return [path]
  return readdirSync(absolute)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)))
}
