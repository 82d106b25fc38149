import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer, type ServerOptions } from 'node:https'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { TLSSocket } from 'node:tls'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ClientCertificate } from '#main/swish/tls/client-certificate'
import { createMutualTlsTransport } from '#main/swish/tls/mutual-tls-transport'
import { TransportFailure, type SwishRequest } from '#main/swish/transport'
import {
  createSwishCertificates,
  type IssuedCertificate,
  type SwishCertificates,
} from '../../support/swish-certificates'

const password = 'a Secret of ours 7!'
const token = 'c28a4061470f4af48973bd2a4642b4fa'
const get: SwishRequest = { method: 'GET', path: '/api/v1/paymentrequests/7C1B0E55A2D94C1FB3E1A6D2508F9E10' }
const put: SwishRequest = {
  method: 'PUT',
  path: '/api/v2/paymentrequests/7C1B0E55A2D94C1FB3E1A6D2508F9E10',
  contentType: 'application/json',
  body: '{"message":"Räksmörgås"}',
}

let certificates: SwishCertificates
let ours: IssuedCertificate
let strangers: SwishCertificates
let theirs: { certificate: string; key: string }
const pemOf = ({ chain, key }: IssuedCertificate): ClientCertificate => ({ kind: 'pem', chain, key })

beforeAll(() => {
  certificates = createSwishCertificates()
  strangers = createSwishCertificates()
  ours = certificates.issue({ number: '1234679304' })
  theirs = certificates.issueForServer()
})
afterAll(() => {
  certificates[Symbol.dispose]()
  strangers[Symbol.dispose]()
})

interface Listening extends AsyncDisposable {
  port: number
  sockets: Set<Socket>
}

async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A server that demands a client certificate of our authority. */
function listenWithTls(answer: RequestListener, options: ServerOptions = {}): Promise<Listening> {
  return listen(
    createHttpsServer(
      { ...withServer(theirs), ca: certificates.authority, requestCert: true, rejectUnauthorized: true, ...options },
      answer,
    ),
  )
}

const settings = (port: number) => ({
  apiBase: `https://localhost:${port}/swish-cpcapi`,
  certificate: pemOf(ours),
  authority: certificates.authority,
  tls12Only: false,
})
const plain = (port: number) => ({
  apiBase: `http://127.0.0.1:${port}`,
  certificate: null,
  authority: null,
  tls12Only: false,
})

async function failureOf(
  options: Parameters<typeof createMutualTlsTransport>[0],
  request: SwishRequest = get,
  limitMs = 5_000,
): Promise<TransportFailure> {
  const transport = createMutualTlsTransport(options)
  try {
    const failure: unknown = await transport.send(request, limitMs).catch((error: unknown) => error)
    if (!(failure instanceof TransportFailure)) throw new Error(`no failure: ${inspect(failure)}`)
    return failure
  } finally {
    transport.close()
  }
}

/** OpenSSL's own server, which breaks off with an alert as Swish does, where Node's only closes the line. */
async function startStrictServer(protocol: '-tls1_2' | '-tls1_3'): Promise<{ port: number } & AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), 'lucka-strict-server-'))
  const { certificate, key } = theirs
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const server = spawn(
    'openssl',
    [
      ...['s_server', '-accept', '127.0.0.1:0', '-WWW', protocol, '-Verify', '4', '-verify_return_error'],
      ...['-CAfile', file('root.pem', certificates.authority), '-key', file('server.key', key)],
      ...['-cert', file('server.pem', certificate), '-cert_chain', file('chain.pem', certificate)],
    ],
    { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] },
  )
  for await (const line of createInterface(server.stdout)) {
    const port = /^ACCEPT .*:(\d+)$/.exec(line)?.[1]
    if (port === undefined) continue
    server.stdout.resume()
    return {
      port: Number(port),
      async [Symbol.asyncDispose]() {
        const ended = once(server, 'exit')
        server.kill()
        await ended
        rmSync(folder, { recursive: true })
      },
    }
  }
  throw new Error('OpenSSL serves nothing')
}

