import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTemporaryFolder, type TemporaryFolder } from '../../support/server-process'
import { openReceiver } from './callback-receiver'
import { callbackIdentifier, cancelDocument, leastPayment, newInstructionId, payeeAlias } from './simulator-bench'
import {
  certificatesOf,
  runSimulator,
  send,
  sendJson,
  startSimulator,
  type Ready,
  type SimulatorProcess,
} from './simulator-process'

let folder: TemporaryFolder
let shared: SimulatorProcess
let tls: ReturnType<typeof certificatesOf>
beforeAll(async () => {
  folder = await createTemporaryFolder()
  shared = await startSimulator('--data', folder.path, '--pay-after-ms', '200', '--loopback-callbacks', '--qr')
  tls = certificatesOf(shared.ready)
})
afterAll(async () => {
  await shared[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const paymentUrl = ({ url }: Ready, id: string, version = 'v1') => `${url}/api/${version}/paymentrequests/${id}`
const started = (...more: string[]) => startSimulator('--data', folder.path, ...more)

describe('start and end', () => {
  test('one line of JSON says where everything is', async () => {
    const { stdout, stderr } = shared.output
    expect(stdout.match(/\n/g)).toHaveLength(1)
    expect(stderr).toBe('')
    const { ready } = shared
    expect(ready).toMatchObject({
      ready: true,
      url: expect.stringMatching(/^https:\/\/localhost:\d+\/swish-cpcapi$/) as string,
      ca: join(folder.path, 'certificates', 'ca.pem'),
    })
    for (const file of [ready.ca, ready.certificate, ready.key, ready.p12]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600)
    }
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it', async (signal) => {
    await using simulator = await started('--http')
    expect(await simulator.end(signal)).toMatchObject({ code: 0, stderr: '' })
  })

  test('it ends with its parent', async () => {
    await using simulator = await started('--http')
    await simulator.cutChannel()
  })

  test('certificates are made at the first start and kept', async () => {
    const names = async () =>
      Object.fromEntries(
        await Promise.all(
          (await readdir(join(folder.path, 'certificates'))).map(async (name) => [
            name,
            (await readFile(join(folder.path, 'certificates', name))).toString('base64'),
          ]),
        ),
      ) as Record<string, string>
    const before = await names()
    await using again = await started()
    expect(await names()).toEqual(before)
    const id = newInstructionId()
    expect((await sendJson(paymentUrl(again.ready, id, 'v2'), 'PUT', leastPayment, tls)).status).toBe(201)
  })

  test('damaged certificates are made anew, all of them', async () => {
    await using own = await createTemporaryFolder()
    await using first = await startSimulator('--data', own.path)
    const ca = await readFile(first.ready.ca, 'utf8')
    await writeFile(first.ready.certificate, 'no certificate')
    await using second = await startSimulator('--data', own.path)
    expect(await readFile(second.ready.ca, 'utf8')).not.toBe(ca)
    const answer = await send(paymentUrl(second.ready, newInstructionId()), { tls: certificatesOf(second.ready) })
    expect(answer.status).toBe(404)
  })

  test.each<[string[], RegExp]>([
    [['--port', 'x'], /--port needs a number/],
    [['--port', '65536'], /--port needs a number/],
    [['--data', ''], /--data needs a folder/],
    [['--number', '9991181189'], /--number needs ten digits from 123/],
    [['--pay-after-ms', '-1'], /--pay-after-ms/],
    [['--pay-after-ms', '1.5'], /--pay-after-ms needs a whole number/],
    [['--rules', '/nowhere/rules.json'], /--rules: \/nowhere\/rules.json cannot be read/],
    [['--tls'], /--tls/],
    [['extra'], /extra/],
  ])('%j is refused in one line', async (commandArguments, line) => {
    const { code, stdout, stderr } = await runSimulator(...commandArguments)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^swish-simulator: [^\n]+\n$/)
    expect(stderr).toMatch(line)
  })

  test('a port that is taken is refused in one line', async () => {
    const { port } = new URL(shared.ready.url)
    const { code, stderr } = await runSimulator('--port', port, '--data', folder.path)
    expect([code, stderr]).toEqual([2, `swish-simulator: port ${port} is taken by another program\n`])
  })
})

describe('mutual TLS', () => {
  test('the client certificate is as in the bundles of Swish: number, organisation, chain of three', async () => {
    const chain = (await readFile(shared.ready.certificate, 'utf8'))
      .split(/(?<=-----END CERTIFICATE-----\n)/)
      .map((pem) => new X509Certificate(pem))
    const [leaf, bank, root] = chain
    expect(chain).toHaveLength(3)
    expect(leaf?.subject).toBe('C=SE\nO=5560997982\nCN=1234679304')
    expect(leaf?.publicKey.asymmetricKeyDetails?.modulusLength).toBe(4096)
    expect(bank && leaf?.verify(bank.publicKey)).toBe(true)
    expect(root && bank?.verify(root.publicKey)).toBe(true)
    expect(root?.toString().replaceAll('\r', '')).toBe(await readFile(shared.ready.ca, 'utf8'))
  })

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('%s works, by name and by either address', async (version) => {
    const { port } = new URL(shared.ready.url)
    for (const host of ['localhost', '127.0.0.1']) {
      const url = paymentUrl({ ...shared.ready, url: `https://${host}:${port}/swish-cpcapi` }, newInstructionId())
      expect((await send(url, { tls: { ...tls, minVersion: version, maxVersion: version } })).status).toBe(404)
    }
  })

  test('the PKCS#12 file is as good as the others', async () => {
    const { ready } = shared
    const pfx = { ca: tls.ca, pfx: await readFile(ready.p12), passphrase: ready.p12Password }
    expect((await send(paymentUrl(ready, newInstructionId()), { tls: pfx })).status).toBe(404)
  })

  const leafOnly = () => tls.cert.toString().slice(0, tls.cert.toString().indexOf('-----END') + 26)
  test.each<[string, () => object]>([
    ['without a certificate', () => ({ ca: tls.ca })],
    ['with a certificate that lacks its chain', () => ({ ...tls, cert: leafOnly() })],
  ])('%s the handshake fails', async (_case, options) => {
    const url = paymentUrl(shared.ready, newInstructionId())
    await expect(send(url, { tls: { ...options(), maxVersion: 'TLSv1.2' } })).rejects.toThrow()
    await expect(send(url, { tls: options() })).rejects.toThrow()
  })

  test('a certificate of somebody else is no way in', async () => {
    await using own = await createTemporaryFolder()
    await using other = await startSimulator('--data', own.path)
    const { cert, key } = certificatesOf(other.ready)
    const url = paymentUrl(shared.ready, newInstructionId())
    await expect(send(url, { tls: { ca: tls.ca, cert, key } })).rejects.toThrow()
  })

  test('whoever does not trust the root does not get in either', async () => {
    const url = paymentUrl(shared.ready, newInstructionId())
    await expect(send(url, { tls: { cert: tls.cert, key: tls.key } })).rejects.toMatchObject({
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
    })
  })

  test('plain HTTP on its port is no way in', async () => {
    const url = paymentUrl(shared.ready, newInstructionId()).replace('https:', 'http:')
    await expect(send(url)).rejects.toThrow()
  })

  test('the server asks for a certificate in the handshake', async () => {
    const { port } = new URL(shared.ready.url)
    const socket = connect({ port: Number(port), host: '127.0.0.1', servername: 'localhost', ca: tls.ca })
    const error = await new Promise<Error>((resolve) => socket.on('error', resolve).on('data', () => undefined))
    expect(error.message).toMatch(/certificate required|handshake failure/i)
  })
})

test('a payment over HTTPS, with the headers as Swish writes them', async () => {
  const { ready } = shared
  const id = newInstructionId()
  const answer = await sendJson(paymentUrl(ready, id, 'v2'), 'PUT', leastPayment, tls)
  expect(answer.status).toBe(201)
  expect(answer.rawHeaders.join('\n')).toMatch(
    new RegExp(`Location\n${paymentUrl(ready, id)}\nPaymentRequestToken\n[0-9a-f]{32}\nContent-Length\n0`),
  )
  expect(answer.body).toHaveLength(0)
  const read = await send(paymentUrl(ready, id), { tls })
  expect(read.headers['content-type']).toBe('application/json')
  expect(read.body.toString()).toContain('"amount":150.00,')
  const cancelled = await send(paymentUrl(ready, id), {
    method: 'PATCH',
    headers: { 'content-type': 'application/json-patch+json' },
    body: JSON.stringify(cancelDocument),
    tls,
  })
  expect([cancelled.status, JSON.parse(cancelled.body.toString())]).toMatchObject([200, { status: 'CANCELLED' }])
})

test('a method that Swish does not know is 405, a body without end 413', async () => {
  const url = paymentUrl(shared.ready, newInstructionId(), 'v2')
  expect((await send(url, { method: 'DELETE', tls })).status).toBe(405)
  expect((await sendJson(url, 'PUT', 'x'.repeat(70_000), tls)).status).toBe(413)
})

describe('callbacks', () => {
  test.each(['http', 'https'])('to this machine over %s, with the identifier as it was given', async (scheme) => {
    await using receiver = await openReceiver(scheme === 'https' ? shared.ready : undefined)
    const id = newInstructionId()
    const fields = { ...leastPayment, callbackUrl: receiver.url, callbackIdentifier }
    await sendJson(paymentUrl(shared.ready, id, 'v2'), 'PUT', fields, tls)
    const [callback] = await receiver.atLeast(1)
    expect(callback).toMatchObject({ method: 'POST', path: '/swish/callback' })
    expect(callback?.headers['content-type']).toBe('application/json')
    expect(callback?.rawHeaders).toContain('callbackIdentifier')
    expect(callback?.headers['callbackidentifier']).toBe(callbackIdentifier)
    const { body } = await send(paymentUrl(shared.ready, id), { tls })
    expect(callback?.body).toBe(body.toString())
    expect(JSON.parse(callback?.body ?? '')).toMatchObject({ id, status: 'PAID' })
  })

  test('a host that cannot be found stops nothing', async () => {
    const id = newInstructionId()
    const fields = { ...leastPayment, callbackUrl: 'https://tickets.invalid/swish/callback' }
    await sendJson(paymentUrl(shared.ready, id, 'v2'), 'PUT', fields, tls)
    await expect.poll(async () => (await send(paymentUrl(shared.ready, id), { tls })).body.toString()).toContain('PAID')
    expect((await send(paymentUrl(shared.ready, newInstructionId()), { tls })).status).toBe(404)
  })

  test('this machine hears nothing unless that is asked for', async () => {
    await using simulator = await started('--pay-after-ms', '0')
    await using receiver = await openReceiver(shared.ready)
    const id = newInstructionId()
    const fields = { ...leastPayment, callbackUrl: receiver.url }
    expect((await sendJson(paymentUrl(simulator.ready, id, 'v2'), 'PUT', fields, tls)).status).toBe(201)
    await expect
      .poll(async () => (await send(paymentUrl(simulator.ready, id), { tls })).body.toString())
      .toContain('"PAID"')
    expect(receiver.received).toEqual([])
    const plain = { ...leastPayment, callbackUrl: receiver.url.replace('https', 'http') }
    const refused = await sendJson(paymentUrl(simulator.ready, newInstructionId(), 'v2'), 'PUT', plain, tls)
    expect([refused.status, refused.body.toString()]).toEqual([422, expect.stringContaining('RP03')])
  })
})

describe('--http', () => {
  test('the same without certificates', async () => {
    await using simulator = await startSimulator('--http', '--pay-after-ms', '0')
    const { ready } = simulator
    expect(ready.url).toMatch(/^http:\/\/localhost:\d+\/swish-cpcapi$/)
    expect(ready).not.toHaveProperty('key')
    const id = newInstructionId()
    expect((await sendJson(paymentUrl(ready, id, 'v2'), 'PUT', leastPayment)).status).toBe(201)
    await expect.poll(async () => (await send(paymentUrl(ready, id))).body.toString()).toContain('"PAID"')
  })

  test('somebody plays the customer', async () => {
    await using simulator = await startSimulator('--http', '--by-hand')
    const { control, ...ready } = simulator.ready
    expect((await send(control)).body.toString()).toContain('<title>Swish-simulator</title>')
    const id = newInstructionId()
    await sendJson(paymentUrl({ control, ...ready }, id, 'v2'), 'PUT', leastPayment)
    const shown = await send(`${control}control`)
    expect(JSON.parse(shown.body.toString())).toMatchObject({
      mode: 'by_hand',
      line: 'up',
      waiting: [{ instructionId: id, amountOre: 15_000 }],
      rules: [],
    })
    const decline = () => sendJson(`${control}control/payments/${id}`, 'POST', { deed: 'decline' })
    expect(JSON.parse((await decline()).body.toString())).toMatchObject({ waiting: [] })
    expect((await decline()).status).toBe(404)
    expect((await send(paymentUrl({ control, ...ready }, id))).body.toString()).toContain('"DECLINED"')
  })

  test('rules come from a file or over the wire, and the line can be cut', async () => {
    await using own = await createTemporaryFolder()
    const file = join(own.path, 'rules.json')
    const fault = { kind: 'status', status: 500, acted: true }
    await writeFile(file, JSON.stringify([{ on: 'answer', operation: 'create_payment', fault }]))
    await using simulator = await startSimulator('--http', '--rules', file, '--seed', '7')
    const { ready } = simulator
    const create = () => sendJson(paymentUrl(ready, newInstructionId(), 'v2'), 'PUT', leastPayment)
    expect((await create()).status).toBe(500)

    const setRules = (rules: unknown) => sendJson(`${ready.control}control/rules`, 'PUT', rules)
    expect((await setRules([{ on: 'answer', fault: { kind: 'explode' } }])).status).toBe(400)
    expect((await create()).status).toBe(500)
    expect((await setRules([{ on: 'answer', fault: { kind: 'dropped', acted: false } }])).status).toBe(200)
    await expect(create()).rejects.toMatchObject({ code: 'ECONNRESET' })
    await setRules([])
    expect((await create()).status).toBe(201)

    await sendJson(`${ready.control}control`, 'PUT', { mode: 'automatic', line: 'down' })
    await expect(create()).rejects.toThrow()
    await sendJson(`${ready.control}control`, 'PUT', { mode: 'automatic', line: 'up' })
    expect((await create()).status).toBe(201)
  })

  test('pages of others cannot play the customer', async () => {
    await using simulator = await startSimulator('--http')
    const url = `${simulator.ready.control}control`
    const body = JSON.stringify({ mode: 'by_hand', line: 'down' })
    const json = { 'content-type': 'application/json' }
    expect((await send(url, { method: 'PUT', body, headers: { 'content-type': 'text/plain' } })).status).toBe(415)
    expect((await send(url, { method: 'PUT', body, headers: { ...json, host: 'evil.example' } })).status).toBe(403)
    expect((await send(url, { method: 'PUT', body: '{', headers: json })).status).toBe(400)
  })
})

test('with TLS the page has a port of its own, which is no way into the API', async () => {
  const { control } = shared.ready
  expect((await send(control)).status).toBe(200)
  expect((await send(`${control}swish-cpcapi/api/v1/paymentrequests/${newInstructionId()}`)).status).toBe(404)
})

test('--strict: another number than the certificate is refused', async () => {
  await using simulator = await started('--strict')
  const pay = (alias: string) =>
    sendJson(paymentUrl(simulator.ready, newInstructionId(), 'v2'), 'PUT', { ...leastPayment, payeeAlias: alias }, tls)
  expect((await pay(payeeAlias)).status).toBe(403)
  expect((await pay('1234679304')).status).toBe(201)
})
