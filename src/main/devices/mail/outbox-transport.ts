import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { MailDeliveryError, type MailMessage, type MailTransport } from './mail-message'
import { renderEml } from './render-eml'

/**
 * Mail for venues without a mail server: each message becomes an `.eml` file that any mail program opens.
 *
 * The file appears whole or not at all, is on the disk when `deliver` answers, and only its owner may read it. Its name
 * sorts by time and gives no address away: `2026-11-23T18-00-00.000Z-1042-5f3a9c01d2e4.eml` (colons are not allowed in
 * file names everywhere).
 */

/** @param deps.folder is made when missing */
export function createOutboxTransport(deps: { folder: string; now: () => string }): MailTransport {
  const folder = resolve(deps.folder)
  let closed = false

  return {
    async deliver(message) {
      if (closed) throw new MailDeliveryError('temporary', 'The outbox is closed.')
      const at = deps.now()
      const eml = await renderEml(message, at)
      const name = outboxFileName(message, at)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeWhole(folder, name, eml)
      } catch (error) {
        throw new MailDeliveryError('temporary', 'The mail could not be written to the outbox folder.', {
          cause: error,
        })
      }
      return { kind: 'written', file: join(folder, name) }
    },
    close() {
      closed = true
    },
  }
}

function outboxFileName({ reference, to }: MailMessage, at: string): string {
  const recipient = createHash('sha256').update(to.toLowerCase()).digest('hex').slice(0, 12)
  return `${at.replaceAll(':', '-')}-${reference}-${recipient}.eml`
}

async function writeWhole(folder: string, name: string, content: Buffer): Promise<void> {
  const part = join(folder, `.${name}.part`)
  try {
    const file = await open(part, 'w', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, join(folder, name))
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  await syncFolder(folder)
}

/** Makes the new name last through a power cut. Windows does so by itself and cannot open folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
