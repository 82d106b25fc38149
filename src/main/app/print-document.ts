/*
 * Pages are printed by Chromium. PDF documents are not: tried on Electron 33, printing its PDF viewer gave blank pages or
 * never came to an end. They go to the system's own print queue (`lp` on Linux and macOS) as they are; where there is
 * no such program, the system's PDF program opens them and the person prints from there.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { app, BrowserWindow, shell } from 'electron'
import { fetchDocument, type FetchedDocument } from '#main/app/fetch-document'
import type { PrintOutcome } from '#shared/contract/bridge'

const runProgram = promisify(execFile)
const queueTimeoutMs = 15_000

/** Prints a document of our server: a page after the system's print dialog, a PDF on the default printer. */
export async function printDocument(url: string, window: BrowserWindow): Promise<PrintOutcome> {
  const document = await fetchDocument(url)
  if (document === undefined) return { ok: false, reason: 'unavailable' }
  if (document.contentType === 'application/pdf') return printPdf(document, basename(new URL(url).pathname), window)
  const printers = await window.webContents.getPrintersAsync()
  return printers.length === 0 ? { ok: false, reason: 'no_printer' } : printPage(url, window)
}

async function printPdf({ bytes }: FetchedDocument, name: string, window: BrowserWindow): Promise<PrintOutcome> {
  const folder = await mkdtemp(join(app.getPath('temp'), 'lucka-'))
  const file = join(folder, name.endsWith('.pdf') ? name : `${name}.pdf`)
  await writeFile(file, bytes, { mode: 0o600 })
  try {
    await runProgram('lp', ['-t', 'Lucka', '--', file], { timeout: queueTimeoutMs })
    await rm(folder, { recursive: true }) // The queue has its own copy.
    return { ok: true, how: 'printed' }
  } catch {
    const printers = await window.webContents.getPrintersAsync()
    if (printers.length > 0 && (await shell.openPath(file)) === '') return { ok: true, how: 'opened' }
    await rm(folder, { recursive: true })
    return { ok: false, reason: printers.length === 0 ? 'no_printer' : 'failed' }
  }
}

/** Prints a page through a window that nobody sees and that has no bridge. */
async function printPage(url: string, parent: BrowserWindow): Promise<PrintOutcome> {
  const window = new BrowserWindow({ show: false, parent })
  try {
    await window.loadURL(url)
    return await new Promise((resolve) => {
      window.webContents.print({ silent: false, printBackground: true }, (succeeded, failureReason) => {
        if (succeeded) resolve({ ok: true, how: 'printed' })
        else resolve({ ok: false, reason: /cancel/i.test(failureReason) ? 'cancelled' : 'failed' })
      })
    })
  } catch {
    return { ok: false, reason: 'unavailable' }
  } finally {
    window.destroy()
  }
}
