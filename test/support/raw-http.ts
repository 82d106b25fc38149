/** HTTP as bytes on a socket, for requests that no well-behaved client can be made to send. */
import { connect } from 'node:net'

export interface RawAnswer {
  /** 0 when the server closed the connection without an answer. */
  status: number
  headers: string
  body: string
  /** From the last byte sent to the end of the connection. */
  tookMs: number
  /** Whether the server ended the connection; false when the client gave up waiting. */
  closedByServer: boolean
}

export interface RawOptions {
  host?: string
  localAddress?: string
  /** The client hangs up after so long; default 1,500 ms. */
  giveUpMs?: number
}

/** Sends the bytes, reads until the server closes the connection or the client gives up. Never rejects. */
export function sendRaw(port: number, bytes: string | Buffer, options: RawOptions = {}): Promise<RawAnswer> {
  const { host = '127.0.0.1', localAddress, giveUpMs = 1_500 } = options
  return new Promise((resolve) => {
    const startedAt = performance.now()
    const chunks: Buffer[] = []
    let closedByServer = true
    const socket = connect({ port, host, ...(localAddress === undefined ? {} : { localAddress }) }, () => {
      socket.write(bytes)
    })
    socket.setNoDelay(true)
    const timer = setTimeout(() => {
      closedByServer = false
      socket.destroy()
    }, giveUpMs)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => {
      socket.destroy()
    })
    socket.on('close', () => {
      clearTimeout(timer)
      const text = Buffer.concat(chunks).toString('latin1')
      const headEnd = text.indexOf('\r\n\r\n')
      resolve({
        status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0),
        headers: headEnd === -1 ? text : text.slice(0, headEnd),
        body: headEnd === -1 ? '' : Buffer.from(text.slice(headEnd + 4), 'latin1').toString('utf8'),
        tookMs: performance.now() - startedAt,
        closedByServer,
      })
    })
  })
}

/** The bytes of a request that asks for the connection to be closed after its answer. */
export function rawRequest(
  method: string,
  path: string | Buffer,
  headers: readonly (readonly [string, string])[],
  body: string | Buffer = '',
): Buffer {
  const lines = [...headers, ['connection', 'close'] as const].map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([
    Buffer.from(`${method} `),
    Buffer.from(path),
    Buffer.from(` HTTP/1.1\r\n${lines}\r\n`, 'latin1'),
    Buffer.from(body),
  ])
}
