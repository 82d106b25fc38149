import { BrowserWindow } from 'electron'

const retryMs = 500
/** Chromium's code for a load that another one replaced: nothing is wrong then. */
const abortedError = -3

/** The one window of the app, on our server's pages. It comes back by itself when its page dies or does not load. */
export function openMainWindow(deps: {
  url: string
  preloadFile: string
  iconFile: string
  onTrouble: (message: string) => void
}): BrowserWindow {
  const window = new BrowserWindow({
    width: 1360,
    height: 860,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Lucka',
    icon: deps.iconFile,
    autoHideMenuBar: true,
    webPreferences: { preload: deps.preloadFile }, // Sandbox and context isolation are Electron's defaults.
  })
  const contents = window.webContents

  const loadAgain = (): void => {
    setTimeout(() => {
      if (!window.isDestroyed()) contents.reload()
    }, retryMs)
  }
  contents.on('render-process-gone', (_event, { reason }) => {
    deps.onTrouble(`the window's page died (${reason}) and is loaded again`)
    if (!window.isDestroyed()) contents.reload()
  })
  contents.on('did-fail-load', (_event, errorCode, description, _url, isMainFrame) => {
    if (!isMainFrame || errorCode === abortedError) return
    deps.onTrouble(`the window's page did not load (${description}) and is tried again`)
    loadAgain()
  })
  contents.on('unresponsive', () => {
    deps.onTrouble("the window's page does not answer")
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  load(window, deps.url)
  return window
}

/** Shows the server's pages; for a server that is back, at a new address or the old one. */
export function showServer(window: BrowserWindow, url: string): void {
  if (window.isDestroyed()) return
  const current = window.webContents.getURL()
  if (URL.canParse(current) && new URL(current).origin === url) window.webContents.reload()
  else load(window, url)
}

function load(window: BrowserWindow, url: string): void {
  window.loadURL(`${url}/`).catch(() => undefined) // `did-fail-load` has it, and tries again.
}
