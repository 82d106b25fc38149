import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OrderList } from '#shared/contract/order-api'
import type { TicketKeyList } from '#shared/contract/ticket-key-api'
import { verifyTicket } from '#renderer/signing/verify-ticket'
import { parseSignedCode } from '#shared/domain/tickets/signed-code'
import type { Static } from 'typebox'
import { decodeQr, drawPdfRectangles } from '../devices/grey-picture'
import { drawQrSvg } from '../devices/qr-svg'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { expectJson } from '../support/expect-answer'

/** Tickets whose QR codes are signed: made, scanned by old scanners and by the door, and forged. */
let office: BoxOffice
let eventId: number
let ticketTypeId: number
beforeAll(async () => {
  office = await openBoxOffice()
  ticketTypeId = (await office.staff.createTicketType()).id
  eventId = (await office.staff.createEvent({ title: 'Fysikalen', seats: 1_000, ticketTypeIds: [ticketTypeId] })).id
  await office.staff.call('PUT', '/settings/tickets', { signedQr: true })
})
afterAll(() => office[Symbol.asyncDispose]())

const validate = (externalId: string, more?: Record<string, unknown>) => office.newVisitor().validate(externalId, more)
const unknownTicket = { times_used: -1, status: 'Ticket does not exist' }
const known = (code: string, timesUsed: number) => ({
  times_used: timesUsed,
  status: 'PAID',
  external_id: code,
  chapter_event: 'Fysikalen',
})
const SCREEN_SCALE = 96 / 72

/** A sold ticket, and what its page on the screen says to a camera. */
async function sell(): Promise<{ code: string; text: string; orderId: number }> {
  const order = await office.staff.sellForCash(eventId, ticketTypeId, 1)
  const code = order.tickets[0]?.code ?? ''
  const { text: svg } = await office.staff.send('GET', `/tickets/${code}/qr.svg`)
  return { code, text: decodeQr(drawQrSvg(svg)) ?? '', orderId: order.id }
}

test('the ticket on the screen and on paper carries the same signed text', async () => {
  const { code, text, orderId } = await sell()
  expect(parseSignedCode(text)).toMatchObject({ code, keyNumber: 1, eventId, ticketTypeId })
  const { body } = await office.staff.send('GET', `/orders/${String(orderId)}/tickets.pdf`)
  expect(decodeQr(drawPdfRectangles(body, 0, SCREEN_SCALE))).toBe(text)
})

test('an old scanner that sends the whole text counts a use and hears the letters', async () => {
  const { code, text } = await sell()
  expectJson(await validate(text, { use_ticket: false }), 200, known(code, 0))
  expectJson(await validate(text), 200, known(code, 0))
  expectJson(await validate(text.toLowerCase()), 200, known(code, 1))
  expectJson(await validate(` ${code}\n`), 200, known(code, 2))
})

test('however many scanners send both forms at once, one hears 0', async () => {
  const { code, text } = await sell()
  const answers = await Promise.all([text, code, text, code].map((scanned) => validate(scanned)))
  expect(answers.map((answer) => (answer.json() as { times_used: number }).times_used).sort()).toEqual([0, 1, 2, 3])
})

test('the door lets a signed ticket in once', async () => {
  const { code, text } = await sell()
  expect(await office.staff.checkIn(text, eventId)).toMatchObject({ outcome: 'admitted', ticket: { code } })
  expect(await office.staff.checkIn(code, eventId)).toMatchObject({ reason: 'already_used' })
})

test('an order is found by its scanned ticket', async () => {
  const { text, orderId } = await sell()
  const path = `/orders?search=${encodeURIComponent(text.toLowerCase())}`
  const { orders } = await office.staff.call<Static<typeof OrderList>>('GET', path)
  expect(orders.map(({ id }) => id)).toEqual([orderId])
})

describe('a forged text is an unknown ticket though its six letters are sold, and counts nothing', () => {
  test.each<[string, (own: string[], other: string[]) => string[]]>([
    ['the signature of another ticket', (own, other) => [...own.slice(0, 5), ...other.slice(5)]],
    ['other letters before a genuine signature', (own, other) => [...own.slice(0, 1), ...other.slice(1)]],
    ['another event', (own) => own.with(3, 'ZZ')],
    ['another ticket type', (own) => own.with(4, 'ZZ')],
    ['a key that nobody has', (own) => own.with(2, '9')],
    ['a cut signature', (own) => own.with(5, own[5]?.slice(0, -1) ?? '')],
    ['no signature', (own) => own.slice(0, 5)],
    ['the letters and a dot', (own) => own.slice(0, 1).concat('')],
  ])('%s', async (_case, forge) => {
    const [own, other] = [await sell(), await sell()]
    const forged = forge(own.text.split('.'), other.text.split('.')).join('.')
    expectJson(await validate(forged), 200, unknownTicket)
    expectJson(await validate(forged, { use_ticket: false }), 200, unknownTicket)
    expect((await office.staff.checkIn(forged, eventId)).outcome).toBe('refused')
    expectJson(await validate(own.text), 200, known(own.code, 0))
  })
})

test('doors get the public keys and verify by themselves; the manager renews and revokes', async () => {
  const { code, text } = await sell()
  const signed = parseSignedCode(text)
  if (signed === undefined) throw new Error(text)
  const keysNow = async () => (await office.staff.call<TicketKeyList>('GET', '/ticket-keys')).keys
  expect(await verifyTicket(signed, await keysNow())).toBe('valid')

  await office.staff.call('POST', '/ticket-keys')
  expect(await verifyTicket(signed, await keysNow())).toBe('valid')
  expectJson(await validate(text), 200, known(code, 0))
  const later = await sell()
  expect(parseSignedCode(later.text)?.keyNumber).toBe(2)

  await office.staff.call('POST', '/ticket-keys/1/revocations')
  expect(await verifyTicket(signed, await keysNow())).toBe('revoked_key')
  expectJson(await validate(text), 200, unknownTicket)
  expectJson(await validate(code), 200, known(code, 1))
  expectJson(await validate(later.text), 200, known(later.code, 0))
  expect((await office.staff.send('POST', '/ticket-keys/7/revocations')).status).toBe(404)
})

test('turned off, tickets carry the letters again, and signed ones that were sold are still read', async () => {
  const signed = await sell()
  await office.staff.call('PUT', '/settings/tickets', { signedQr: false })
  const bare = await sell()
  expect(bare.text).toBe(bare.code)
  for (const { code, text } of [signed, bare]) expectJson(await validate(text), 200, known(code, 0))
})
