import { accessSync, constants, existsSync, mkdirSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { StorageRefusal } from '../storage-refusal'

export const DATABASE_FILE = 'lucka.sqlite'
const LOCK_FILE = 'lucka.lock'

/** What a data folder may hold before it has a database: all else means it is somebody else's folder. */
const OWN_NAMES = [/^lucka\./, /^secrets\.(json|key)(\.new|\.old)?$/, /^backups$/, /^outbox$/, /^logs$/]

/** File systems on which SQLite's locks cannot be trusted. Source: Linux statfs(2), read 2026-11-23 */
const NETWORK_FILE_SYSTEMS = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
])

/**
 * Makes the folder if it is missing and checks that it is ours to use.
 *
 * @throws StorageRefusal with nothing changed
 */
export function prepareDataFolder(folder: string): void {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) {
      throw new StorageRefusal('data_folder_unwritable', `the data folder ${folder} is a file, not a folder`)
    }
    refuseUnwritable(folder)
    refuseForeign(folder)
  } else {
    try {
      makeFolder(folder)
    } catch (cause) {
      throw new StorageRefusal('data_folder_unwritable', `the data folder ${folder} cannot be made`, { cause })
    }
  }
  const network = NETWORK_FILE_SYSTEMS.get(statfsSync(folder).type)
  if (network !== undefined) {
    throw new StorageRefusal(
      'data_folder_on_network',
      `the data folder ${folder} is on a network drive (${network}); choose one on this machine`,
    )
  }
}

/** Level by level: where the kernel makes no folders (`/proc`) the recursive call never ends. */
function makeFolder(folder: string): void {
  const parent = dirname(folder)
  if (!existsSync(parent)) makeFolder(parent)
  mkdirSync(folder, { mode: 0o700 })
}

function refuseUnwritable(folder: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new StorageRefusal('data_folder_unwritable', `the data folder ${folder} cannot be written to`, { cause })
  }
}

function refuseForeign(folder: string): void {
  const stranger = readdirSync(folder).find((name) => !OWN_NAMES.some((own) => own.test(name)))
  if (stranger !== undefined && !existsSync(join(folder, DATABASE_FILE))) {
    throw new StorageRefusal(
      'data_folder_foreign',
      `the folder ${folder} holds other things (${stranger}); choose an empty folder or one that Lucka has made`,
    )
  }
}

/**
 * Keeps every other server off the folder until it is released or this process ends, however it ends: the lock is the
 * operating system's, taken through SQLite on a file of its own.
 *
 * @throws StorageRefusal `data_folder_in_use`
 */
export function lockDataFolder(folder: string, nativeBinding: string | undefined): { release: () => void } {
  let lock: Sqlite.Database | undefined
  try {
    lock = new Sqlite(join(folder, LOCK_FILE), { timeout: 0, ...(nativeBinding && { nativeBinding }) })
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock?.close()
    if ((cause as { code?: string }).code?.startsWith('SQLITE_BUSY')) {
      throw new StorageRefusal('data_folder_in_use', `another Lucka server is using the data folder ${folder}`, {
        cause,
      })
    }
    throw new StorageRefusal('data_folder_unwritable', `the data folder ${folder} cannot be written to`, { cause })
  }
  const held = lock
  return { release: () => held.close() }
}
