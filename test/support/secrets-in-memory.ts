import type { SecretName, SecretStore } from '#main/services/secret-store'

/** Secrets that last as long as the test. */
export function secretsInMemory(): SecretStore {
  const secrets = new Map<SecretName, string>()
  return {
    kept: 'file',
    get: (name) => secrets.get(name),
    isLocked: () => false,
    set: (name, value) => {
      if (value === undefined) secrets.delete(name)
      else secrets.set(name, value)
    },
  }
}
