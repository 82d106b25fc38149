/*
 * The desktop app: one window on the pages of the server that it runs in a worker thread. Nothing here may await at the
 * top level: Electron does not become ready before this file has run to its end.
 */
import { join } from 'node:path'
import { app, safeStorage, type BrowserWindow } from 'electron'
import { createCustomerDisplay } from '#main/app/customer-display'
import { openSealingKey } from '#main/app/key-store'
import { lockDown } from '#main/app/lock-down'
import { openMainWindow, showServer } from '#main/app/main-window'
import { setMenu } from '#main/app/menu'
import { superviseServer, type ServerSupervisor } from '#main/app/server-supervisor'
import { showStartFailure } from '#main/app/start-failure'
import { windowProfileFolder } from '#main/app/window-profile-folder'
import { OptionError, readDesktopOptions, type HostOptions } from '#main/hosts/host-options'
import { registerBridge } from '#main/ipc/bridge-handlers'
import { SEALING_KEY_FILE, type SealingKey } from '#main/server/sealing-key'

// As root, Chromium runs only with --no-sandbox, and dies at once if the sandbox is then asked for.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()

const outFolder = join(import.meta.dirname, '..')
const refusedExitCode = 2

let mainWindow: BrowserWindow | undefined
let supervisor: ServerSupervisor | undefined
let ownOrigin: string | undefined
/** Known once the folder of the window's profile is. */
let customerDisplay: ReturnType<typeof createCustomerDisplay> | undefined

function log(message: string): void {
  process.stderr.write(`lucka: ${message}\n`)
}

async function run(options: HostOptions): Promise<void> {
  lockDown(app, () => ownOrigin)
  customerDisplay = createCustomerDisplay({
    ownOrigin: () => ownOrigin,
    memoryFile: join(app.getPath('userData'), 'customer-display.json'),
    onTrouble: log,
  })
  setMenu(process.platform, { openCustomerDisplay })
  registerBridge({
    ownOrigin: () => ownOrigin,
    mainWindow: () => mainWindow,
    customerDisplay,
    dataFolder: options.dataFolder,
  })
  const file = join(options.dataFolder, SEALING_KEY_FILE)
  const sealingKey = await openSealingKey({ safeStorage, file, onTrouble: log })
  startServer(sealingKey === undefined ? options : { ...options, sealingKey }, false)
}

/** What it showed last; the first time, where a register is chosen for it. */
function openCustomerDisplay(): void {
  if (customerDisplay?.openLast() === true || ownOrigin === undefined) return
  mainWindow?.loadURL(`${ownOrigin}/#/office/settings/till`).catch(() => undefined) // Told by `did-fail-load`.
}

function startServer(hostOptions: HostOptions & { sealingKey?: SealingKey }, restoreNewestBackup: boolean): void {
  supervisor = superviseServer({
    workerFile: join(outFolder, 'main', 'worker.js'),
    options: {
      ...hostOptions,
      restoreNewestBackup,
      portFallback: 'next_free',
      pagesFolder: join(outFolder, 'renderer'),
      resourcesFolder: join(outFolder, '..', 'resources'),
    },
    onReady: ({ url }) => {
      ownOrigin = url
      if (mainWindow !== undefined) showServer(mainWindow, url)
      else {
        mainWindow = openMainWindow({
          url,
          preloadFile: join(outFolder, 'preload', 'index.cjs'),
          iconFile: join(outFolder, '..', 'resources', 'icon.png'),
          onTrouble: log,
        })
        // The display is the main window's: it does not keep the app open alone.
        mainWindow.on('closed', () => customerDisplay?.close())
      }
      customerDisplay?.showServer()
    },
    onFailed: (failure) => {
      const exit = (): void => {
        app.exit(refusedExitCode)
      }
      app.once('before-quit', exit) // Somebody ends the app while the dialog is open.
      void showStartFailure(failure).then((choice) => {
        if (choice === 'quit') {
          exit()
          return
        }
        app.off('before-quit', exit)
        startServer(hostOptions, true)
      })
    },
    onTrouble: log,
  })
}

/** A second start of the same app only brings the first one's window forward. */
function showFirstWindow(): void {
  if (mainWindow === undefined) return
  if (mainWindow.isMinimized()) mainWindow.restore()
  mainWindow.focus()
}

function start(): void {
  const options = readDesktopOptions(process.argv.slice(1), process.env, process.cwd())
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    app.setPath('userData', windowProfileFolder(app.getPath('appData'), options.dataFolder))
  }
  if (!app.requestSingleInstanceLock()) {
    log('this data folder is already open in another window, which is now in front')
    app.exit(0)
    return
  }
  app.on('second-instance', showFirstWindow)
  app.on('window-all-closed', () => {
    app.quit()
  })
  app.on('will-quit', (event) => {
    const closing = supervisor
    if (closing === undefined) return
    event.preventDefault()
    supervisor = undefined
    void closing.close().finally(() => {
      app.quit()
    })
  })
  void app.whenReady().then(() => run(options))
}

try {
  start()
} catch (error) {
  if (!(error instanceof OptionError)) throw error
  log(error.message)
  app.exit(refusedExitCode)
}
