import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectJson, expectJsonString, expectReserved, expectToken } from '../support/expect-answer'
import { openConnections } from '../support/http-client'
import { createTemporaryFolder, startServerProcess } from '../support/server-process'
import { createVisitor, PaymentStatusAnswer, readAs, type Visitor } from '../support/ticket-client'
import { waitUntil } from '../support/wait-until'
import { findViolations } from '../support/stored-data'

let office: BoxOffice
beforeAll(async () => {
  office = await openBoxOffice()
})
afterAll(() => office[Symbol.asyncDispose]())

async function reserveOne(visitor: Visitor): Promise<Visitor> {
  const [event] = (await visitor.chapterEvents()).chapter_events
  expectReserved(await visitor.reserve(event?.id, [{ ticket_type: event?.ticket_types[0], count: 1 }]))
  return visitor
}

/** Starts a payment as often as it takes; the waiting one is given again, so this never makes two. */
async function paidOrStartedAgain(visitor: Visitor, email: string): Promise<boolean> {
  if ((await statusOf(visitor)).status === 'PAID') return true
  const answer = await visitor.startPayment(email)
  if (answer.status !== 403) expectToken(answer)
  return false
}

const statusOf = async (visitor: Visitor) => readAs(PaymentStatusAnswer, await visitor.paymentStatus())

describe('session_payment_status', () => {
  test('400 without a session, and with one that nobody knows', async () => {
    const visitor = office.newVisitor()
    expectJsonString(await visitor.paymentStatus(), 400, 'No ticket attached to session')
    visitor.cookies.set('sessionid', 'unknown')
    expectJsonString(await visitor.paymentStatus(), 400, 'No ticket attached to session')
  })

  test('follows an order from reservation to payment, and tells nobody else', async () => {
    const visitor = await reserveOne(office.newVisitor())
    const other = await reserveOne(office.newVisitor())
    const before = await statusOf(visitor)
    expect(before.status).toBe('RESERVED')
    expect(before).not.toHaveProperty('reference')
    expectToken(await visitor.startPayment('min@exempel.se'))
    expectJson(await visitor.paymentStatus(), 200, { status: 'RESERVED', mail: 'min@exempel.se' })
    await waitUntil('the payment', async () => (await statusOf(visitor)).status === 'PAID')
    expect(await statusOf(visitor)).toMatchObject({ mail: 'min@exempel.se', reference: expect.any(String) as string })
    expect(await statusOf(other)).toMatchObject({ status: 'RESERVED' })
    expect((await other.paymentStatus()).text).not.toContain('min@exempel.se')
  })

  test('the session and a waiting payment survive a restart, orderly or not', async () => {
    await using folder = await createTemporaryFolder()
    const cookies: string[] = []
    {
      await using server = await startServerProcess({ dataFolder: folder.path, demo: true })
      using connections = openConnections(server.url)
      const reserved = await reserveOne(createVisitor(connections))
      const started = await reserveOne(createVisitor(connections))
      expectToken(await started.startPayment('omstart@exempel.se'))
      cookies.push(reserved.cookies.get('sessionid') ?? '', started.cookies.get('sessionid') ?? '')
      expect(await server.stop()).toMatchObject({ code: 0 })
    }
    for (const ending of ['killed', 'stopped'] as const) {
      await using server = await startServerProcess({ dataFolder: folder.path })
      using connections = openConnections(server.url)
      const [reserved, started] = cookies.map((value) => {
        const visitor = createVisitor(connections)
        visitor.cookies.set('sessionid', value)
        return visitor
      }) as [Visitor, Visitor]
      expect((await statusOf(reserved)).status).toBe('RESERVED')
      expect((await statusOf(started)).mail).toBe('omstart@exempel.se')
      if (ending === 'stopped') {
        expectToken(await reserved.startPayment('efterat@exempel.se'))
        // The simulator forgets what it was asked when its process ends, as Swish would not: then the buyer starts again.
        await waitUntil('both payments', () => paidOrStartedAgain(started, 'omstart@exempel.se'), { timeoutMs: 15_000 })
        await waitUntil('both payments', async () => (await statusOf(reserved)).status === 'PAID')
        expectJsonString(await started.startPayment('omstart@exempel.se'), 403, 'AlreadyPaidPayment')
        await server.stop()
      } else {
        await server.kill()
      }
    }
    expect(findViolations(folder.path)).toEqual([])
  }, 40_000)
})

describe('generate_qr', () => {
  const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

  test('a PNG by default, an SVG when asked for, for a token of this server', async () => {
    const visitor = await reserveOne(office.newVisitor())
    const token = expectToken(await visitor.startPayment('qr@exempel.se'))
    for (const path of [`/generate_qr/${token}`, `/generate_qr/${token}?format=png`]) {
      const png = await office.connections.send('GET', path)
      expect(png.status).toBe(200)
      expect(png.headers['content-type']).toBe('image/png')
      expect(png.body.subarray(0, 8)).toEqual(pngSignature)
      expect(png.body.readUInt32BE(16)).toBeGreaterThanOrEqual(100) // The width, in the first chunk of every PNG.
    }
    const svg = await office.connections.send('GET', `/generate_qr/${token}?format=svg`)
    expect(svg.status).toBe(200)
    expect(svg.headers['content-type']).toMatch(/^image\/svg\+xml/)
    expect(svg.text).toMatch(/<svg[\s>]/)
    expect(svg.text).not.toMatch(/<script/i)
    const forMark = await office.connections.send('GET', `/generate_qr/${token}?format=svg&error_correction=H`)
    expect(forMark.text).not.toBe(svg.text)
    const other = await office.connections.send('GET', `/generate_qr/${token}?format=svg&error_correction=x`)
    expect(other.text).toBe(svg.text)
  })

  test.each([
    '0123456789abcdef0123456789abcdef',
    '0123456789abcdef0123456789abcdef0',
    '1'.repeat(33),
    'x',
    '..%2f..%2flucka.sqlite',
    'https:%2f%2fexempel.se',
    '%00',
    "'%20OR%201=1",
  ])('404 for %s, which this server never issued', async (token) => {
    for (const query of ['', '?format=svg', '?format=gif&size=999999999']) {
      const answer = await office.connections.send('GET', `/generate_qr/${token}${query}`)
      expect(answer.status).toBe(404)
      expect(answer.headers['content-type']).toMatch(/^application\/json/)
    }
  })
})
