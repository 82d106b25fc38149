const SHORTEST_PIN = 6
const LONGEST_PIN = 12

/** Digits that each follow the one before at the same distance: `123456`, `654321`, `890123`, `111111`. */
function isRun(pin: string): boolean {
  const steps = new Set(
    pin
      .split('')
      .slice(1)
      .map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10),
  )
  return steps.size === 1 && [0, 1, 9].some((step) => steps.has(step))
}

/**
 * What is wrong with a PIN that somebody wants: too short or long, or one that is guessed first. Undefined for a good one.
 * Forty guesses are what a night of trying allows (see guess-lock), so only the very first guesses of anybody are refused.
 */
export function weaknessOfPin(pin: string): 'not_digits' | 'guessable' | undefined {
  if (!new RegExp(`^\\d{${SHORTEST_PIN},${LONGEST_PIN}}$`).test(pin)) return 'not_digits'
  const repeats = /^(\d{1,3})\1+$/.test(pin)
  return isRun(pin) || repeats ? 'guessable' : undefined
}
