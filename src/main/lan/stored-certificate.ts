/* Certificates with their keys as the secret store keeps them: JSON, with what they are good for written beside them. */
import { X509Certificate } from 'node:crypto'
import { Type, type TSchema, type Static } from 'typebox'
import { Value } from 'typebox/value'

const KeyAndCertificate = { key: Type.String({ minLength: 1 }), certificate: Type.String({ minLength: 1 }) }

export const StoredAuthority = Type.Object({
  ...KeyAndCertificate,
  permitted: Type.Object({ dns: Type.Array(Type.String()), networks: Type.Array(Type.String()) }),
})
export const StoredServerCertificate = Type.Object({ ...KeyAndCertificate, names: Type.Array(Type.String()) })

/** @returns undefined for what this program did not write: its certificate is then made anew */
export function readStored<T extends TSchema & { static?: unknown }>(
  schema: T,
  text: string | undefined,
): Static<T> | undefined {
  if (text === undefined) return undefined
  try {
    const stored: unknown = JSON.parse(text)
    return Value.Check(schema, stored) ? stored : undefined
  } catch {
    return undefined
  }
}

/** How long a certificate is still good, milliseconds; negative when it has ended. */
export function msLeft(certificate: string, now: Date): number {
  return Date.parse(new X509Certificate(certificate).validTo) - now.getTime()
}
