import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTicketSigning, type TicketSigning } from '#main/services/ticket-signing'
import type { SecretStore } from '#main/services/secret-store'
import { verifyTicket } from '#renderer/signing/verify-ticket'
import { parseSignedCode, type SignedCode } from '#shared/domain/tickets/signed-code'
import { readTicketText } from '#shared/domain/tickets/ticket-text'
import { openSettings } from '../support/settings-services'
import { seededRandom } from '../support/seeded-random'

const ticket = { code: 'KQZWPA', eventId: 35, ticketTypeId: 7 }
const now = () => '2026-11-24T18:00:00.000Z'

let data: Awaited<ReturnType<typeof openSettings>>
let signing: TicketSigning
const open = (secrets: SecretStore) =>
  createTicketSigning({ inTransaction: data.inTransaction, read: data.read, now, secrets })

beforeEach(async () => {
  data = await openSettings({ key: randomBytes(32) })
  signing = await open(data.secrets)
})
afterEach(() => data[Symbol.asyncDispose]())

function read(text: string): SignedCode {
  const signed = parseSignedCode(text)
  if (signed === undefined) throw new Error(`${text} is no signed code`)
  return signed
}

/** The server's answer, which the phone's must equal. */
async function verdict(text: string): Promise<string> {
  const signed = parseSignedCode(text)
  if (signed === undefined) return 'unreadable'
  const onServer = signing.verify(signed)
  expect(await verifyTicket(signed, signing.keys())).toBe(onServer)
  return onServer
}

test('a signed ticket is valid, on the server and on a phone, in any case and with space around it', async () => {
  const text = await signing.sign(ticket)
  for (const scanned of [text, text.toLowerCase(), `  ${text}\r\n`]) expect(await verdict(scanned)).toBe('valid')
  expect(read(text)).toMatchObject({ ...ticket, keyNumber: 1 })
  expect(text.length).toBeLessThan(130)
})

test('of 10,000 flips of one bit none is accepted', async () => {
  const text = await signing.sign(ticket)
  const random = seededRandom(35)
  const counts: Record<string, number> = {}
  for (let flips = 0; flips < 10_000;) {
    const bytes = Buffer.from(text, 'latin1')
    const [at, bit] = [random.below(bytes.length), random.below(8)]
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
    const flipped = bytes.toString('latin1')
    // Upper and lower case carry nothing.
    if (flipped.toUpperCase() === text) continue
    flips += 1
    const signed = readTicketText(flipped)?.signed
    const found = signed === undefined ? 'unreadable' : signing.verify(signed)
    counts[found] = (counts[found] ?? 0) + 1
    if (flips % 20 === 0) expect(await verdict(flipped)).toBe(found)
  }
  expect(counts).not.toHaveProperty('valid')
  expect(counts['forged']).toBeGreaterThan(1_000)
})

test('the facts of one ticket do not fit the signature of another', async () => {
  const text = await signing.sign(ticket)
  const [code, version, key, event, type, signature] = text.split('.')
  const forgeries = [
    ['ABCDEF', version, key, event, type, signature],
    [code, version, key, '10', type, signature],
    [code, version, key, event, '8', signature],
    [code, version, key, event, type, (await signing.sign({ ...ticket, eventId: 36 })).split('.')[5]],
  ]
  for (const forgery of forgeries) expect(await verdict(forgery.join('.'))).toBe('forged')
  expect(await verdict([code, version, '2', event, type, signature].join('.'))).toBe('unknown_key')
})

test('a genuine signature of another event or ticket type is forged for this ticket; a bare code never is', async () => {
  const text = readTicketText(await signing.sign(ticket))
  if (text === undefined) throw new Error('unreadable')
  expect(signing.isForged(text, ticket)).toBe(false)
  expect(signing.isForged(text, { ...ticket, eventId: 36 })).toBe(true)
  expect(signing.isForged(text, { ...ticket, ticketTypeId: 8 })).toBe(true)
  expect(signing.isForged({ code: ticket.code }, ticket)).toBe(false)
})

test('another venue’s key of the same number signs nothing here', async () => {
  await using other = await openSettings()
  const elsewhere = await createTicketSigning({
    inTransaction: other.inTransaction,
    read: other.read,
    now,
    secrets: other.secrets,
  })
  await signing.sign(ticket)
  expect(await verdict(await elsewhere.sign(ticket))).toBe('forged')
})

