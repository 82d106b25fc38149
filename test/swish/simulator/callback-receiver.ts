import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createPlainServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import type { Ready } from './simulator-process'

export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  rawHeaders: string[]
  body: string
}

/** Listens for callbacks on this machine: over TLS with the simulator's own server certificate, where there is one. */
export async function openReceiver(ready?: Ready, statuses: number[] = []) {
  const received: Received[] = []
  const waiting: (() => void)[] = []
  const listener: RequestListener = (request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      const { method = '', url: path = '', headers, rawHeaders } = request
      received.push({ method, path, headers, rawHeaders, body })
      response.writeHead(statuses.shift() ?? 200).end()
      for (const tell of waiting.splice(0)) tell()
    })
  }
  const certificates = ready && dirname(ready.ca)
  const server =
    certificates === undefined
      ? createPlainServer(listener)
      : createTlsServer(
          {
            cert: readFileSync(join(certificates, 'server.pem')),
            key: readFileSync(join(certificates, 'server.key')),
          },
          listener,
        )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    url: `${ready ? 'https' : 'http'}://127.0.0.1:${String(port)}/swish/callback`,
    received,
    /** Resolves when there are as many. */
    async atLeast(count: number): Promise<Received[]> {
      while (received.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
      return received
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
