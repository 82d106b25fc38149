import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { keepSealingKey } from '#main/server/sealing-key'
import { openSecretsFile } from '#main/server/secrets-file'
import { createTemporaryFolder } from '../support/server-process'

const password = 'a password for the mail server'
const sessionKey = 'x'.repeat(48)

async function withFile(run: (file: string) => void): Promise<void> {
  await using folder = await createTemporaryFolder()
  run(join(folder.path, 'secrets.json'))
}

describe('without a key', () => {
  test('secrets outlive a restart, in a file that only its owner can read', () =>
    withFile((file) => {
      const secrets = openSecretsFile(file, undefined)
      secrets.set('smtpPassword', password)
      expect(secrets.kept).toBe('file')
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(openSecretsFile(file, undefined).get('smtpPassword')).toBe(password)
    }))

  test('a file that others could read is closed to them', () =>
    withFile((file) => {
      openSecretsFile(file, undefined).set('smtpPassword', password)
      chmodSync(file, 0o644)
      openSecretsFile(file, undefined)
      expect(statSync(file).mode & 0o777).toBe(0o600)
    }))

  test('an unfinished file of a write that was cut off gives its wide mode to nobody', () =>
    withFile((file) => {
      writeFileSync(`${file}.new`, '{"sess')
      chmodSync(`${file}.new`, 0o666)
      openSecretsFile(file, undefined).set('smtpPassword', password)
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(existsSync(`${file}.new`)).toBe(false)
    }))

  test('what is removed is gone from the file', () =>
    withFile((file) => {
      const secrets = openSecretsFile(file, undefined)
      secrets.set('smtpPassword', password)
      secrets.set('smtpPassword', undefined)
      expect(secrets.get('smtpPassword')).toBeUndefined()
      expect(readFileSync(file, 'utf8')).not.toContain(password)
    }))
})

