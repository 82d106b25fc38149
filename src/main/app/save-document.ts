import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { dialog, type BrowserWindow } from 'electron'
import { fetchDocument } from '#main/app/fetch-document'
import type { SaveOutcome } from '#shared/contract/bridge'

/** Fetches a document of our server and writes it where the person chooses. */
export async function saveDocument(url: string, window: BrowserWindow): Promise<SaveOutcome> {
  const document = await fetchDocument(url)
  if (document === undefined) return { ok: false, reason: 'unavailable' }
  const choice = await dialog.showSaveDialog(window, { defaultPath: basename(new URL(url).pathname) })
  if (choice.canceled) return { ok: false, reason: 'cancelled' }
  try {
    await writeFile(choice.filePath, document.bytes)
    return { ok: true, file: choice.filePath }
  } catch {
    return { ok: false, reason: 'unwritable' }
  }
}
