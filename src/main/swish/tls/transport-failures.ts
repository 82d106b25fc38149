import type { TLSSocket } from 'node:tls'
import { TransportFailure, type TransportProblem } from '../transport'

/**
 * Alerts by which the other side refuses our certificate. Their names are in the code of an error
 * (`ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED`) or, when Node met them while it wrote, only in its sentence
 * (`write EPROTO … sslv3 alert handshake failure`, with BoringSSL `SSLV3_ALERT_HANDSHAKE_FAILURE`).
 */
const certificateAlert =
  /_ALERT_(HANDSHAKE_FAILURE|(NO|BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)/

function isCertificateAlert(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const words = `${codeOf(error)} ${error.message}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
  return certificateAlert.test(words)
}

const sentences: Record<TransportProblem, string> = {
  no_connection: 'Swish could not be reached',
  no_answer: 'Swish gave no whole answer',
  server_not_trusted: 'The certificate of the other side is not trusted',
  certificate_refused: 'Swish refused our certificate',
}

export interface Progress {
  /** Whether the request could leave: connected, and past the handshake. */
  ready: boolean
  socket: TLSSocket | undefined
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'unknown'
}

function problemOf(error: unknown, { ready, socket }: Progress): TransportProblem {
  if (isCertificateAlert(error)) return 'certificate_refused'
  // Node sets a reason exactly when it breaks off because of the other side's certificate.
  if (!ready && socket?.authorizationError) return 'server_not_trusted'
  return ready ? 'no_answer' : 'no_connection'
}

/** The failure that an error of the network means, at the point that the request had got to. */
export function failureOf(error: unknown, progress: Progress): TransportFailure {
  const problem = problemOf(error, progress)
  return new TransportFailure(problem, `${sentences[problem]} (${codeOf(error)})`, { cause: error })
}
