import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Readable and writable by its owner, by nobody else. */
export const PRIVATE_MODE = 0o600

/**
 * Puts a file that only its owner can read in the place of an older one: whole or not at all, and on the disk when it
 * returns.
 */
export function writePrivateFile(file: string, content: string | Uint8Array): void {
  const unfinished = `${file}.new`
  const descriptor = openSync(unfinished, 'w', PRIVATE_MODE)
  try {
    fchmodSync(descriptor, PRIVATE_MODE) // One left by a write that was cut off keeps the mode it had.
    writeFileSync(descriptor, content)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(unfinished, file)
  if (process.platform !== 'win32') syncFolder(dirname(file)) // Windows opens no folders, and needs no such thing.
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