test.each(['pem', 'p12'] as const)('a request with our certificate from %s, chain and all', async (kind) => {
  const seen: unknown[] = []
  await using server = await listenWithTls((request, response) => {
    const { socket } = request
    if (!(socket instanceof TLSSocket)) throw new Error('no TLS')
    request.setEncoding('utf8').on('data', (body) => {
      const { method, url, headers } = request
      seen.push({ method, url, type: headers['content-type'], body, by: socket.getPeerCertificate().subject.CN })
      response.writeHead(201, { PaymentRequestToken: token, Location: '/there' }).end()
    })
  })
  const certificate: ClientCertificate =
    kind === 'pem' ? pemOf(ours) : { kind: 'p12', file: ours.p12(password), password }
  const transport = createMutualTlsTransport({ ...settings(server.port), certificate })
  expect(await transport.send(put, 5_000)).toMatchObject({
    status: 201,
    headers: { paymentrequesttoken: token, location: '/there' },
    body: '',
  })
  expect(seen).toEqual([
    {
      method: 'PUT',
      url: `/swish-cpcapi${put.path}`,
      type: 'application/json',
      body: put.body,
      by: '1234679304',
    },
  ])
  transport.close()
})

test('TLS 1.3 is spoken, and 1.2 alone when told so', async () => {
  await using server = await listenWithTls((request, response) => {
    response.end(request.socket instanceof TLSSocket ? request.socket.getProtocol() : 'none')
  })
  const both = createMutualTlsTransport(settings(server.port))
  const only12 = createMutualTlsTransport({ ...settings(server.port), tls12Only: true })
  expect((await both.send(get, 5_000)).body).toBe('TLSv1.3')
  expect((await only12.send(get, 5_000)).body).toBe('TLSv1.2')
  both.close()
  only12.close()
})

test('older than TLS 1.2 is not spoken', async () => {
  await using server = await listenWithTls((_request, response) => response.end(), {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  })
  expect((await failureOf(settings(server.port))).problem).toBe('no_connection')
})

test('one connection serves many requests, and close ends it', async () => {
  await using server = await listenWithTls((_request, response) => response.end('{}'))
  const transport = createMutualTlsTransport(settings(server.port))
  for (let count = 0; count < 5; count += 1) await transport.send(get, 5_000)
  expect(server.sockets.size).toBe(1)
  const [socket] = server.sockets
  const closed = socket === undefined ? undefined : once(socket, 'close')
  transport.close()
  await closed
})

test.each(['-tls1_2', '-tls1_3'] as const)('our certificate is refused by an alert (%s)', async (protocol) => {
  await using server = await startStrictServer(protocol)
  const wrong: [string, ClientCertificate | null][] = [
    ['none at all', null],
    ["a stranger's", pemOf(strangers.issue({ number: '1234679304' }))],
    ['without the chain', { ...pemOf(ours), kind: 'pem', chain: ours.leaf, key: ours.key }],
    ['expired', pemOf(certificates.issue({ number: '1234679304', fromDays: -9, toDays: -2 }))],
  ]
  for (const [name, certificate] of wrong) {
    const { problem } = await failureOf({ ...settings(server.port), certificate })
    expect(problem, name).toBe('certificate_refused')
  }
  const transport = createMutualTlsTransport(settings(server.port))
  expect(await transport.send(get, 5_000), 'the right one').toMatchObject({ status: 200 })
  transport.close()
})

test('the other side is not who it should be', async () => {
  const untrusted = (authority: string | null) => ({ authority })
  await using server = await listenWithTls((_request, response) => response.end())
  await using elsewhere = await listenWithTls((_request, response) => response.end(), {
    ...withServer(certificates.issueForServer({ elsewhere: true })),
  })
  await using expired = await listenWithTls((_request, response) => response.end(), {
    ...withServer(certificates.issueForServer({ fromDays: -9, toDays: -2 })),
  })
  const cases = {
    'no authority that this computer trusts': { ...settings(server.port), ...untrusted(null) },
    "a stranger's authority": { ...settings(server.port), ...untrusted(strangers.authority) },
    'the name of another host': settings(elsewhere.port),
    expired: settings(expired.port),
  }
  for (const [name, options] of Object.entries(cases)) {
    expect((await failureOf(options)).problem, name).toBe('server_not_trusted')
  }
})

function withServer({ certificate, key }: { certificate: string; key: string }): ServerOptions {
  return { cert: certificate, key }
}

