// better-sqlite3's ready-made binding needs Node-API 10 (references to strings); the substitute Electron has 9, and
// crashes on it. Compiled from the package's own source as an addon for the experimental Node-API, it works there too.
// The headers come from their own small package, so neither Python nor the machine's Node is needed for it.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, modulesFolder, root } from '../project.mjs'
import { run, step } from '../run-step.mjs'
import { compilerPackages, ensureSystemPackages } from '../system-packages.mjs'
import { fetchPackage } from './fetch-package.mjs'
import { makeFolder } from './make-folder.mjs'

const headers = {
  name: 'node-api-headers',
  version: '1.9.0',
  sha512: '2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
}

const addonDefinitions = [
  'NAPI_VERSION=2147483647', // The headers' NAPI_VERSION_EXPERIMENTAL.
  'NAPI_DISABLE_CPP_EXCEPTIONS',
  'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  'NODE_GYP_MODULE_NAME=better_sqlite3',
]

const packageFolder = join(modulesFolder, 'better-sqlite3')
const fileName = 'better_sqlite3.node'

/** Where the binding is once it has been made. */
export function fallbackBinding() {
  return join(bindingFolder(), fileName)
}

/** @throws SetupError when there is no compiler or it fails */
export async function ensureFallbackBinding() {
  if (existsSync(fallbackBinding())) return
  await ensureSystemPackages(compilerPackages)
  await makeFolder(bindingFolder(), (workFolder) =>
    step("Compiling SQLite's binding for the substitute Electron", async () => {
      await fetchPackage(headers, workFolder)
      const result = join(workFolder, 'result')
      mkdirSync(result)
      await compile(workFolder, join(result, fileName))
      return result
    }),
  )
}

/** One for each version; the last number counts the changes to how it is compiled. */
function bindingFolder() {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  return join(cacheFolder(), `better-sqlite3-${version}-linux-x64-1`)
}

async function compile(workFolder, target) {
  const sqliteFolder = join(packageFolder, 'deps', 'sqlite3')
  const sqliteObject = join(workFolder, 'sqlite3.o')
  const addonObject = join(workFolder, 'addon.o')
  const includes = [join(workFolder, 'package', 'include'), join(modulesFolder, 'node-addon-api'), sqliteFolder]
  const common = ['-O1', '-DNDEBUG', '-fPIC', '-w', ...includes.map((folder) => `-I${folder}`)]
  await Promise.all([
    run('gcc', [...common, ...define(sqliteDefinitions()), '-c', join(sqliteFolder, 'sqlite3.c'), '-o', sqliteObject]),
    run('g++', [
      ...['-include', join(root, 'scripts', 'electron-fallback', 'node-api-9.h')],
      ...['-std=c++20', '-fno-rtti', '-fno-exceptions', '-fvisibility=hidden'],
      ...[...common, ...define(addonDefinitions)],
      ...['-c', join(packageFolder, 'src', 'better_sqlite3.cpp'), '-o', addonObject],
    ]),
  ])
  const linkOptions = ['-shared', '-s', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL']
  await run('g++', [...linkOptions, addonObject, sqliteObject, '-lpthread', '-ldl', '-lm', '-o', target])
}

/** How the package itself configures SQLite: its list of definitions, read out of its build file. */
function sqliteDefinitions() {
  const buildFile = readFileSync(join(packageFolder, 'deps', 'defines.gypi'), 'utf8')
  return [...buildFile.matchAll(/'([A-Z0-9_]+(?:=[^']*)?)',/g)].map(([, definition]) => definition)
}

function define(definitions) {
  return definitions.map((definition) => `-D${definition}`)
}
