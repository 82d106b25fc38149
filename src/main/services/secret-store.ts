/** Secrets by name, kept outside the database so that a backup or an export holds none. */
export interface SecretStore {
  get: (name: SecretName) => string | undefined
  /** Undefined removes it. Durable when it returns. */
  set: (name: SecretName, value: string | undefined) => void
}

type SecretName = 'sessionKey' | 'smtpPassword'
