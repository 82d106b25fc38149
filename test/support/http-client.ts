/**
 * A small HTTP client on Node's own sockets. It follows nothing, decodes nothing and keeps the answer's raw headers and
 * bytes, because the contract is about bytes. The cookie jar lives outside the connections, so that many visitors can
 * share one pool as they share one web shop's server.
 */
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { Agent as SecureAgent, request as httpsRequest } from 'node:https'

export interface HttpAnswer {
  status: number
  headers: IncomingHttpHeaders
  /** Name and value in turn, with the server's own spelling. */
  rawHeaders: string[]
  body: Buffer
  text: string
  /** @throws SyntaxError when the body is not JSON */
  json(): unknown
}

export interface HttpRequest {
  headers?: Record<string, string>
  /** Sent as application/json. */
  json?: unknown
  /** Sent as application/x-www-form-urlencoded. */
  form?: Record<string, string>
  /** Sent as it is; without a content type unless `headers` has one. */
  body?: string | Buffer
}

export interface HttpConnections extends Disposable {
  readonly url: string
  send(method: string, path: string, request?: HttpRequest): Promise<HttpAnswer>
  close(): void
}

/**
 * Opens a pool of keep-alive connections to one server.
 *
 * @param maxSockets how many requests may be under way at once; the rest wait for a free connection
 * @param ca PEM of the authority that an https server's certificate must come from
 */
export function openConnections(url: string, maxSockets = 16, ca?: string): HttpConnections {
  const { protocol, hostname, port } = new URL(url)
  const isSecure = protocol === 'https:'
  const pool = { keepAlive: true, maxSockets }
  const agent = isSecure ? new SecureAgent({ ...pool, ...(ca === undefined ? {} : { ca }) }) : new Agent(pool)
  const begin = isSecure ? httpsRequest : httpRequest
  const close = () => {
    agent.destroy()
  }
  return {
    url,
    close,
    send(method, path, request = {}) {
      const { headers, body } = encode(method, request)
      const isRepeatable = method === 'GET' || method === 'HEAD'
      return new Promise((resolve, reject) => {
        const outgoing = begin({ agent, host: hostname.replace(/^\[|\]$/g, ''), port, method, path, headers })
        outgoing.on('error', (error: NodeJS.ErrnoException) => {
          // The server hung up an idle connection just as it was taken up again: every browser asks anew then.
          if (isRepeatable && outgoing.reusedSocket && error.code === 'ECONNRESET')
            resolve(this.send(method, path, request))
          else reject(error)
        })
        outgoing.on('response', (incoming) => {
          const chunks: Buffer[] = []
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
          incoming.on('error', reject)
          incoming.on('end', () => {
            const bytes = Buffer.concat(chunks)
            const text = bytes.toString('utf8')
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              rawHeaders: incoming.rawHeaders,
              body: bytes,
              text,
              json: () => JSON.parse(text) as unknown,
            })
          })
        })
        outgoing.end(body)
      })
    },
    [Symbol.dispose]: close,
  }
}

function encode(method: string, { headers = {}, json, form, body }: HttpRequest) {
  if (json !== undefined) {
    return withLength({ 'content-type': 'application/json', ...headers }, JSON.stringify(json))
  }
  if (form !== undefined) {
    const encoded = new URLSearchParams(form).toString()
    return withLength({ 'content-type': 'application/x-www-form-urlencoded', ...headers }, encoded)
  }
  if (body === undefined && (method === 'GET' || method === 'HEAD')) return { headers, body: undefined }
  return withLength(headers, body ?? '')
}

function withLength(headers: Record<string, string>, body: string | Buffer) {
  return { headers: { 'content-length': String(Buffer.byteLength(body)), ...headers }, body }
}

/** All values of one header, in the order they came, also when it came several times. */
export function headerValues(answer: HttpAnswer, name: string): string[] {
  const values: string[] = []
  for (let i = 0; i < answer.rawHeaders.length; i += 2) {
    if (answer.rawHeaders[i]?.toLowerCase() === name.toLowerCase()) values.push(answer.rawHeaders[i + 1] ?? '')
  }
  return values
}

export interface CookieJar {
  /** The value of a `Cookie` header, or undefined when the jar is empty. */
  header(): string | undefined
  get(name: string): string | undefined
  set(name: string, value: string): void
  clear(): void
  keepFrom(answer: HttpAnswer): void
}

/** Keeps what `Set-Cookie` names for one origin; all cookies of ours have `Path=/`, so paths are not looked at. */
export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>()
  return {
    header() {
      if (cookies.size === 0) return undefined
      return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    },
    get: (name) => cookies.get(name),
    set(name, value) {
      cookies.set(name, value)
    },
    clear() {
      cookies.clear()
    },
    keepFrom(answer) {
      for (const line of headerValues(answer, 'set-cookie')) {
        const { name, value, attributes } = parseSetCookie(line)
        if (attributes['max-age'] === '0') cookies.delete(name)
        else cookies.set(name, value)
      }
    },
  }
}

/** Splits a `Set-Cookie` line; attribute names are in lower case, flags have the value ''. */
export function parseSetCookie(line: string): { name: string; value: string; attributes: Record<string, string> } {
  const [pair = '', ...rest] = line.split(';')
  const attributes: Record<string, string> = {}
  for (const part of rest) {
    const [name, value] = splitOnce(part.trim())
    attributes[name.toLowerCase()] = value
  }
  const [name, value] = splitOnce(pair.trim())
  return { name, value, attributes }
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('=')
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