describe('with a key', () => {
  test('passwords and private keys are sealed; the session key stays readable on plain Node', () =>
    withFile((file) => {
      const key = randomBytes(32)
      const secrets = openSecretsFile(file, key)
      secrets.set('sessionKey', sessionKey)
      secrets.set('smtpPassword', password)
      secrets.set('swishCertificate', '-----BEGIN PRIVATE KEY-----')
      expect(secrets.kept).toBe('key_store')
      const text = readFileSync(file, 'utf8')
      expect(text).not.toContain(password)
      expect(text).not.toContain('PRIVATE KEY')
      expect(text).not.toContain(Buffer.from(password).toString('base64').slice(2, 30))
      expect(statSync(file).mode & 0o777).toBe(0o600)

      const again = openSecretsFile(file, key)
      expect(again.get('smtpPassword')).toBe(password)
      expect(again.get('swishCertificate')).toBe('-----BEGIN PRIVATE KEY-----')
      expect(openSecretsFile(file, undefined).get('sessionKey')).toBe(sessionKey)
    }))

  test('plain ones that are found are sealed at once', () =>
    withFile((file) => {
      const before = openSecretsFile(file, undefined)
      before.set('sessionKey', sessionKey)
      before.set('smtpPassword', password)
      const key = randomBytes(32)
      expect(openSecretsFile(file, key).get('smtpPassword')).toBe(password)
      expect(readFileSync(file, 'utf8')).not.toContain(password)
      expect(readFileSync(file, 'utf8')).toContain(sessionKey)
      expect(openSecretsFile(file, key).get('smtpPassword')).toBe(password)
    }))

  test.each([
    ['none', undefined],
    ['another', randomBytes(32)],
  ])('with %s, what is sealed counts as locked and is left alone until a new value comes', (_name, otherKey) =>
    withFile((file) => {
      const key = randomBytes(32)
      const first = openSecretsFile(file, key)
      first.set('smtpPassword', password)
      first.set('swishCertificate', 'certificate and key')

      const other = openSecretsFile(file, otherKey)
      expect(other.get('smtpPassword')).toBeUndefined()
      expect(other.isLocked('smtpPassword')).toBe(true)
      expect(other.isLocked('sessionKey')).toBe(false)
      other.set('sessionKey', sessionKey)
      other.set('smtpPassword', 'a new one')
      expect(other.isLocked('smtpPassword')).toBe(false)

      expect(openSecretsFile(file, otherKey).get('smtpPassword')).toBe('a new one')
      expect(openSecretsFile(file, key).get('swishCertificate')).toBe('certificate and key')
    }),
  )

  test('a locked one can be removed', () =>
    withFile((file) => {
      const key = randomBytes(32)
      openSecretsFile(file, key).set('smtpPassword', password)
      openSecretsFile(file, undefined).set('smtpPassword', undefined)
      const back = openSecretsFile(file, key)
      expect({ value: back.get('smtpPassword'), locked: back.isLocked('smtpPassword') }).toEqual({ locked: false })
    }))

  test('one secret put in the place of another, or changed by a bit, does not open', () =>
    withFile((file) => {
      const key = randomBytes(32)
      const secrets = openSecretsFile(file, key)
      secrets.set('smtpPassword', password)
      secrets.set('swishCertificate', 'certificate and key')
      const stored = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { sealed: string }>
      const changed = Buffer.from(stored['smtpPassword']?.sealed ?? '', 'base64')
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
      writeFileSync(
        file,
        JSON.stringify({
          swishCertificate: stored['smtpPassword'],
          smtpPassword: { sealed: changed.toString('base64') },
        }),
      )
      const opened = openSecretsFile(file, key)
      expect([opened.isLocked('swishCertificate'), opened.isLocked('smtpPassword')]).toEqual([true, true])
    }))

  test('the same secret is never sealed to the same bytes twice', () =>
    withFile((file) => {
      const secrets = openSecretsFile(file, randomBytes(32))
      secrets.set('smtpPassword', password)
      const first = readFileSync(file, 'utf8')
      secrets.set('smtpPassword', 'another')
      secrets.set('smtpPassword', password)
      expect(readFileSync(file, 'utf8')).not.toBe(first)
    }))
})

describe('a damaged file', () => {
  const canary = 'canary-of-a-secret'
  test.each([
    ['cut off', `{"smtpPassword":"${canary}`],
    ['empty', ''],
    ['another shape', `{"smtpPassword":{"text":"${canary}"}}`],
    ['a short session key', '{"sessionKey":"short"}'],
    ['a list', `["${canary}"]`],
  ])('%s: refused in a sentence that quotes none of it, and left as it is', (_name, content) =>
    withFile((file) => {
      writeFileSync(file, content)
      let refusal: unknown
      try {
        openSecretsFile(file, randomBytes(32))
      } catch (error) {
        refusal = error
      }
      expect(refusal).toMatchObject({ code: 'secrets_damaged', message: expect.stringContaining(file) as string })
      expect(JSON.stringify(refusal, Object.getOwnPropertyNames(refusal))).not.toContain(canary)
      expect(readFileSync(file, 'utf8')).toBe(content)
    }),
  )
})

describe('the locked key', () => {
  test('is kept for the next start, readable by its owner only', () =>
    withFile((file) => {
      const key = randomBytes(32)
      expect(keepSealingKey(file, { key, locked: Buffer.from('locked') })).toBe(key)
      expect(readFileSync(file, 'utf8')).toBe('locked')
      expect(statSync(file).mode & 0o777).toBe(0o600)
    }))

  test('another one in its place is set aside, not lost', () =>
    withFile((file) => {
      keepSealingKey(file, { key: randomBytes(32), locked: Buffer.from('first') })
      keepSealingKey(file, { key: randomBytes(32), locked: Buffer.from('second') })
      expect([readFileSync(file, 'utf8'), readFileSync(`${file}.old`, 'utf8')]).toEqual(['second', 'first'])
    }))
})
