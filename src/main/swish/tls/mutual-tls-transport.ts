import * as http from 'node:http'
import * as https from 'node:https'
import { TLSSocket, type SecureContextOptions } from 'node:tls'
import { TransportFailure, type SwishAnswer, type SwishRequest, type SwishTransport } from '../transport'
import type { ClientCertificate } from './client-certificate'
import { failureOf, type Progress } from './transport-failures'

interface MutualTlsOptions {
  /** Without a slash at the end. `http` only for this computer itself. */
  apiBase: string
  /** Null where none is asked for. */
  certificate: ClientCertificate | null
  /** PEM of the authority to trust instead of those that the computer trusts; null: those. */
  authority: string | null
  /** Speak TLS 1.2 only. */
  tls12Only: boolean
}

/** Far above any answer of Swish's, far below what would hurt. */
const maxAnswerBytes = 256 * 1024
/** Routers forget quiet connections without a word after a while: rather a new handshake than a request into nowhere. */
const idleConnectionMs = 20_000

/** A kept connection that the other side had closed before our request got there. */
class StaleConnection extends TransportFailure {}

class TimedOut extends Error {
  readonly code = 'time limit'
}

class TooLong extends Error {
  readonly code = 'answer too long'
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** Whether requests may go there: over TLS, or without leaving this computer. */
function isUsableApiBase(apiBase: string): boolean {
  if (!URL.canParse(apiBase)) return false
  const { protocol, hostname } = new URL(apiBase)
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

function identity(certificate: ClientCertificate): SecureContextOptions {
  if (certificate.kind === 'pem') return { cert: certificate.chain, key: certificate.key }
  return { pfx: Buffer.from(certificate.file, 'base64'), passphrase: certificate.password }
}

function inOne(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = '']) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}

async function textOf(incoming: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk as Uint8Array)
    length += bytes.length
    if (length > maxAnswerBytes) throw new TooLong()
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * Requests over HTTPS with our certificate, on connections that are kept.
 *
 * @throws RangeError on an address without https, unless it is this computer's; the cryptographic library's error on a
 * certificate that has not been through `readClientCertificate`
 */
export function createMutualTlsTransport({
  apiBase,
  certificate,
  authority,
  tls12Only,
}: MutualTlsOptions): SwishTransport {
  if (!isUsableApiBase(apiBase)) throw new RangeError('Swish is spoken to over https')
  const secure = new URL(apiBase).protocol === 'https:'
  const tls: https.AgentOptions = {
    ...(certificate === null ? {} : identity(certificate)),
    minVersion: 'TLSv1.2',
    ...(tls12Only ? { maxVersion: 'TLSv1.2' } : {}),
    // Setting it replaces the trusted authorities, so that it stays away unless one is named.
    ...(authority === null ? {} : { ca: authority }),
  }
  const kept = { keepAlive: true, timeout: idleConnectionMs }
  const keptConnections = secure ? new https.Agent({ ...tls, ...kept }) : new http.Agent(kept)
  const newConnections = secure ? new https.Agent(tls) : new http.Agent()

  function exchange(request: SwishRequest, timeoutMs: number, agent: http.Agent): Promise<SwishAnswer> {
    const { method, path, contentType, body = '' } = request
    const headers = {
      accept: 'application/json',
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(body === '' ? {} : { 'content-length': Buffer.byteLength(body) }),
    }
    return new Promise((resolve, reject) => {
      const progress: Progress = { ready: false, socket: undefined }
      const outgoing = (secure ? https : http).request(apiBase + path, { method, agent, headers })
      const timer = setTimeout(() => outgoing.destroy(new TimedOut()), timeoutMs)
      let answered = false

      outgoing.once('socket', (socket) => {
        if (socket instanceof TLSSocket) progress.socket = socket
        if (outgoing.reusedSocket) progress.ready = true
        else socket.once(secure ? 'secureConnect' : 'connect', () => (progress.ready = true))
      })
      outgoing.on('error', fail)
      outgoing.once('response', (incoming) => {
        answered = true
        void textOf(incoming).then((text) => {
          clearTimeout(timer)
          resolve({ status: incoming.statusCode ?? 0, headers: inOne(incoming.headers), body: text })
        }, fail)
      })
      outgoing.end(body)

      function fail(error: unknown): void {
        clearTimeout(timer)
        const failure = failureOf(error, progress)
        const stale = outgoing.reusedSocket && !answered && !(error instanceof TimedOut)
        reject(stale ? new StaleConnection(failure.problem, failure.message, { cause: error }) : failure)
        outgoing.destroy()
      }
    })
  }

  return {
    send: async (request, timeoutMs) => {
      const startedAt = performance.now()
      try {
        return await exchange(request, timeoutMs, keptConnections)
      } catch (error) {
        if (!(error instanceof StaleConnection) || request.method !== 'GET') throw error
        return exchange(request, timeoutMs - (performance.now() - startedAt), newConnections)
      }
    },
    close: () => {
      keptConnections.destroy()
      newConnections.destroy()
    },
  }
}
