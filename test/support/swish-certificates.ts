/**
 * Certificates of the kind that Swish's customers get, made by the openssl command: a root, a bank's authority under it, and
 * leaves whose common name is a Swish number.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface IssuedCertificate {
  leaf: string
  /** Leaf, bank's authority, root. */
  chain: string
  /** PKCS#8, not encrypted. */
  key: string
  encryptedKey: (password: string) => string
  /** Base64. `old`: locked with RC2 and 3DES, as twenty years ago. */
  p12: (password: string, form?: 'new' | 'old') => string
}

export interface SwishCertificates extends Disposable {
  /** The root, in PEM. */
  authority: string
  /** A client's certificate for a Swish number, valid now and for two years unless told otherwise. */
  issue: (options: { number: string; fromDays?: number; toDays?: number }) => IssuedCertificate
  /** For a server on 127.0.0.1 and localhost, or `elsewhere` for another host; valid as a client's. */
  issueForServer: (options?: { fromDays?: number; toDays?: number; elsewhere?: boolean }) => {
    certificate: string
    key: string
  }
}

const dayMs = 86_400_000

const configuration = (folder: string) => `
[ca]
default_ca = here
[here]
database = ${folder}/index.txt
serial = ${folder}/serial
new_certs_dir = ${folder}
default_md = sha256
unique_subject = no
policy = anything
[anything]
countryName = optional
organizationName = optional
commonName = supplied
[authority]
basicConstraints = critical, CA:true
subjectKeyIdentifier = hash
[client]
basicConstraints = CA:false
extendedKeyUsage = clientAuth
[server]
basicConstraints = CA:false
extendedKeyUsage = serverAuth
subjectAltName = IP:127.0.0.1, DNS:localhost
[server_elsewhere]
basicConstraints = CA:false
extendedKeyUsage = serverAuth
subjectAltName = DNS:swish.example
[req]
distinguished_name = name
[name]
`

/** `20261123101500Z` */
const openSslTime = (days: number) => new Date(Date.now() + days * dayMs).toISOString().replace(/\.\d+|[-:T]/g, '')

export function createSwishCertificates(): SwishCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'lucka-certificates-'))
  const file = (name: string) => join(folder, name)
  const read = (name: string) => readFileSync(file(name), 'utf8')
  const openssl = (...options: string[]) => execFileSync('openssl', options, { cwd: folder, stdio: 'pipe' })
  writeFileSync(file('openssl.cnf'), configuration(folder))
  writeFileSync(file('index.txt'), '')
  writeFileSync(file('serial'), '1000')

  function makeKey(name: string): void {
    openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', `${name}.key`)
  }

  function sign(name: string, subject: string, signer: string, kind: string, fromDays: number, toDays: number): string {
    makeKey(name)
    openssl('req', '-new', '-config', 'openssl.cnf', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`)
    openssl(
      ...['ca', '-batch', '-config', 'openssl.cnf', '-notext', '-extensions', kind, '-in', `${name}.csr`],
      ...(signer === name
        ? ['-selfsign', '-keyfile', `${name}.key`]
        : ['-cert', `${signer}.pem`, '-keyfile', `${signer}.key`]),
      ...['-startdate', openSslTime(fromDays), '-enddate', openSslTime(toDays), '-out', `${name}.pem`],
    )
    return read(`${name}.pem`)
  }

  const root = sign('root', '/C=SE/O=Swish/CN=Swish Test Root CA', 'root', 'authority', -1, 3_650)
  const bank = sign('bank', '/C=SE/O=Bank/CN=Bank Customer CA', 'root', 'authority', -1, 3_650)
  let issued = 0

  return {
    authority: root,
    issue({ number, fromDays = -1, toDays = 730 }) {
      const name = `leaf${String(issued++)}`
      const leaf = sign(name, `/C=SE/O=5560997982/CN=${number}`, 'bank', 'client', fromDays, toDays)
      const chain = leaf + bank + root
      writeFileSync(file(`${name}.chain`), bank + root)
      return {
        leaf,
        chain,
        key: read(`${name}.key`),
        encryptedKey(password) {
          const locked = `${name}.locked`
          openssl('pkcs8', '-topk8', '-in', `${name}.key`, '-out', locked, '-passout', `pass:${password}`)
          return read(locked)
        },
        p12(password, form = 'new') {
          const made = openssl(
            ...['pkcs12', '-export', ...(form === 'old' ? ['-legacy'] : [])],
            ...['-in', `${name}.pem`, '-inkey', `${name}.key`, '-certfile', `${name}.chain`],
            ...['-passout', `pass:${password}`],
          )
          return made.toString('base64')
        },
      }
    },
    issueForServer({ fromDays = -1, toDays = 730, elsewhere = false } = {}) {
      const name = `server${String(issued++)}`
      const kind = elsewhere ? 'server_elsewhere' : 'server'
      const certificate = sign(name, '/CN=localhost', 'bank', kind, fromDays, toDays) + bank
      return { certificate, key: read(`${name}.key`) }
    },
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
