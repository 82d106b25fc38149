import { createHash, X509Certificate } from 'node:crypto'
import {
  BasicConstraints,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectKeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509'
import type { PermittedNames } from './permitted-names'
import {
  extension,
  keyIdentifier,
  keyToPem,
  newKeyPair,
  signCertificate,
  type KeyAndCertificate,
} from './sign-certificate'

/** The venue's own certificate authority: devices that trust it trust this box office, and nobody else by it. */
export interface Authority extends KeyAndCertificate {
  permitted: PermittedNames
}

const VALID_YEARS = 10
/** Phones whose clock is behind must not find it in the future. */
const BACKDATED_MS = 24 * 3600_000

/** @param machine what people call this computer: it stands in the phone's list of authorities */
export function createAuthority(options: { machine: string; permitted: PermittedNames; now: Date }): Authority {
  const { permitted, now } = options
  const { publicKey, privateKey } = newKeyPair()
  const identifier = keyIdentifier(publicKey)
  // Two of them must not be taken for each other when one is made anew.
  const name = `Lucka ${options.machine} ${identifier.toString('hex').slice(0, 4)}`
  const notAfter = new Date(now)
  notAfter.setUTCFullYear(now.getUTCFullYear() + VALID_YEARS)
  const certificate = signCertificate({
    subject: name,
    issuer: name,
    publicKey,
    signingKey: privateKey,
    notBefore: new Date(now.getTime() - BACKDATED_MS),
    notAfter,
    extensions: [
      extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
      extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign)),
      extension(id_ce_nameConstraints, true, new NameConstraints({ permittedSubtrees: subtreesOf(permitted) })),
      extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier)),
    ],
  })
  return { certificate, key: keyToPem(privateKey), permitted }
}

function subtreesOf({ dns, networks }: PermittedNames): GeneralSubtrees {
  const bases = [
    ...dns.map((dNSName) => new GeneralName({ dNSName })),
    ...networks.map((iPAddress) => new GeneralName({ iPAddress })),
  ]
  return new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base })))
}

/** What devices are given to trust, and how people compare it. */
export function describeAuthority(authority: KeyAndCertificate): { der: Buffer; fingerprint: string } {
  const { raw } = new X509Certificate(authority.certificate)
  const hash = createHash('sha256').update(raw).digest('hex').toUpperCase()
  return { der: raw, fingerprint: (hash.match(/../g) ?? []).join(':') }
}

/** Its name, as the certificates that it signs say who signed them. */
export function subjectOf(authority: KeyAndCertificate): string {
  return new X509Certificate(authority.certificate).subject.replace(/^CN=/, '')
}
