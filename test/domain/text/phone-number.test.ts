import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePhoneNumber, showPhoneNumber } from '#shared/text/phone-number'

test.each([
  '070-123 45 67',
  '0701234567',
  '070 1234567',
  '070/1234567',
  '070.123.45.67',
  '070–123\u00a045\u202f67',
  ' 0701234567 ',
  '701234567',
  '+46701234567',
  '+46 70 123 45 67',
  '+46 (0)70-123 45 67',
  '0046701234567',
  '0046 (0) 70 123 45 67',
  '46 70 123 45 67',
  '46701234567',
  '46(0)701234567',
])('%j is 46701234567', (typed) => {
  expect(parsePhoneNumber(typed)).toBe('46701234567')
})

test.each([
  ['+47 912 34 567', '4791234567'],
  ['+358 40 123 4567', '358401234567'],
  ['00 45 20 12 34 56', '4520123456'],
  ['+49 1511 2345678', '4915112345678'],
  ['+1 (212) 555-2368', '12125552368'],
  ['08-123 456 78', '46812345678'],
])('%j is %s', (typed, alias) => {
  expect(parsePhoneNumber(typed)).toBe(alias)
})

test.each([
  '',
  '   ',
  '112',
  '070-123 45 6',
  '070-123 45 678',
  '+46 70 123 45 6',
  '+46',
  '+',
  '()',
  '0000000000',
  '1234679304',
  '+999 123 456 789',
  '+1234567890123456',
  'ring 0701234567',
  '0701234567 anknytning 5',
  '070-123 45 67;ext=5',
  '٠٧٠١٢٣٤٥٦٧',
  '1'.repeat(41),
])('%j is no number', (typed) => {
  expect(parsePhoneNumber(typed)).toBeUndefined()
})

test.each([
  ['46701234567', '070-123 45 67'],
  ['46812345678', '08-123 456 78'],
  ['4791234567', '+47 91 23 45 67'],
  ['358401234567', '+358 40 1234567'],
  ['46464646464', '046-464 64 64'],
  ['', ''],
  ['0701234567', '0701234567'],
  ['nobody', 'nobody'],
])('%j is shown as %j', (alias, shown) => {
  expect(showPhoneNumber(alias)).toBe(shown)
})

test('whatever is typed: an alias that Swish takes, which is the same again when it is shown and typed, or none', () => {
  const typing = fc.string({ unit: fc.constantFrom(...('0123456789 +-()'.match(/./g) ?? [])), maxLength: 20 })
  fc.assert(
    fc.property(typing, (typed) => {
      const alias = parsePhoneNumber(typed)
      if (alias === undefined) return
      expect(alias).toMatch(/^[1-9][0-9]{7,14}$/)
      expect(parsePhoneNumber(showPhoneNumber(alias))).toBe(alias)
    }),
    { numRuns: 2_000 },
  )
})
