import fc from 'fast-check'
import { expect, test } from 'vitest'
import { swishMessage, swishReference } from '#shared/domain/payments/swish-text'

test.each([
  ['Order 1042 Fysikalen Dag 1', 'Order 1042 Fysikalen Dag 1'],
  ['Räksmörgås på Ångbåten', 'Räksmörgås på Ångbåten'],
  ['Ra\u0308ksmo\u0308rga\u030as', 'Räksmörgås'],
  ['Café Opéra', 'Cafe Opera'],
  ['Hej! (Är det här sant?): ja; nej, kanske.', 'Hej! (Är det här sant?): ja; nej, kanske.'],
  ['Dag 1–2 / kväll', 'Dag 1 2 kväll'],
  ['"Citat" & <b>fet</b> @ #1', 'Citat bfet b 1'],
  ['🎭 Premiär 🎭', 'Premiär'],
  ['  a \t\r\n b\u00a0c  ', 'a b c'],
  ['\u0000\u001b', ''],
  ['', ''],
])('the message %j becomes %j', (text, message) => {
  expect(swishMessage(text)).toBe(message)
})

test('a message is cut at 50 characters and ends on none that is a space', () => {
  expect(swishMessage('å'.repeat(60))).toBe('å'.repeat(50))
  expect(swishMessage(`${'a'.repeat(49)} bcd`)).toBe('a'.repeat(49))
})

test('every text becomes a message that Swish takes, and stays as it is the second time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const message = swishMessage(text)
      expect(message).toMatch(/^[A-Za-z0-9ÅÄÖåäö :;.,?!()]{0,50}$/)
      expect(swishMessage(message)).toBe(message)
    }),
  )
})

test.each([
  ['ORDER-1042', 'ORDER-1042'],
  ['order 1042/2', 'order10422'],
  ['å-1', '-1'],
  ['1'.repeat(40), '1'.repeat(35)],
])('the reference %j becomes %j', (text, reference) => {
  expect(swishReference(text)).toBe(reference)
})

test('a reference with nothing in it is a bug of ours', () => {
  expect(() => swishReference('åäö')).toThrow(RangeError)
})
