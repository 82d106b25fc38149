import { Type, type Static } from 'typebox'
import type { SwishCertificate, SwishCertificateUpload } from '#shared/contract/settings-api'
import { err, ok, type Result } from '#shared/domain/result'
import { certificateFacts } from './certificate-facts'
import { readPem, type PemRefusal } from './pem-certificate'
import { readPkcs12, type Pkcs12Refusal } from './pkcs12-certificate'

/** The certificate with its key as they are kept, a secret. */
export const ClientCertificate = Type.Union([
  /** As it was uploaded, in base64: Node gives no way to take the key out. */
  Type.Object({ kind: Type.Literal('p12'), file: Type.String(), password: Type.String() }),
  /** Leaf first; the key is PKCS#8 and not encrypted. */
  Type.Object({ kind: Type.Literal('pem'), chain: Type.String(), key: Type.String() }),
])
export type ClientCertificate = Static<typeof ClientCertificate>

/** Why an upload cannot be used. */
export type CertificateRefusal = PemRefusal | Pkcs12Refusal | { code: 'certificate_expired'; validTo: string }

/**
 * Reads what a person uploads and tells what it is, or what is wrong with it.
 *
 * One that is not valid yet, or comes without its chain, is read all the same: `checkCertificate` tells.
 *
 * @param now ISO 8601, UTC
 */
export async function readClientCertificate(
  upload: SwishCertificateUpload,
  now: string,
): Promise<Result<{ material: ClientCertificate; facts: SwishCertificate }, CertificateRefusal>> {
  const read = upload.kind === 'p12' ? await readPkcs12(upload) : readPem(upload)
  if (!read.ok) return read
  const { chain, material } = read.value
  const facts = certificateFacts(chain)
  if (facts === undefined) return err({ code: 'not_a_certificate' })
  return facts.validTo <= now ? err({ code: 'certificate_expired', validTo: facts.validTo }) : ok({ material, facts })
}