test('no connection: nobody listens, no such name, no TLS, no handshake', async () => {
  const gone = await listen(createTcpServer())
  await gone[Symbol.asyncDispose]()
  await using speechless = await listen(createTcpServer())
  await using broken = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())))
  await using noTls = await listen(createHttpServer((_request, response) => response.end()))
  const problems = {
    listener: await failureOf(settings(gone.port)),
    'plain listener': await failureOf(plain(gone.port)),
    name: await failureOf({ ...settings(1), apiBase: 'https://swish.invalid/swish-cpcapi' }),
    handshake: await failureOf(settings(speechless.port), get, 200),
    'whole handshake': await failureOf(settings(broken.port)),
    TLS: await failureOf(settings(noTls.port)),
  }
  for (const [name, { problem }] of Object.entries(problems)) expect(problem, name).toBe('no_connection')
})

const badAnswers: [string, RequestListener][] = [
  ['silence', () => undefined],
  ['a broken line', (request) => request.socket.destroy()],
  [
    'half an answer',
    (request, response) => response.writeHead(200, { 'content-length': 9 }).write('{', () => request.socket.destroy()),
  ],
  ['half an answer, then silence', (_request, response) => response.writeHead(200).write('{')],
  ['an answer without end', (_request, response) => response.writeHead(200).end('x'.repeat(300_000))],
]
for (const [name, answer] of badAnswers) {
  for (const request of [get, put]) {
    test(`no whole answer to a ${request.method}: ${name}`, async () => {
      await using server = await listenWithTls(answer)
      await using without = await listen(createHttpServer(answer))
      const failures = [settings(server.port), plain(without.port)].map((it) => failureOf(it, request, 500))
      for (const { problem } of await Promise.all(failures)) expect(problem).toBe('no_answer')
    })
  }
}

/** Keeps connections open, and breaks each when a second request comes on it: too late to be told. */
const onceOnly = (): [RequestListener, () => number] => {
  const used = new WeakSet<Socket>()
  let answered = 0
  return [
    (request, response) => {
      if (used.has(request.socket)) {
        request.socket.destroy()
        return
      }
      used.add(request.socket)
      answered += 1
      response.end('{}')
    },
    () => answered,
  ]
}

test('a read on a kept connection that has ended goes out again on a new one', async () => {
  const [answer, answered] = onceOnly()
  await using server = await listenWithTls(answer)
  const transport = createMutualTlsTransport(settings(server.port))
  for (let count = 0; count < 3; count += 1) expect(await transport.send(get, 5_000)).toMatchObject({ status: 200 })
  expect(answered()).toBe(3)
  transport.close()
})

test('a write on such a connection may have arrived: it is not sent again', async () => {
  const [answer, answered] = onceOnly()
  await using server = await listenWithTls(answer)
  const transport = createMutualTlsTransport(settings(server.port))
  await transport.send(put, 5_000)
  await expect(transport.send(put, 5_000)).rejects.toMatchObject({ problem: 'no_answer' })
  expect(answered()).toBe(1)
  transport.close()
})

test.each([
  'http://swish.example',
  'http://192.168.1.5:8080',
  'http://127.0.0.1.swish.example',
  'ftp://localhost',
  'x',
])('nothing goes to %s', (apiBase) => {
  expect(() => createMutualTlsTransport({ ...plain(1), apiBase })).toThrow(RangeError)
})

test.each(['localhost', '127.0.0.1', '127.8.9.10', '[::1]'])('plain HTTP within this computer: %s', (host) => {
  expect(() => createMutualTlsTransport({ ...plain(1), apiBase: `http://${host}:8080/base` })).not.toThrow()
})

test('no failure tells a key, a password or what was sent', async () => {
  const certificate: ClientCertificate = { kind: 'p12', file: ours.p12(password), password }
  await using server = await listenWithTls((request) => request.socket.destroy())
  const failures = [
    await failureOf({ ...settings(server.port), certificate }, put),
    await failureOf({ ...settings(server.port), certificate, authority: strangers.authority }, put),
    await failureOf({ ...settings(1), certificate }, put),
  ]
  for (const failure of failures) {
    const everything = inspect(failure, { depth: 10, showHidden: true })
    for (const secret of [password, certificate.file.slice(0, 60), 'Räksmörgås']) {
      expect(everything).not.toContain(secret)
    }
  }
})
