// `npm start`: the desktop app where there is a display, otherwise the same server without a window.
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { resolveElectron } from './electron.mjs'
import { hasDisplay, isRoot, ownNode, root, toolEnvironment } from './project.mjs'
import { becomeChild } from './run-child.mjs'

const usage = 'npm start -- [--demo] [--data FOLDER] [--port NUMBER]'

/** What was asked for, as arguments for either host; anything unknown ends with one line and exit code 2. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: { demo: { type: 'boolean' }, data: { type: 'string' }, port: { type: 'string' } },
    })
    if (values.data === '') refuse('--data needs a folder')
    if (values.port !== undefined && !(/^\d{1,5}$/.test(values.port) && Number(values.port) <= 65_535)) {
      refuse('--port needs a number from 0 to 65535')
    }
    return [
      ...(values.demo ? ['--demo'] : []),
      // npm has changed to the checkout's folder; relative paths are meant from where the person stands.
      ...(values.data ? [`--data=${resolve(process.env.INIT_CWD ?? '.', values.data)}`] : []),
      ...(values.port ? [`--port=${values.port}`] : []),
    ]
  } catch (error) {
    return refuse(error.message.split(/[.\n]/)[0])
  }
}

function refuse(problem) {
  process.stderr.write(`lucka: ${problem}; usage: ${usage}\n`)
  process.exit(2)
}

const options = readOptions()
if (hasDisplay()) {
  const electron = resolveElectron()
  if (electron === undefined) {
    process.stderr.write('lucka: there is no Electron yet; run "node scripts/setup.mjs start" first\n')
    process.exit(1)
  }
  becomeChild(electron.executable, [...(isRoot ? ['--no-sandbox'] : []), root, ...options], {
    ...toolEnvironment(),
    ELECTRON_OZONE_PLATFORM_HINT: 'auto', // Wayland where there is no X11.
    ...(electron.sqliteBinding ? { LUCKA_SQLITE_BINDING: electron.sqliteBinding } : {}),
  })
} else {
  const server = join(root, 'out', 'main', 'serve.js')
  becomeChild(ownNode, [server, ...options, '--port-fallback=next-free', '--ready=plain'], toolEnvironment())
}
