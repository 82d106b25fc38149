import { simpleParser } from 'mailparser'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { domainToASCII } from 'node:url'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { createSmtpTransport, type SmtpSettings, type SmtpTimeouts } from '#main/devices/mail/smtp-transport'
import { aMessage } from './mail-messages'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function listen(server: { listen(port: number, host: string): Server }): Promise<number> {
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return (listening.address() as AddressInfo).port
}

interface Received {
  recipients: string[]
  sender: string
  mail: string
}

/** A mail server without TLS that keeps what it gets. */
async function openMailServer(options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    logger: false,
    onData: (stream, session, done) => {
      void text(stream).then((mail) => {
        const { mailFrom, rcptTo } = session.envelope
        const recipients = rcptTo.map(({ address }) => address)
        received.push({ mail, recipients, sender: mailFrom === false ? '' : mailFrom.address })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined) // Broken connections are what some tests are about.
  const port = await listen(server)
  closers.push(
    () =>
      new Promise<void>((resolve) =>
        server.close(() => {
          resolve()
        }),
      ),
  )
  return { port, received }
}

/** A server that says these lines, one to each line of the client, and then nothing. */
async function openScriptedServer(behave: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    behave(socket)
  })
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return listen(server)
}

const shortTimeouts: SmtpTimeouts = { connectionMs: 300, greetingMs: 300, silenceMs: 300, deliveryMs: 2_000 }

async function openTransport(port: number, changes: Partial<SmtpSettings> = {}, timeouts?: SmtpTimeouts) {
  const settings: SmtpSettings = { host: '127.0.0.1', port, security: 'none', user: null, password: null, ...changes }
  const transport = await createSmtpTransport(settings, timeouts)
  closers.push(() => {
    transport.close()
  })
  return transport
}

const temporary = (sentence: string | RegExp) => ({
  name: 'MailDeliveryError',
  kind: 'temporary',
  message: expect.stringMatching(sentence) as string,
})
const permanent = (sentence: string | RegExp) => ({ ...temporary(sentence), kind: 'permanent' })

test('a mail arrives as it was written, at its one recipient', async () => {
  const { port, received } = await openMailServer()
  const transport = await openTransport(port)
  const content = Buffer.from([0, 255, 13, 10, 46])
  const attachments = [{ fileName: 'biljett-1042.pdf', contentType: 'application/pdf', content }]
  const delivery = await transport.deliver(aMessage({ attachments, text: '.\r\n.dots\r\nå' }))
  expect(delivery).toEqual({ kind: 'sent', response: expect.stringMatching(/^250 /) as string })

  expect(received).toHaveLength(1)
  expect(received[0]).toMatchObject({ recipients: ['anna@example.com'], sender: 'biljetter@lucka.example' })
  const mail = await simpleParser(received[0]?.mail ?? '')
  expect(mail.messageId).toBe('<job-7@lucka.example>')
  expect(mail.text?.trim().split(/\r?\n/)).toEqual(['.', '.dots', 'å'])
  expect(mail.attachments[0]?.content.equals(content)).toBe(true)
})

test('an address with å in its domain goes over the wire in its mail form', async () => {
  let spoken = ''
  const port = await openScriptedServer((socket) => {
    socket.write('220 mail.example\r\n')
    socket.on('data', (chunk) => {
      spoken += chunk.toString('utf8')
      socket.write(spoken.includes('DATA') ? '451 later\r\n' : '250 ok\r\n')
    })
  })
  const transport = await openTransport(port)
  const message = aMessage({ to: 'kassa@växjöteater.se', from: { name: '', address: 'dorr@växjöteater.se' } })
  await expect(transport.deliver(message)).rejects.toMatchObject({ kind: 'temporary' })
  const domain = domainToASCII('växjöteater.se')
  expect(spoken).toContain(`RCPT TO:<kassa@${domain}>`)
  expect(spoken).toContain(`MAIL FROM:<dorr@${domain}>`)
})

