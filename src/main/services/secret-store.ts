/** Secrets by name, kept outside the database so that a backup or an export holds none. */
export interface SecretStore {
  /** Undefined when there is none, or when it is locked. */
  get: (name: SecretName) => string | undefined
  /**
   * Undefined removes it. Durable when it returns.
   *
   * @throws Error when it cannot be written; the old value then stays
   */
  set: (name: SecretName, value: string | undefined) => void
  /** Whether there is one that cannot be read: it was locked with a key of the computer's key store that is not at hand. */
  isLocked: (name: SecretName) => boolean
  /** Where keys and passwords are kept: locked by the computer's key store, or in a file that only its owner can read. */
  kept: 'key_store' | 'file'
}

/**
 * `swishCertificate`: the client certificate as JSON, with its key and the key's password. `lanAuthority`, `lanCertificate`: the
 * venue's own authority and the HTTPS certificate that it signed, each as JSON with its key. `ticketKey`: the key that signs tickets
 * as JSON, with its number.
 */
export type SecretName =
  'sessionKey' | 'smtpPassword' | 'swishCertificate' | 'lanAuthority' | 'lanCertificate' | 'ticketKey'
