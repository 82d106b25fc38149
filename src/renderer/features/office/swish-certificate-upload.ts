import type { SwishCertificateUpload } from '#shared/contract/settings-api'

/** What a person brings: a PKCS#12 file, or a certificate and its key, each as a file or as pasted text. */
export type CertificateInput =
  | { kind: 'p12'; file: File | null; password: string }
  | { kind: 'pem'; certificate: File | string | null; key: File | string | null; password: string }

/** What keeps it from being sent. */
export type UploadProblem =
  | 'file_missing'
  | 'file_empty'
  | 'file_too_large'
  | 'certificate_missing'
  | 'certificate_too_large'
  | 'key_not_given'
  | 'key_too_large'
  | 'unreadable'

type Answer = { ok: true; upload: SwishCertificateUpload } | { ok: false; problem: UploadProblem }

/** What the server takes, in characters. */
const most = { base64: 30_000, certificate: 20_000, key: 10_000 } as const
const privateKeyBlock = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/

/** Reads what was chosen into what the server takes, or says why it cannot be sent. Nothing is sent here. */
export async function readUpload(input: CertificateInput): Promise<Answer> {
  try {
    return input.kind === 'p12' ? await readPkcs12(input) : await readPem(input)
  } catch {
    // The file was moved or its disk pulled out after it had been chosen.
    return refuse('unreadable')
  }
}

/**
 * Some files hold the key and the certificates together.
 *
 * @returns the text without its first private key, and that key, empty when there is none
 */
export function splitPem(text: string): { certificate: string; key: string } {
  const key = privateKeyBlock.exec(text)?.[0] ?? ''
  return { certificate: text.replace(key, '').trim(), key }
}

const refuse = (problem: UploadProblem): Answer => ({ ok: false, problem })

async function readPkcs12({ file, password }: Extract<CertificateInput, { kind: 'p12' }>): Promise<Answer> {
  if (file === null) return refuse('file_missing')
  if (file.size === 0) return refuse('file_empty')
  if (Math.ceil(file.size / 3) * 4 > most.base64) return refuse('file_too_large')
  const bytes = new Uint8Array(await file.arrayBuffer())
  return { ok: true, upload: { kind: 'p12', file: btoa(String.fromCharCode(...bytes)), password } }
}

async function readPem(input: Extract<CertificateInput, { kind: 'pem' }>): Promise<Answer> {
  // Judged by the size first: a film that was chosen by mistake is not read into memory.
  if (sizeOf(input.certificate) > most.certificate + most.key) return refuse('certificate_too_large')
  if (sizeOf(input.key) > most.key) return refuse('key_too_large')
  const { certificate, key: keyBesideIt } = splitPem(await textOf(input.certificate))
  const key = (await textOf(input.key)).trim() || keyBesideIt
  if (certificate === '') return refuse('certificate_missing')
  if (key === '') return refuse('key_not_given')
  if (certificate.length > most.certificate) return refuse('certificate_too_large')
  if (key.length > most.key) return refuse('key_too_large')
  const { password } = input
  return { ok: true, upload: { kind: 'pem', certificate, key, ...(password === '' ? {} : { password }) } }
}

const sizeOf = (part: File | string | null): number => (typeof part === 'string' ? part.length : (part?.size ?? 0))
const textOf = async (part: File | string | null): Promise<string> =>
  typeof part === 'string' ? part : ((await part?.text()) ?? '')