test('many mails share a few connections', async () => {
  let connections = 0
  const { port, received } = await openMailServer({
    onConnect: (_session, done) => {
      connections += 1
      done()
    },
  })
  const transport = await openTransport(port)
  await Promise.all(
    Array.from({ length: 40 }, (_value, index) =>
      transport.deliver(aMessage({ to: `guest${index}@example.com`, messageId: `<job-${index}@lucka.example>` })),
    ),
  )
  expect(received.map(({ recipients }) => recipients[0]).sort()).toEqual(
    Array.from({ length: 40 }, (_value, index) => `guest${index}@example.com`).sort(),
  )
  expect(connections).toBeLessThanOrEqual(2)
})

const refusing = (responseCode: number) => Object.assign(new Error('No such guest here'), { responseCode })

test.each([
  [550, permanent(/refuses this address: 550 No such guest here/)],
  [553, permanent(/refuses this address: 553/)],
  [450, temporary(/asks to try again later: 450/)],
  [452, temporary(/asks to try again later: 452/)],
])('a recipient refused with %i', async (code, failure) => {
  const { port } = await openMailServer({
    onRcptTo: (_address, _session, done) => {
      done(refusing(code))
    },
  })
  await expect((await openTransport(port)).deliver(aMessage())).rejects.toMatchObject(failure)
})

test.each([
  [554, permanent(/refuses this mail: 554/)],
  [451, temporary(/asks to try again later: 451/)],
])('a sender refused with %i', async (code, failure) => {
  const { port } = await openMailServer({
    onMailFrom: (_address, _session, done) => {
      done(refusing(code))
    },
  })
  await expect((await openTransport(port)).deliver(aMessage())).rejects.toMatchObject(failure)
})

test.each([
  [552, permanent(/refuses this mail: 552/)],
  [451, temporary(/asks to try again later: 451/)],
])('a mail refused with %i after DATA', async (code, failure) => {
  const { port } = await openMailServer({
    onData: (stream, _session, done) => {
      stream.resume().on('end', () => {
        done(refusing(code))
      })
    },
  })
  await expect((await openTransport(port)).deliver(aMessage())).rejects.toMatchObject(failure)
})

test('a refused mail leaves the next one alone', async () => {
  let refused = false
  const { port, received } = await openMailServer({
    onRcptTo: (_address, _session, done) => {
      done(refused ? null : refusing(550))
      refused = true
    },
  })
  const transport = await openTransport(port)
  await expect(transport.deliver(aMessage())).rejects.toMatchObject({ kind: 'permanent' })
  await transport.deliver(aMessage({ to: 'bo@example.com' }))
  expect(received.map(({ recipients }) => recipients)).toEqual([['bo@example.com']])
})

test('a connection lost after DATA is tried by the caller, not behind its back', async () => {
  let copies = 0
  const port = await openScriptedServer((socket) => {
    let inData = false
    let tail = ''
    socket.write('220 mail.example\r\n')
    socket.on('data', (chunk) => {
      tail = (tail + chunk.toString('latin1')).slice(-1_000)
      if (inData) {
        if (!tail.endsWith('\r\n.\r\n')) return
        copies += 1
        socket.destroy()
        return
      }
      const line = chunk.toString('latin1')
      inData = line.startsWith('DATA')
      socket.write(inData ? '354 go on\r\n' : '250 ok\r\n')
    })
  })
  const transport = await openTransport(port)
  await expect(transport.deliver(aMessage())).rejects.toMatchObject(temporary(/could not be reached/))
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(copies).toBe(1)
})

test('a wrong password is the settings\u2019 fault, not the mail\u2019s, and is not repeated in the sentence', async () => {
  const { port } = await openMailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => {
      done(Object.assign(new Error('Invalid sign-in'), { responseCode: 535 }))
    },
  })
  const transport = await openTransport(port, { user: 'kassan', password: 'hemligt-4711' })
  const failure = await transport.deliver(aMessage()).catch((error: unknown) => error as Error)
  expect(failure).toMatchObject(temporary(/refused the user name or the password: 535/))
  expect((failure as Error).message).not.toContain('hemligt-4711')
})

