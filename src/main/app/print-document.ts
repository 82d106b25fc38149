import { BrowserWindow, type WebContents } from 'electron'
import type { PrintOutcome } from '#shared/contract/bridge'

/** Prints a document of our server through a window that nobody sees, which has no bridge. */
export async function printDocument(url: string, parent: BrowserWindow | undefined): Promise<PrintOutcome> {
  const window = new BrowserWindow({
    show: false,
    ...(parent === undefined ? {} : { parent }),
    webPreferences: { plugins: true }, // Chromium's PDF viewer counts as one.
  })
  const contents = window.webContents
  try {
    const printers = await contents.getPrintersAsync()
    if (printers.length === 0) return { ok: false, reason: 'no_printer' }
    if (!(await loadDocument(contents, url))) return { ok: false, reason: 'unavailable' }
    return await print(contents)
  } finally {
    window.destroy()
  }
}

/** Loads a document; false where the server does not give it. */
async function loadDocument(contents: WebContents, url: string): Promise<boolean> {
  const status = new Promise<number>((resolve) => {
    contents.once('did-navigate', (_event, _url, httpStatus) => {
      resolve(httpStatus)
    })
  })
  try {
    await contents.loadURL(url)
    return (await status) === 200
  } catch {
    return false
  }
}

function print(contents: WebContents): Promise<PrintOutcome> {
  return new Promise((resolve) => {
    contents.print({ silent: false, printBackground: true }, (succeeded, failureReason) => {
      if (succeeded) resolve({ ok: true })
      else resolve({ ok: false, reason: /cancel/i.test(failureReason) ? 'cancelled' : 'failed' })
    })
  })
}
