import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatSignedCode, parseSignedCode, signedTextOf, type SignedCode } from '#shared/domain/tickets/signed-code'
import { readTicketText } from '#shared/domain/tickets/ticket-text'

const id = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const signedCodes: fc.Arbitrary<SignedCode> = fc.record({
  code: fc.stringMatching(/^[A-Z]{6}$/),
  keyNumber: id,
  eventId: id,
  ticketTypeId: id,
  signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
})

const example = {
  code: 'KQZWPA',
  keyNumber: 1,
  eventId: 35,
  ticketTypeId: 36,
  signature: new Uint8Array(64).fill(0xff),
}
const text = formatSignedCode(example)

test('the form is fixed: tickets that are sold today are read by every later version', () => {
  expect(text).toBe(`KQZWPA.1.1.Z.10.${'7'.repeat(102)}Y`)
  expect(signedTextOf(example)).toBe('lucka-ticket 1 1 35 36 KQZWPA')
})

test('what is written is read back, whatever stands in it, in any case and with space around it', () => {
  fc.assert(
    fc.property(
      signedCodes,
      fc.stringMatching(/^[ \t\r\n\u00a0]*$/),
      fc.infiniteStream(fc.boolean()),
      (it, space, lower) => {
        const written = formatSignedCode(it)
        const mixed = Array.from(written, (letter) =>
          lower.next().value === true ? letter.toLowerCase() : letter,
        ).join('')
        for (const scanned of [written, written.toLowerCase(), mixed, space + written + space]) {
          expect(parseSignedCode(scanned)).toEqual(it)
          expect(readTicketText(scanned)).toEqual({ code: it.code, signed: it })
        }
      },
    ),
  )
})

test('it keeps to the characters that a QR code packs two in eleven bits', () => {
  fc.assert(fc.property(signedCodes, (it) => /^[0-9A-Z.]+$/.test(formatSignedCode(it))))
})

test('whatever is read has one text: no second spelling passes', () => {
  fc.assert(
    fc.property(signedCodes, fc.nat(), fc.stringMatching(/^[0-9A-Z. ]$/), (it, at, letter) => {
      const written = formatSignedCode(it)
      const place = at % written.length
      const changed = written.slice(0, place) + letter + written.slice(place + 1)
      const read = parseSignedCode(changed)
      if (read !== undefined) expect(formatSignedCode(read)).toBe(changed)
    }),
    { numRuns: 2_000 },
  )
})

describe('no signed code, and no bare one either', () => {
  const [code = '', , key = '', event = '', type = '', signature = ''] = text.split('.')
  test.each([
    ['another version', `${code}.2.${key}.${event}.${type}.${signature}`],
    ['no key', `${code}.1..${event}.${type}.${signature}`],
    ['key 0', `${code}.1.0.${event}.${type}.${signature}`],
    ['a leading zero', `${code}.1.01.${event}.${type}.${signature}`],
    ['a number above 2^53', `${code}.1.${key}.2GOSA7PA2GW.${type}.${signature}`],
    ['a longer number', `${code}.1.${key}.100000000000.${type}.${signature}`],
    ['bits after the last byte', `${code}.1.${key}.${event}.${type}.${signature.slice(0, -1)}Z`],
    ['a letter too few', text.slice(0, -1)],
    ['a letter too many', `${text}A`],
    ['padding', `${text}=`],
    ['another alphabet', `${code}.1.${key}.${event}.${type}.${'-'.repeat(103)}`],
    ['digits that base32 has not', `${code}.1.${key}.${event}.${type}.${'1'.repeat(103)}`],
    ['five letters', text.slice(1)],
    ['a space inside', text.replace('.', '. ')],
    ['letters that become ASCII as capitals', text.replace('A', 'ı')],
    ['full-width dots', text.replaceAll('.', '．')],
    ['something behind it', `${text}\u0000`],
    ['a web address', `https://example.org/${text}`],
  ])('%s', (_case, scanned) => {
    expect(readTicketText(scanned)).toBeUndefined()
  })

  test('nothing that was cut is read', () => {
    for (let length = 7; length < text.length; length += 1)
      expect(readTicketText(text.slice(0, length))).toBeUndefined()
  })
})

test('a bare code is read as ever', () => {
  expect(readTicketText(' kqzwpa\r\n')).toEqual({ code: 'KQZWPA' })
})
