import { normaliseTicketCode } from '#shared/domain/tickets/ticket-code'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test.each([
  ['KQZWPA', 'KQZWPA'],
  ['kqzwpa', 'KQZWPA'],
  ['  KqZwPa\r\n', 'KQZWPA'],
  ['\u00a0KQZWPA\t', 'KQZWPA'],
])('%j is the code %s', (scanned, code) => {
  expect(normaliseTicketCode(scanned)).toBe(code)
})

test.each([
  [''],
  ['      '],
  ['KQZWP'],
  ['KQZWPAX'],
  ['KQZ WPA'],
  ['KQZW1A'],
  ['KQZWPÅ'],
  ['KQZWPA.'],
  ['KQZWPA.1'],
  ['KQZWPA.c2lnbmF0dXJl-_09'],
  ['KQZWPA.c2ln.bmF0'],
  ['KQZWPA.sig nature'],
  ['.KQZWPA'],
  ['KQZWPA\u0000'],
  ['KQZ\nWPA'],
  ['KQZWPA\nABCDEF'],
  ['ＫＱＺＷＰＡ'],
  ['ККККККА'],
  ['АВСЕНК'],
  ['KQZWPſ'],
  ['KQZWPı'],
  ['\u212aQZWPA'],
  ['https://example.org/KQZWPA'],
  ['WIFI:T:WPA;S:KQZWPA;P:hemligt;;'],
  [`KQZWPA.${'x'.repeat(4_096)}`],
])('%j is no code', (scanned) => {
  expect(normaliseTicketCode(scanned)).toBeUndefined()
})

test('whatever was scanned, a code is six capitals that stood at its beginning', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Za-z]{5,7}\.?[ -~]{0,5}$/)),
      (scanned) => {
        const code = normaliseTicketCode(scanned)
        if (code === undefined) return
        expect(code).toMatch(/^[A-Z]{6}$/)
        expect(scanned.trim().slice(0, 6).toUpperCase()).toBe(code)
        expect(normaliseTicketCode(code)).toBe(code)
      },
    ),
  )
})
