import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { SafeStorage } from 'electron'
import type { SealingKey } from '#main/server/sealing-key'

const KEY_BYTES = 32
/** A person may be asked for the password of the key store. If nobody answers, the box office opens without. */
const PATIENCE_MS = 60_000
const TRIES = 3

/** Electron's older half, which new ones keep for a while. */
interface SyncHalf {
  isEncryptionAvailable: () => boolean
  encryptString: (text: string) => Buffer
  decryptString: (locked: Buffer) => string
}
type AsyncHalf = Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>
/** What Electron offers: older ones have no asynchronous half. */
export type AnySafeStorage = SyncHalf & Partial<AsyncHalf & Pick<SafeStorage, 'getSelectedStorageBackend'>>

interface KeyStore {
  lock: (text: string) => Promise<Buffer>
  /** @throws Error when another key store, or the same one with another key, has locked it */
  unlock: (locked: Buffer) => Promise<{ text: string; lockAgain: boolean }>
}

/**
 * Opens the key that seals passwords and private keys, which the computer's key store (Keychain, DPAPI, libsecret, KWallet)
 * locks; makes one when there is none, or when it cannot be opened for good. To be called once Electron is ready.
 *
 * @param file where the server keeps the locked key
 * @returns undefined where there is no key store: a password that everybody knows (`basic_text`) would only look safe
 */
export async function openSealingKey(deps: {
  safeStorage: AnySafeStorage
  file: string
  onTrouble: (message: string) => void
  /** Between two tries to open the key. */
  retryMs?: number
}): Promise<SealingKey | undefined> {
  const { onTrouble } = deps
  const patience = new AbortController()
  const opening = open(deps).catch((error: unknown) => {
    onTrouble(`the computer's key store does not work: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  })
  const gaveUp = delay(PATIENCE_MS, undefined, { signal: patience.signal }).then(
    () => {
      onTrouble(`the computer's key store did not answer; what it has locked stays locked until the next start`)
      return undefined
    },
    () => undefined, // The key store was quicker.
  )
  return Promise.race([opening, gaveUp]).finally(() => {
    patience.abort()
  })
}

async function open({
  safeStorage,
  file,
  onTrouble,
  retryMs = 1_000,
}: Parameters<typeof openSealingKey>[0]): Promise<SealingKey | undefined> {
  const store = await openKeyStore(safeStorage)
  if (store === undefined) return undefined
  if (existsSync(file)) {
    const locked = readFileSync(file)
    for (let tries = 1; tries <= TRIES; tries++) {
      try {
        const { text, lockAgain } = await store.unlock(locked)
        const key = Buffer.from(text, 'base64')
        if (key.length === KEY_BYTES) return { key, locked: lockAgain ? await store.lock(text) : locked }
      } catch {
        if (tries < TRIES) await delay(retryMs) // A key store that is just starting may be unable for a moment.
      }
    }
    onTrouble(`the computer's key store cannot open ${file}: what was locked with it must be set again`)
  }
  const key = randomBytes(KEY_BYTES)
  return { key, locked: await store.lock(key.toString('base64')) }
}

async function openKeyStore(safeStorage: AnySafeStorage): Promise<KeyStore | undefined> {
  if (process.platform === 'linux' && isPretence(safeStorage.getSelectedStorageBackend?.())) return undefined
  return hasAsyncHalf(safeStorage) ? openAsync(safeStorage) : openSync(safeStorage)
}

async function openAsync(safeStorage: AsyncHalf): Promise<KeyStore | undefined> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return undefined
  return {
    lock: (text) => safeStorage.encryptStringAsync(text),
    unlock: async (locked) => {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(locked)
      return { text: result, lockAgain: shouldReEncrypt }
    },
  }
}

function openSync(safeStorage: SyncHalf): KeyStore | undefined {
  if (!safeStorage.isEncryptionAvailable()) return undefined
  return {
    lock: async (text) => safeStorage.encryptString(text),
    unlock: async (locked) => ({ text: safeStorage.decryptString(locked), lockAgain: false }),
  }
}

function hasAsyncHalf(safeStorage: AnySafeStorage): safeStorage is AnySafeStorage & AsyncHalf {
  return safeStorage.isAsyncEncryptionAvailable !== undefined
}

/** `basic_text` is a password that stands in Chromium's source; `unknown` says nothing. */
function isPretence(backend: string | undefined): boolean {
  return backend === undefined || backend === 'basic_text' || backend === 'unknown'
}
