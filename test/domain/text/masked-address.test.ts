import { expect, test } from 'vitest'
import { maskedAddress } from '#shared/text/masked-address'

test.each([
  ['maja.lind@example.se', 'ma…@example.se'],
  ['bo@example.se', 'b…@example.se'],
  ['"a@b"@example.se', '"a…@example.se'],
  ['@example.se', '…'],
  ['nonsense', '…'],
])('%s is shown as %s', (address, shown) => {
  expect(maskedAddress(address)).toBe(shown)
})
