import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'

/**
 * Certificates in the form of Swish's own test bundles: a root, the customer authority of a bank below it, and a client
 * certificate whose common name is a Swish number. The server's certificate comes from the same root.
 *
 * The authorities' keys are thrown away: nobody can issue more in their name, and whoever trusts the root trusts these two
 * certificates and nothing else.
 */
export interface CertificateBundle {
  /** PEM: the root. */
  root: string
  /** PEM, leaf first, up to the root. */
  server: PrivateCertificate
  client: PrivateCertificate
  /** The client's chain and key as PKCS#12, with `pkcs12Password`. */
  clientPkcs12: Buffer
}

interface PrivateCertificate {
  chain: string
  /** PEM, PKCS#8, not encrypted. */
  key: string
}

/** As in Swish's test bundle. */
export const pkcs12Password = 'swish'

const years = { authority: 10, server: 2, client: 2 }
const clientKeyBits = 4096
/** Signing in JavaScript with a longer key would take seconds, and these sign a handful of times. */
const otherKeyBits = 2048

interface Name {
  organization: string
  commonName: string
}

interface Issued {
  certificate: forge.pki.Certificate
  key: forge.pki.rsa.PrivateKey
  keyPem: string
  chain: string
}

const newKeyPair = promisify(generateKeyPair)

async function issue(
  wanted: { name: Name; bits: number; validYears: number; extensions: object[]; now: Date },
  issuer?: Issued,
): Promise<Issued> {
  const { publicKey, privateKey } = await newKeyPair('rsa', {
    modulusLength: wanted.bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const key = forge.pki.privateKeyFromPem(privateKey)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey)
  // Positive, and no nought in front.
  certificate.serialNumber = `4${randomBytes(16).toString('hex').slice(1)}`
  certificate.validity.notBefore = new Date(wanted.now.getTime() - 3600_000)
  certificate.validity.notAfter = new Date(wanted.now)
  certificate.validity.notAfter.setFullYear(wanted.now.getFullYear() + wanted.validYears)
  const subject = [
    { name: 'countryName', value: 'SE' },
    { name: 'organizationName', value: wanted.name.organization },
    { name: 'commonName', value: wanted.name.commonName },
  ]
  certificate.setSubject(subject)
  certificate.setIssuer(issuer?.certificate.subject.attributes ?? subject)
  const issuedBy = (issuer?.certificate ?? certificate).generateSubjectKeyIdentifier().getBytes()
  certificate.setExtensions([
    ...wanted.extensions,
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: issuedBy },
  ])
  certificate.sign(issuer?.key ?? key, forge.md.sha256.create())
  const pem = forge.pki.certificateToPem(certificate).replaceAll('\r', '')
  return { certificate, key, keyPem: privateKey, chain: pem + (issuer?.chain ?? '') }
}

const authority = (pathLenConstraint: number) => [
  { name: 'basicConstraints', cA: true, pathLenConstraint, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
]
const leaf = (extKeyUsage: 'clientAuth' | 'serverAuth') => [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
  { name: 'extKeyUsage', [extKeyUsage]: true },
]
/** Kinds of names in a certificate (RFC 5280, GeneralName): 2 is a host name, 7 an address. */
const ownHost = {
  name: 'subjectAltName',
  altNames: [
    { type: 2, value: 'localhost' },
    { type: 7, ip: '127.0.0.1' },
    { type: 7, ip: '::1' },
  ],
}

function toPkcs12({ certificate, key }: Issued, issuers: Issued[]): Buffer {
  const chain = [certificate, ...issuers.map((issuer) => issuer.certificate)]
  // AES: what older tools write (3DES, RC2) is refused by Node.
  const archive = forge.pkcs12.toPkcs12Asn1(key, chain, pkcs12Password, { algorithm: 'aes256' })
  return Buffer.from(forge.asn1.toDer(archive).getBytes(), 'binary')
}

/** Makes a new bundle. Takes some seconds: keys of the length that Swish asks for are slow to find. */
export async function createCertificateBundle(clientNumber: string, now: Date): Promise<CertificateBundle> {
  const simulator = (commonName: string): Name => ({ organization: 'Lucka Swish simulator', commonName })
  const root = await issue({
    name: simulator('Simulated Swish Root CA'),
    bits: otherKeyBits,
    validYears: years.authority,
    extensions: authority(1),
    now,
  })
  const [bank, server] = await Promise.all([
    issue(
      {
        name: simulator('Simulated Bank Customer CA'),
        bits: otherKeyBits,
        validYears: years.authority,
        extensions: authority(0),
        now,
      },
      root,
    ),
    issue(
      {
        name: simulator('localhost'),
        bits: otherKeyBits,
        validYears: years.server,
        extensions: [...leaf('serverAuth'), ownHost],
        now,
      },
      root,
    ),
  ])
  const client = await issue(
    {
      name: { organization: '5560997982', commonName: clientNumber },
      bits: clientKeyBits,
      validYears: years.client,
      extensions: leaf('clientAuth'),
      now,
    },
    bank,
  )
  return {
    root: root.chain,
    server: { chain: server.chain, key: server.keyPem },
    client: { chain: client.chain, key: client.keyPem },
    clientPkcs12: toPkcs12(client, [bank, root]),
  }
}
