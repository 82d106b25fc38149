import { expect, test } from 'vitest'
import { weaknessOfPin } from '#shared/domain/access/new-pin'

test.each(['111111', '000000000000', '123456', '234567', '7890123', '654321', '098765', '121212', '123123', '454545'])(
  '%s is guessed first',
  (pin) => {
    expect(weaknessOfPin(pin)).toBe('guessable')
  },
)

test.each(['481516', '112233', '123457', '100000', '198504'])('%s will do', (pin) => {
  expect(weaknessOfPin(pin)).toBeUndefined()
})

test.each(['', '12345', '48151a', '4815162342108', ' 481516', '٤٨١٥١٦'])('"%s" is no PIN', (pin) => {
  expect(weaknessOfPin(pin)).toBe('not_digits')
})
