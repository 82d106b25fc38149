import type { X509Certificate } from 'node:crypto'
import { duplexPair } from 'node:stream'
import { connect, createSecureContext, TLSSocket, type SecureContext } from 'node:tls'
import { err, ok, type Result } from '#shared/domain/result'

interface Pkcs12Upload {
  /** Base64. */
  file: string
  password: string
}

export interface Pkcs12Refusal {
  code: 'not_a_certificate' | 'wrong_password' | 'password_needed' | 'old_pkcs12' | 'key_missing' | 'key_does_not_fit'
}

/**
 * What is wrong with a file that could not be loaded. Node passes on the sentence of its cryptographic library and no code:
 * OpenSSL's in Node itself, BoringSSL's in Electron.
 */
function refusalOf(error: unknown, password: string): Pkcs12Refusal {
  const sentence = error instanceof Error ? error.message : ''
  if (/mac verify failure|incorrect.password/i.test(sentence)) {
    return { code: password === '' ? 'password_needed' : 'wrong_password' }
  }
  if (/unsupported/i.test(sentence)) return { code: 'old_pkcs12' }
  if (/private key/i.test(sentence)) return { code: 'key_missing' }
  if (/key.values.mismatch/i.test(sentence)) return { code: 'key_does_not_fit' }
  return { code: 'not_a_certificate' }
}

/**
 * The certificates of a secure context, leaf first. Node reads a PKCS#12 file only into such a context, and shows what is in
 * it only to the other side of a connection: hence a handshake with ourselves, in memory.
 */
async function presentedChain(secureContext: SecureContext): Promise<X509Certificate[]> {
  const [ours, theirs] = duplexPair()
  const presenting = new TLSSocket(ours, { isServer: true, secureContext })
  // Nobody is trusted here, and nothing is sent.
  const looking = connect({ socket: theirs, rejectUnauthorized: false })
  try {
    await new Promise<void>((resolve, reject) => {
      looking.once('secureConnect', resolve)
      looking.once('error', reject)
      presenting.once('error', reject)
    })
    const chain: X509Certificate[] = []
    let next = looking.getPeerX509Certificate()
    while (next !== undefined && !chain.some(({ fingerprint256 }) => fingerprint256 === next?.fingerprint256)) {
      chain.push(next)
      next = next.issuerCertificate
    }
    return chain
  } finally {
    looking.destroy()
    presenting.destroy()
  }
}

/** A PKCS#12 file with its chain and key. */
export async function readPkcs12({
  file,
  password,
}: Pkcs12Upload): Promise<
  Result<{ chain: X509Certificate[]; material: { kind: 'p12'; file: string; password: string } }, Pkcs12Refusal>
> {
  try {
    const secureContext = createSecureContext({ pfx: Buffer.from(file, 'base64'), passphrase: password })
    return ok({ chain: await presentedChain(secureContext), material: { kind: 'p12', file, password } })
  } catch (error) {
    return err(refusalOf(error, password))
  }
}
