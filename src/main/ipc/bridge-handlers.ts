import { app, shell, type BrowserWindow } from 'electron'
import { Type } from 'typebox'
import type { CustomerDisplay } from '#main/app/customer-display'
import { printDocument } from '#main/app/print-document'
import { saveDocument } from '#main/app/save-document'
import { createHandle } from '#main/ipc/handle'
import { bridgeChannels, type AppInfo } from '#shared/contract/bridge'

const NoArguments = Type.Tuple([])
/** A path of our own server: `/api/v1/orders/12/tickets.pdf`. What it leads to is checked when it is resolved. */
const PathArgument = Type.Tuple([Type.String({ pattern: '^/', maxLength: 500 })])

const DisplayPath = Type.Tuple([Type.String({ pattern: '^/display/[0-9a-f]{32,64}$' })])

/** Answers everything that pages may ask of the desktop. */
export function registerBridge(deps: {
  ownOrigin: () => string | undefined
  mainWindow: () => BrowserWindow | undefined
  customerDisplay: CustomerDisplay
  dataFolder: string
}): void {
  const handle = createHandle(deps.ownOrigin)

  /** The full address; throws where a path such as `//other.host/` leads away from our server. */
  const resolveOwn = (path: string): string => {
    const origin = deps.ownOrigin()
    const url = new URL(path, origin)
    if (url.origin !== origin) throw new Error('the path leads to another server')
    return url.href
  }

  const window = (): BrowserWindow => {
    const open = deps.mainWindow()
    if (open === undefined) throw new Error('there is no window')
    return open
  }

  handle(bridgeChannels.printPdf, PathArgument, async ([path]) => printDocument(resolveOwn(path), window()))
  handle(bridgeChannels.savePdf, PathArgument, async ([path]) => saveDocument(resolveOwn(path), window()))
  handle(bridgeChannels.openCustomerDisplay, DisplayPath, async ([path]) => {
    deps.customerDisplay.open(path)
  })
  handle(bridgeChannels.openDataFolder, NoArguments, async () => {
    const problem = await shell.openPath(deps.dataFolder)
    return problem === ''
  })
  handle(bridgeChannels.appInfo, NoArguments, async (): Promise<AppInfo> => {
    const { electron, chrome, node } = process.versions
    return { version: app.getVersion(), electron, chromium: chrome, node, platform: process.platform }
  })
}
