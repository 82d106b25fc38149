import { closeSync, openSync, readSync } from 'node:fs'

/** `LUCK` in ASCII, in every database of ours from its creation. */
export const LUCKA_APPLICATION_ID = 0x4c55434b

const HEADER_BYTES = 100
const MAGIC = 'SQLite format 3\0'
const USER_VERSION_OFFSET = 60
const APPLICATION_ID_OFFSET = 68

/**
 * Reads who made a database file and its schema's version from the header, without opening it as a database: a file that is
 * not ours to use must stay untouched, down to the journal files beside it.
 * Source: SQLite, "Database File Format", section 1.3, read 2026-11-23
 *
 * @returns undefined when it is no SQLite database
 */
export function readDatabaseHeader(file: string): { applicationId: number; userVersion: number } | undefined {
  const header = Buffer.alloc(HEADER_BYTES)
  const descriptor = openSync(file, 'r')
  try {
    if (readSync(descriptor, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return undefined
  } finally {
    closeSync(descriptor)
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined
  return {
    userVersion: header.readUInt32BE(USER_VERSION_OFFSET),
    applicationId: header.readUInt32BE(APPLICATION_ID_OFFSET),
  }
}
