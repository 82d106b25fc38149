import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { err, ok, type Result } from '#shared/domain/result'

interface PemUpload {
  certificate: string
  key: string
  password?: string
}

export interface PemRefusal {
  code: 'not_a_certificate' | 'wrong_password' | 'password_needed' | 'key_missing' | 'key_does_not_fit'
}

const certificateBlocks = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g
const keyBlock = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[^]+?-----END \1PRIVATE KEY-----/
const encryptedKey = /^-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m

function certificatesIn(text: string): X509Certificate[] | undefined {
  try {
    return (text.match(certificateBlocks) ?? []).map((block) => new X509Certificate(block))
  } catch {
    return undefined
  }
}

function keyIn(text: string, password: string): Result<KeyObject, PemRefusal> {
  const [block] = keyBlock.exec(text) ?? []
  if (block === undefined) return err({ code: 'key_missing' })
  const encrypted = encryptedKey.test(block)
  if (encrypted && password === '') return err({ code: 'password_needed' })
  try {
    return ok(createPrivateKey({ key: block, passphrase: password }))
  } catch {
    // A wrong password gives rubbish, which OpenSSL reports in several ways.
    return err({ code: encrypted ? 'wrong_password' : 'key_missing' })
  }
}

/** The leaf and those above it, in order, whatever order they came in; strangers to the chain are left out. */
function issuerChain(leaf: X509Certificate, all: readonly X509Certificate[]): X509Certificate[] {
  const chain = [leaf]
  for (;;) {
    const last = chain.at(-1)
    const issuer = all.find((other) => !chain.includes(other) && last?.checkIssued(other))
    if (issuer === undefined) return chain
    chain.push(issuer)
  }
}

/** A chain and its key in PEM. The leaf is the one that the key belongs to. The key comes out as PKCS#8, not encrypted. */
export function readPem({
  certificate,
  key,
  password = '',
}: PemUpload): Result<{ chain: X509Certificate[]; material: { kind: 'pem'; chain: string; key: string } }, PemRefusal> {
  const certificates = certificatesIn(certificate)
  if (certificates === undefined || certificates.length === 0) return err({ code: 'not_a_certificate' })
  const privateKey = keyIn(key, password)
  if (!privateKey.ok) return privateKey
  const leaf = certificates.find((one) => one.checkPrivateKey(privateKey.value))
  if (leaf === undefined) return err({ code: 'key_does_not_fit' })
  const chain = issuerChain(leaf, certificates)
  return ok({
    chain,
    material: {
      kind: 'pem',
      chain: chain.map(String).join(''),
      key: privateKey.value.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  })
}
