import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { SecretStore } from '../services/secret-store'

const Secrets = Type.Object({
  sessionKey: Type.Optional(Type.String({ minLength: 32 })),
  smtpPassword: Type.Optional(Type.String()),
})

/** Secrets in a file that only its owner can read, written whole or not at all. */
export function openSecretsFile(file: string): SecretStore {
  let secrets: Static<typeof Secrets> = {}
  if (existsSync(file)) {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (!Value.Check(Secrets, read)) throw new Error(`${file} does not hold Lucka's secrets`)
    secrets = read
  }

  function write(): void {
    const unfinished = `${file}.new`
    const descriptor = openSync(unfinished, 'w', 0o600)
    try {
      writeSync(descriptor, JSON.stringify(secrets))
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(unfinished, file)
  }

  return {
    get: (name) => secrets[name],
    set: (name, value) => {
      if (secrets[name] === value) return
      const { [name]: _, ...others } = secrets
      secrets = value === undefined ? others : { ...others, [name]: value }
      write()
    },
  }
}
