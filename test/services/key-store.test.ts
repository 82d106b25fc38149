import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSealingKey, type AnySafeStorage } from '#main/app/key-store'
import { createTemporaryFolder } from '../support/server-process'

/** What Electron's safeStorage does, on a key store that a test can take away. */
function aKeyStore(options: { backend?: string; available?: boolean; isOld?: boolean; failures?: number } = {}) {
  const { backend = 'gnome_libsecret', available = true, isOld = false } = options
  const password = randomBytes(32)
  let failuresLeft = options.failures ?? 0
  const encryptString = (text: string) => {
    const cipher = createCipheriv('aes-256-gcm', password, Buffer.alloc(12))
    return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
  }
  const decryptString = (locked: Buffer) => {
    if (failuresLeft-- > 0) throw new Error('temporarily unavailable')
    const decipher = createDecipheriv('aes-256-gcm', password, Buffer.alloc(12)).setAuthTag(locked.subarray(-16))
    return Buffer.concat([decipher.update(locked.subarray(0, -16)), decipher.final()]).toString()
  }
  const old = { isEncryptionAvailable: () => available, encryptString, decryptString }
  return {
    ...old,
    getSelectedStorageBackend: () => backend as ReturnType<NonNullable<AnySafeStorage['getSelectedStorageBackend']>>,
    ...(isOld
      ? {}
      : {
          isAsyncEncryptionAvailable: async () => available,
          encryptStringAsync: async (text: string) => encryptString(text),
          decryptStringAsync: async (locked: Buffer) => ({ result: decryptString(locked), shouldReEncrypt: false }),
        }),
  }
}

async function withFile(run: (file: string, troubles: string[]) => Promise<void>): Promise<void> {
  await using folder = await createTemporaryFolder()
  await run(join(folder.path, 'secrets.key'), [])
}

const open = (safeStorage: AnySafeStorage, file: string, troubles: string[] = []) =>
  openSealingKey({ safeStorage, file, onTrouble: (message) => troubles.push(message), retryMs: 1 })

describe.each([
  ['asynchronous', false],
  ['synchronous', true],
])('the %s key store', (_name, isOld) => {
  test('makes a key at the first start and opens the same at the next', () =>
    withFile(async (file, troubles) => {
      const store = aKeyStore({ isOld })
      const first = await open(store, file, troubles)
      expect(first?.key).toHaveLength(32)
      writeFileSync(file, first?.locked ?? '')
      expect(first?.locked).not.toContain(Buffer.from(first?.key ?? []).toString('base64'))
      expect((await open(store, file, troubles))?.key).toEqual(first?.key)
      expect(troubles).toEqual([])
    }))

  test('of another person or machine cannot open it: a new key, and a sentence that says so', () =>
    withFile(async (file, troubles) => {
      const first = await open(aKeyStore({ isOld }), file)
      writeFileSync(file, first?.locked ?? '')
      const second = await open(aKeyStore({ isOld }), file, troubles)
      expect(second?.key).toHaveLength(32)
      expect(second?.key).not.toEqual(first?.key)
      expect(troubles.join()).toContain('must be set again')
    }))

  test('that fails for a moment loses nothing', () =>
    withFile(async (file, troubles) => {
      const store = aKeyStore({ isOld, failures: 2 })
      const first = await open(store, file)
      writeFileSync(file, first?.locked ?? '')
      expect((await open(store, file, troubles))?.key).toEqual(first?.key)
      expect(troubles).toEqual([])
    }))

  test.each([{ backend: 'basic_text' }, { backend: 'unknown' }, { available: false }])('with %o is none', (options) =>
    withFile(async (file) => {
      expect(await open(aKeyStore({ isOld, ...options }), file)).toBeUndefined()
    }),
  )
})

test('a key store that throws lets the box office open without', () =>
  withFile(async (file, troubles) => {
    const broken = { ...aKeyStore(), isAsyncEncryptionAvailable: () => Promise.reject(new Error('no session bus')) }
    expect(await open(broken, file, troubles)).toBeUndefined()
    expect(troubles.join()).toContain('no session bus')
  }))
