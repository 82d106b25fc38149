import { readFileSync, writeFileSync } from 'node:fs'
import { BrowserWindow, screen, session, type Rectangle } from 'electron'

const RETRY_MS = 1_000

/** Of its own: no session of the staff. */
const PARTITION = 'customer-display'

/** What the window looked like when it was last seen. */
interface Remembered {
  /** False once it has been closed by hand. */
  open: boolean
  /** `/display/<key>` */
  path: string
  bounds: Rectangle
  fullScreen: boolean
}

/** The customer display's window: opened by hand, and again by itself at the next start until it is closed by hand. */
export interface CustomerDisplay {
  open: (path: string) => void
  /** Shows what it showed last; false when it never showed anything. */
  openLast: () => boolean
  /** For a server that has started, at a new address or the old one. */
  showServer: () => void
  /** The app ends: the window goes, and comes back at the next start. */
  close: () => void
}

/** @param deps.memoryFile where the window is remembered, in the window profile's folder */
export function createCustomerDisplay(deps: {
  ownOrigin: () => string | undefined
  memoryFile: string
  onTrouble: (message: string) => void
}): CustomerDisplay {
  let window: BrowserWindow | undefined
  let path: string | undefined
  let ending = false

  function load(): void {
    const origin = deps.ownOrigin()
    if (window === undefined || path === undefined || origin === undefined) return
    window.loadURL(origin + path).catch(() => undefined) // `did-fail-load` has it, and tries again.
  }

  function remember(open = true): void {
    if (window === undefined || path === undefined) return
    const remembered: Remembered = { open, path, bounds: window.getNormalBounds(), fullScreen: window.isFullScreen() }
    try {
      writeFileSync(deps.memoryFile, JSON.stringify(remembered))
    } catch (error) {
      deps.onTrouble(`the customer display's place is not remembered: ${String(error)}`)
    }
  }

  function show(place: Partial<Rectangle>, fullScreen: boolean): void {
    const pages = session.fromPartition(PARTITION)
    pages.setPermissionRequestHandler((_contents, _permission, answer) => {
      answer(false)
    })
    pages.setPermissionCheckHandler(() => false)
    const opened = new BrowserWindow({
      width: 1024,
      height: 600,
      ...place,
      fullscreen: fullScreen,
      title: 'Lucka',
      autoHideMenuBar: true,
      backgroundColor: '#faf7f2',
      webPreferences: { session: pages },
    })
    window = opened
    opened.setMenuBarVisibility(false)
    opened.webContents.on('did-fail-load', (_event, _code, _description, _url, isMainFrame) => {
      if (isMainFrame) setTimeout(load, RETRY_MS)
    })
    opened.webContents.on('render-process-gone', load)
    opened.on('close', () => {
      remember(ending)
    })
    opened.on('closed', () => {
      window = undefined
    })
    for (const event of ['moved', 'resized', 'enter-full-screen', 'leave-full-screen'] as const) {
      opened.on(event as 'moved', () => {
        remember()
      })
    }
    load()
    remember()
  }

  function open(wanted: string): void {
    path = wanted
    if (window !== undefined) {
      load()
      remember()
      window.show()
      return
    }
    const here = screen.getDisplayNearestPoint(screen.getCursorScreenPoint())
    const other = screen.getAllDisplays().find(({ id }) => id !== here.id)
    if (other === undefined) show({}, false)
    else show(other.bounds, true)
  }

  return {
    open,

    openLast() {
      const last = path ?? readRemembered(deps.memoryFile)?.path
      if (last !== undefined) open(last)
      return last !== undefined
    },

    showServer() {
      if (window !== undefined) {
        load()
        return
      }
      const remembered = readRemembered(deps.memoryFile)
      if (remembered?.open !== true) return
      path = remembered.path
      // A screen that has been unplugged since: Chromium would open the window where nobody sees it.
      const centre = { x: remembered.bounds.x + remembered.bounds.width / 2, y: remembered.bounds.y }
      const isSeen = screen.getAllDisplays().some(({ bounds }) => contains(bounds, centre))
      show(isSeen ? remembered.bounds : {}, isSeen && remembered.fullScreen)
    },

    close() {
      ending = true
      window?.close()
    },
  }
}

const contains = ({ x, y, width, height }: Rectangle, point: { x: number; y: number }) =>
  point.x >= x && point.x < x + width && point.y >= y && point.y < y + height

function readRemembered(file: string): Remembered | undefined {
  try {
    const { open, path, bounds, fullScreen } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Remembered>
    const numbers = [bounds?.x, bounds?.y, bounds?.width, bounds?.height]
    if (path === undefined || bounds === undefined || !numbers.every(Number.isSafeInteger)) return undefined
    return { open: open === true, path, bounds, fullScreen: fullScreen === true }
  } catch {
    return undefined // Never opened, or the file is damaged: it is opened by hand again.
  }
}
