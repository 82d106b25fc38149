import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { dialog, session, type BrowserWindow } from 'electron'
import type { SaveOutcome } from '#shared/contract/bridge'

/** Fetches a document of our server, with the window's session, and writes it where the person chooses. */
export async function saveDocument(url: string, window: BrowserWindow | undefined): Promise<SaveOutcome> {
  const answer = await session.defaultSession.fetch(url, { credentials: 'include' }).catch(() => undefined)
  if (!answer?.ok) return { ok: false, reason: 'unavailable' }
  const document = Buffer.from(await answer.arrayBuffer())
  const options = { defaultPath: basename(new URL(url).pathname) }
  const choice = await (window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  if (choice.canceled) return { ok: false, reason: 'cancelled' }
  try {
    await writeFile(choice.filePath, document)
    return { ok: true, file: choice.filePath }
  } catch {
    return { ok: false, reason: 'unwritable' }
  }
}
