import { existsSync, readFileSync } from 'node:fs'
import { writePrivateFile } from './write-private-file'

/** In the data folder. */
export const SEALING_KEY_FILE = 'secrets.key'

/** The key that seals secrets, in plain for this run and as the computer's key store has locked it for the next. */
export interface SealingKey {
  /** 32 bytes. */
  key: Uint8Array
  locked: Uint8Array
}

/**
 * Keeps the locked key before anything is sealed with it. One that is there already and another is set aside as `.old`.
 *
 * @returns the key to seal with
 */
export function keepSealingKey(file: string, { key, locked }: SealingKey): Uint8Array {
  if (existsSync(file)) {
    const earlier = readFileSync(file)
    if (earlier.equals(locked)) return key
    writePrivateFile(`${file}.old`, earlier)
  }
  writePrivateFile(file, locked)
  return key
}
