import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { SecretName, SecretStore } from '../services/secret-store'
import { openSecret, sealSecret } from './sealed-secret'
import { ServerStartError } from './server-start-error'
import { PRIVATE_MODE, writePrivateFile } from './write-private-file'

const FOR_OTHERS = 0o077

/** Text as it is, or sealed with the key that the computer's key store guards. */
const Lockable = Type.Union([
  Type.String({ minLength: 1 }),
  Type.Object({ sealed: Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$' }) }),
])

const StoredSecrets = Type.Object({
  /** Never sealed: the same folder must open on plain Node, with its sessions. */
  sessionKey: Type.Optional(Type.String({ minLength: 32 })),
  smtpPassword: Type.Optional(Lockable),
  swishCertificate: Type.Optional(Lockable),
  lanAuthority: Type.Optional(Lockable),
  lanCertificate: Type.Optional(Lockable),
  ticketKey: Type.Optional(Lockable),
})
type StoredSecrets = Static<typeof StoredSecrets>

const lockable = [
  'smtpPassword',
  'swishCertificate',
  'lanAuthority',
  'lanCertificate',
  'ticketKey',
] as const satisfies SecretName[]
const isLockable = (name: SecretName): name is (typeof lockable)[number] =>
  lockable.some((candidate) => candidate === name)

/**
 * Secrets in a file that only its owner can read. With a key, passwords and private keys are sealed in it, those too that
 * were not when the file was written; what another key has sealed stays as it is until a new value is set.
 *
 * @param key 32 bytes that the computer's key store guards; undefined where there is none
 * @throws ServerStartError `secrets_damaged` with the file as it was
 */
export function openSecretsFile(file: string, key: Uint8Array | undefined): SecretStore {
  let stored = readStored(file)
  const secrets = new Map<SecretName, string>()
  const locked = new Set<SecretName>()
  if (stored.sessionKey !== undefined) secrets.set('sessionKey', stored.sessionKey)
  for (const name of lockable) {
    const entry = stored[name]
    if (entry === undefined) continue
    const value = typeof entry === 'string' ? entry : key && openSecret(name, entry.sealed, key)
    if (value === undefined) locked.add(name)
    else secrets.set(name, value)
  }

  function toStore(name: SecretName, value: string): string | { sealed: string } {
    return key !== undefined && isLockable(name) ? { sealed: sealSecret(name, value, key) } : value
  }

  function write(changed: StoredSecrets): void {
    writePrivateFile(file, JSON.stringify(changed))
    stored = changed
  }

  const unsealed = lockable.filter((name) => typeof stored[name] === 'string')
  if (key !== undefined && unsealed.length > 0) {
    write({ ...stored, ...Object.fromEntries(unsealed.map((name) => [name, toStore(name, secrets.get(name) ?? '')])) })
  }

  return {
    kept: key === undefined ? 'file' : 'key_store',
    get: (name) => secrets.get(name),
    isLocked: (name) => locked.has(name),
    set: (name, value) => {
      if (secrets.get(name) === value && !locked.has(name)) return
      const { [name]: _, ...others } = stored
      write(value === undefined ? others : { ...others, [name]: toStore(name, value) })
      locked.delete(name)
      if (value === undefined) secrets.delete(name)
      else secrets.set(name, value)
    },
  }
}

function readStored(file: string): StoredSecrets {
  if (!existsSync(file)) return {}
  // A copy that was put back by hand may have become readable for others.
  if ((statSync(file).mode & FOR_OTHERS) !== 0) chmodSync(file, PRIVATE_MODE)
  const stored = parse(readFileSync(file, 'utf8'))
  if (!Value.Check(StoredSecrets, stored)) {
    throw new ServerStartError(
      'secrets_damaged',
      `${file} does not hold Lucka's secrets: put a good copy in its place, or move it away to start without; ` +
        'the mail password and the Swish certificate must then be set again',
    )
  }
  return stored
}

/** The parser's own message would quote what it read, so it must not reach a log. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
