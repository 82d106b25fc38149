// Does what Electron's own default app does, as far as this project needs it: loads the modules given with `-r`
// (Playwright passes its loader so), takes the first other argument as the app's folder, and starts that app.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const require = createRequire(import.meta.url)

/** What the arguments ask for; Chromium's switches stand among them and are left alone. */
function readArguments(args) {
  const modules = []
  for (let index = 0; index < args.length; index += 1) {
    if (args[index] === '-r' || args[index] === '--require') modules.push(args[++index])
    else if (!args[index].startsWith('-')) return { modules, folder: resolve(args[index]) }
  }
  return { modules }
}

const { modules, folder } = readArguments(process.argv.slice(1))
for (const name of modules) require(name)
if (folder === undefined) {
  process.stderr.write('Give the folder of an app to start.\n')
  app.exit(2)
} else {
  const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  app.setAppPath(folder)
  app.setName(productName ?? name)
  app.setVersion(version)
  await import(pathToFileURL(join(folder, main)).href)
}