describe('the keys', () => {
  test('none is made before it is needed, and first tickets at the same time make one', async () => {
    expect(signing.keys()).toEqual([])
    const texts = await Promise.all(Array.from({ length: 8 }, () => signing.sign(ticket)))
    expect(new Set(texts).size).toBe(1)
    expect(signing.keys()).toMatchObject([{ number: 1, createdAt: now(), retiredAt: null, revokedAt: null }])
  })

  test('after a restart the same key signs', async () => {
    const text = await signing.sign(ticket)
    signing = await open((await data.reopen()).secrets)
    expect(await signing.sign(ticket)).toBe(text)
  })

  test('a renewed key signs, and what the old one signed stays valid', async () => {
    const before = await signing.sign(ticket)
    await signing.renew()
    const after = await signing.sign(ticket)
    expect(read(after).keyNumber).toBe(2)
    expect(await verdict(before)).toBe('valid')
    expect(await verdict(after)).toBe('valid')
    expect(signing.keys()).toMatchObject([
      { number: 1, retiredAt: now() },
      { number: 2, retiredAt: null },
    ])
  })

  test('what a revoked key signed proves nothing any longer, and the next ticket begins a new key', async () => {
    const before = await signing.sign(ticket)
    expect(await signing.revoke(1)).toMatchObject({ ok: true })
    expect(await signing.revoke(1)).toMatchObject({ ok: true })
    expect(await verdict(before)).toBe('revoked_key')
    const text = readTicketText(before)
    if (text !== undefined) expect(signing.isForged(text, ticket)).toBe(true)
    expect(await verdict(await signing.sign(ticket))).toBe('valid')
    expect(signing.keys().map(({ number }) => number)).toEqual([1, 2])
    expect(await signing.revoke(3)).toMatchObject({ ok: false, error: { code: 'ticket_key_not_found' } })
  })

  test.each([
    ['locked by another key store', () => data.reopenWith(randomBytes(32))],
    [
      'lost',
      async () => {
        data.secrets.set('ticketKey', undefined)
        return { secrets: data.secrets }
      },
    ],
    [
      'damaged',
      async () => {
        data.secrets.set('ticketKey', '{"number":1,"x":"AAAA","d":"AAAA"}')
        return { secrets: data.secrets }
      },
    ],
  ])('when the private half is %s a new number begins and the old tickets stay valid', async (_case, reopen) => {
    const before = await signing.sign(ticket)
    signing = await open((await reopen()).secrets)
    const after = await signing.sign(ticket)
    expect(read(after).keyNumber).toBe(2)
    expect(await verdict(before)).toBe('valid')
    expect(await verdict(after)).toBe('valid')
  })

  test('a database from a backup before the key learns it again', async () => {
    const text = await signing.sign(ticket)
    await using restored = await openSettings()
    signing = await createTicketSigning({
      inTransaction: restored.inTransaction,
      read: restored.read,
      now,
      secrets: data.secrets,
    })
    expect(await verdict(text)).toBe('valid')
    expect(await signing.sign(ticket)).toBe(text)
  })

  test('the private half is in no row and no plain file', async () => {
    await signing.sign(ticket)
    const { d } = JSON.parse(data.secrets.get('ticketKey') ?? '{}') as { d: string }
    expect(d).toHaveLength(43)
    expect(JSON.stringify(await data.read((db) => db.selectFrom('ticket_key').selectAll().execute()))).not.toContain(d)
    expect(readFileSync(data.secretsFile, 'utf8')).not.toContain(d)
  })

  test('the database only adds, retires and revokes', async () => {
    await signing.sign(ticket)
    await signing.renew()
    await signing.revoke(1)
    const change = (set: object) =>
      data.inTransaction((trx) => trx.db.updateTable('ticket_key').set(set).where('number', '=', 1).execute())
    for (const set of [{ public_key: 'A'.repeat(43) }, { number: 9 }, { retired_at: null }, { revoked_at: null }]) {
      await expect(change(set)).rejects.toThrow()
    }
    await expect(data.inTransaction((trx) => trx.db.deleteFrom('ticket_key').execute())).rejects.toThrow(
      'never removed',
    )
    const second = { number: 3, public_key: 'B'.repeat(43), created_at: now() }
    await expect(data.inTransaction((trx) => trx.db.insertInto('ticket_key').values(second).execute())).rejects.toThrow(
      'UNIQUE',
    )
  })
})

test('a phone verifies a ticket in less than 10 ms', async () => {
  const signed = read(await signing.sign(ticket))
  const took: number[] = []
  for (let done = 0; done < 30; done += 1) {
    const start = performance.now()
    await verifyTicket(signed, signing.keys())
    took.push(performance.now() - start)
  }
  // The quickest, since the machine may be busy with other tests.
  expect(Math.min(...took)).toBeLessThan(10)
})