test('the right password opens the door', async () => {
  const signedIn: string[] = []
  const { port, received } = await openMailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      signedIn.push(`${username ?? ''}:${password ?? ''}`)
      done(null, { user: username ?? '' })
    },
  })
  await (await openTransport(port, { user: 'kassan', password: 'hemligt-4711' })).deliver(aMessage())
  expect(signedIn).toEqual(['kassan:hemligt-4711'])
  expect(received).toHaveLength(1)
})

test('without the encryption that was asked for nothing is sent', async () => {
  const { port, received } = await openMailServer()
  const transport = await openTransport(port, { security: 'starttls' })
  await expect(transport.deliver(aMessage())).rejects.toMatchObject({ kind: 'temporary' })
  expect(received).toEqual([])
})

test.each(['starttls', 'tls'] as const)('a certificate that nobody trusts stops the mail, %s', async (security) => {
  const { port, received } = await openMailServer({ secure: security === 'tls', disabledCommands: [] })
  const transport = await openTransport(port, { security })
  await expect(transport.deliver(aMessage())).rejects.toMatchObject(temporary(/certificate/))
  expect(received).toEqual([])
})

test('nobody listening is temporary', async () => {
  const transport = await openTransport(1)
  await expect(transport.deliver(aMessage())).rejects.toMatchObject(temporary(/could not be reached/))
})

test('an unknown host is temporary', async () => {
  const transport = await openTransport(25, { host: 'mail.invalid' })
  await expect(transport.deliver(aMessage())).rejects.toMatchObject({ kind: 'temporary' })
})

test('a server that turns everybody away says nothing about the mail', async () => {
  const port = await openScriptedServer((socket) => socket.end('554 go away\r\n'))
  await expect((await openTransport(port)).deliver(aMessage())).rejects.toMatchObject(temporary(/554/))
})

test.each<[string, (socket: Socket) => void]>([
  ['never greets', () => undefined],
  ['greets and falls silent', (socket) => socket.write('220 mail.example\r\n')],
  ['closes at once', (socket) => socket.destroy()],
  ['speaks something else', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
])('a server that %s fails the mail in time', async (_case, behave) => {
  const port = await openScriptedServer(behave)
  const transport = await openTransport(port, {}, shortTimeouts)
  const started = performance.now()
  await expect(transport.deliver(aMessage())).rejects.toMatchObject({ kind: 'temporary' })
  expect(performance.now() - started).toBeLessThan(3_000)
})

test('a server that trickles its answer is left when the whole time is over', async () => {
  const port = await openScriptedServer((socket) => {
    socket.write('220 mail.example\r\n')
    const trickle = setInterval(() => socket.write('250-still thinking\r\n'), 50)
    socket.on('close', () => {
      clearInterval(trickle)
    })
  })
  const transport = await openTransport(port, {}, { ...shortTimeouts, deliveryMs: 700 })
  await expect(transport.deliver(aMessage())).rejects.toMatchObject(temporary(/did not answer in time/))
})

test('a forged message never reaches the server', async () => {
  let connections = 0
  const port = await openScriptedServer(() => {
    connections += 1
  })
  const transport = await openTransport(port, {}, shortTimeouts)
  const forged = aMessage({ to: 'anna@example.com, bo@example.com' })
  await expect(transport.deliver(forged)).rejects.toMatchObject({ kind: 'permanent' })
  expect(connections).toBe(0)
})

test('a closed transport takes nothing', async () => {
  const { port } = await openMailServer()
  const transport = await openTransport(port)
  transport.close()
  await expect(transport.deliver(aMessage())).rejects.toMatchObject({ kind: 'temporary' })
})
