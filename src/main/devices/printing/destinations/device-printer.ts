import { constants, open, type FileHandle } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { PrintError, systemCode } from '../print-error'

/** A printer without paper takes no bytes; it is given this long after the last one. */
const SILENT_MS = 12_000
const PAUSE_MS = 25

/**
 * Writes bytes to a device file (`/dev/usb/lp0`). The file is never made: where the printer is unplugged, a plain file of its name
 * would swallow every receipt. Without O_NONBLOCK a printer that is out of paper would hold a thread of the program for ever.
 *
 * @throws PrintError
 */
export async function printOnDevice(path: string, bytes: Uint8Array, silentMs = SILENT_MS): Promise<void> {
  const device = await openDevice(path)
  try {
    await writeAll(device, bytes, silentMs)
  } finally {
    await device.close().catch(() => undefined)
  }
}

async function openDevice(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_APPEND)
  } catch (cause) {
    const code = systemCode(cause)
    const fault = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'device_refused' : 'device_missing'
    throw new PrintError(fault, cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

async function writeAll(device: FileHandle, bytes: Uint8Array, silentMs: number): Promise<void> {
  let sent = 0
  let lastProgress = performance.now()
  while (sent < bytes.length) {
    try {
      const { bytesWritten } = await device.write(bytes, sent)
      sent += bytesWritten
      lastProgress = performance.now()
    } catch (cause) {
      const code = systemCode(cause)
      if (code !== 'EAGAIN' && code !== 'EBUSY') {
        throw new PrintError('device_broke', cause instanceof Error ? cause.message : String(cause), { cause })
      }
      if (performance.now() - lastProgress > silentMs) {
        throw new PrintError(sent === 0 ? 'jammed' : 'too_slow', `The printer took nothing for ${silentMs} ms.`, {
          cause,
        })
      }
      await wait(PAUSE_MS)
    }
  }
}
