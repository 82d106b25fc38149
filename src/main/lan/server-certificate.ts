import { createPrivateKey, createPublicKey } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509'
import { subjectOf, type Authority } from './authority'
import {
  extension,
  keyIdentifier,
  keyToPem,
  newKeyPair,
  signCertificate,
  type KeyAndCertificate,
} from './sign-certificate'
import { msLeft } from './stored-certificate'

/** What the HTTPS listener shows. */
export interface ServerCertificate extends KeyAndCertificate {
  /** Host names and addresses that it is good for. */
  names: string[]
}

const DAY_MS = 24 * 3600_000
/** Phones whose clock is behind must not find it in the future. */
const BACKDATED_MS = DAY_MS
/** With the backdating 397 days: browsers refuse longer ones. */
const VALID_MS = 396 * DAY_MS

/** @param names host names and addresses, each within what the authority may sign */
export function issueServerCertificate(authority: Authority, names: string[], now: Date): ServerCertificate {
  const { publicKey, privateKey } = newKeyPair()
  const signingKey = createPrivateKey(authority.key)
  const validMs = Math.min(VALID_MS, msLeft(authority.certificate, now))
  const certificate = signCertificate({
    subject: names[0] ?? 'Lucka',
    issuer: subjectOf(authority),
    publicKey,
    signingKey,
    notBefore: new Date(now.getTime() - BACKDATED_MS),
    notAfter: new Date(now.getTime() + validMs),
    extensions: [
      extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: false })),
      extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature)),
      extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth])),
      extension(
        id_ce_subjectAltName,
        false,
        new SubjectAlternativeName(
          names.map((name) => new GeneralName(isIP(name) === 0 ? { dNSName: name } : { iPAddress: name })),
        ),
      ),
      extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(publicKey))),
      extension(
        id_ce_authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier({
          keyIdentifier: new KeyIdentifier(keyIdentifier(createPublicKey(authority.key))),
        }),
      ),
    ],
  })
  return { certificate, key: keyToPem(privateKey), names }
}
